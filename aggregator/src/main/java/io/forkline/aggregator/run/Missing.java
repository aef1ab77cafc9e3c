package io.forkline.aggregator.run;

import io.forkline.schemas.record.ExpectedPerspective;
import io.forkline.schemas.record.MissingPerspective;
import io.forkline.schemas.record.MissingReason;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.report.Texts;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which expected perspectives have no OK report, and why. */
final class Missing {

    private Missing() {}

    /** Of a run that goes on with what is in: its time to report is over, or the reports are enough. In the order of the plan. */
    static List<MissingPerspective> of(RunPlanned plan, JoinedReports reports) {
        return Quorum.isReached(plan, reports)
                ? of(
                        plan,
                        reports,
                        MissingReason.CANCELLED,
                        "not waited for: the job's quorum of " + plan.getQuorum() + " was reached")
                : of(plan, reports, MissingReason.NOT_STARTED, "no report came in the time to report");
    }

    /**
     * In the order of the plan.
     *
     * @param silence what it means that a perspective gave no report at all
     * @param message says so to people
     */
    static List<MissingPerspective> of(
            RunPlanned plan, JoinedReports reports, MissingReason silence, @Nullable String message) {
        Map<String, PerspectiveReport> byTask = reports.perspectives().stream()
                .collect(Collectors.toMap(PerspectiveReport::getTaskId, Function.identity()));
        return plan.getExpected().stream()
                .flatMap(expected -> {
                    PerspectiveReport report = byTask.get(Plans.taskId(plan, expected.getName()));
                    return report == null
                            ? Stream.of(missing(expected, silence, message))
                            : without(expected, report).stream();
                })
                .toList();
    }

    private static List<MissingPerspective> without(ExpectedPerspective expected, PerspectiveReport report) {
        return switch (report.getOutcome()) {
            case OK -> List.of();
            case FAILED, RETRYABLE -> List.of(missing(expected, MissingReason.FAILED, report.getError()));
            case TIMED_OUT -> List.of(missing(expected, MissingReason.TIMED_OUT, report.getError()));
            case CANCELLED -> List.of(missing(expected, MissingReason.CANCELLED, report.getError()));
        };
    }

    private static MissingPerspective missing(
            ExpectedPerspective expected, MissingReason why, @Nullable String message) {
        return new MissingPerspective(expected.getName(), expected.getRequired(), why, Texts.head(message));
    }
}
