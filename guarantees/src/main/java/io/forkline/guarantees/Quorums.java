package io.forkline.guarantees;

import io.forkline.schemas.record.ExpectedPerspective;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.RunPlanned;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which runs had OK reports enough, by their quorum, when a report came. Hears of the OK reports in the order of the log. */
final class Quorums {

    private final Map<String, RunPlanned> plans = new HashMap<>();
    private final Map<String, Set<String>> ok = new HashMap<>();

    Quorums(TopicsSeen seen) {
        for (var event : seen.plans()) {
            if (event.value().getEvent() instanceof RunPlanned plan) {
                plans.putIfAbsent(plan.getRunId(), plan);
            }
        }
    }

    /** Whether those ahead of this one were enough. This one is among them from now on. */
    boolean wasReachedAheadOf(PerspectiveReport report) {
        Set<String> ahead = ok.computeIfAbsent(report.getRunId(), run -> new HashSet<>());
        boolean reached = isEnough(plans.get(report.getRunId()), ahead);
        ahead.add(report.getPerspective());
        return reached;
    }

    private static boolean isEnough(@Nullable RunPlanned plan, Set<String> ok) {
        return plan != null
                && plan.getQuorum() != null
                && ok.size() >= plan.getQuorum()
                && plan.getExpected().stream()
                        .filter(ExpectedPerspective::getRequired)
                        .allMatch(each -> ok.contains(each.getName()));
    }
}
