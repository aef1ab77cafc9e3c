package io.forkline.workers;

import io.forkline.sandbox.Secrets;
import io.forkline.schemas.record.Issue;
import io.forkline.schemas.record.PerspectiveReport;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of a report. The sandbox has taken them out of what was printed; where JSON wrote a character in another way, they
 * show again once the line is read.
 */
final class Redacted {

    private Redacted() {}

    static PerspectiveReport of(PerspectiveReport report, Secrets secrets) {
        if (secrets.equals(Secrets.NONE)) {
            return report;
        }
        return PerspectiveReport.newBuilder(report)
                .setFinding(text(report.getFinding(), secrets))
                .setError(text(report.getError(), secrets))
                .setStderrTail(text(report.getStderrTail(), secrets))
                .setIssues(report.getIssues().stream()
                        .map(issue -> issue(issue, secrets))
                        .toList())
                .setMetrics(metrics(report.getMetrics(), secrets))
                .build();
    }

    private static Issue issue(Issue issue, Secrets secrets) {
        return Issue.newBuilder(issue)
                .setFile(text(issue.getFile(), secrets))
                .setRule(secrets.redact(issue.getRule()))
                .setMessage(secrets.redact(issue.getMessage()))
                .build();
    }

    private static Map<String, Double> metrics(Map<String, Double> metrics, Secrets secrets) {
        Map<String, Double> redacted = new TreeMap<>();
        metrics.forEach((name, value) -> redacted.put(secrets.redact(name), value));
        return redacted;
    }

    private static @Nullable String text(@Nullable String text, Secrets secrets) {
        return text == null ? null : secrets.redact(text);
    }
}
