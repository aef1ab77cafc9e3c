package io.forkline.cli.chaos;

import io.forkline.guarantees.Guarantee;
import io.forkline.guarantees.TopicsSeen;
import java.util.List;

/** What became of one promise. */
record Judged(String name, String promise, String evidence, List<String> violations) {

    Judged {
        violations = List.copyOf(violations);
    }

    static Judged of(Guarantee guarantee, TopicsSeen seen) {
        return new Judged(
                guarantee.getClass().getSimpleName(),
                guarantee.promise(),
                guarantee.evidence(seen),
                guarantee.violations(seen));
    }

    boolean isKept() {
        return violations.isEmpty();
    }
}
