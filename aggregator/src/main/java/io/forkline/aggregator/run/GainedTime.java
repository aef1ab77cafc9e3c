package io.forkline.aggregator.run;

import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.Timing;
import io.forkline.schemas.record.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What running the perspectives side by side gained. A report that was reused took this run no time, and so is left out. */
final class GainedTime {

    private static final double MS_PER_SECOND = 1_000;

    private GainedTime() {}

    static Timing of(JoinedReports reports) {
        List<PerspectiveReport> forked = reports.perspectives().stream()
                .filter(report -> report.getTimings() != null && report.getReusedFrom() == null)
                .toList();
        List<Timings> ran = forked.stream().map(PerspectiveReport::getTimings).toList();
        Set<String> names =
                forked.stream().map(PerspectiveReport::getPerspective).collect(Collectors.toSet());
        Optional<Double> measured = reports.baseline()
                .filter(baseline -> baseline.getOutcome() == ReportOutcome.OK)
                .map(baseline -> baselineMs(baseline, names));
        double sequentialMs = measured.orElseGet(
                () -> ran.stream().mapToDouble(GainedTime::spentMs).sum());
        double parallelMs = parallelMs(ran);
        double speedup = parallelMs > 0 ? sequentialMs / parallelMs : 0;
        return new Timing(
                ran.size(),
                sequentialMs / MS_PER_SECOND,
                measured.isPresent(),
                parallelMs / MS_PER_SECOND,
                speedup,
                ran.isEmpty() ? 0 : speedup / ran.size() * 100);
    }

    /**
     * The steps have finer clocks than the two ends of the whole, and no pauses between them count against it. A perspective that
     * ran in the baseline alone is left out: what did not run in parallel gained nothing.
     */
    private static double baselineMs(PerspectiveReport baseline, Set<String> ran) {
        return baseline.getSteps().stream()
                .filter(step -> ran.contains(step.getPerspective()))
                .mapToDouble(step -> step.getForkMs() + step.getRunMs())
                .sum();
    }

    /**
     * From the first fork to the last return. The two are full milliseconds and may be by the clocks of two hosts, so it is
     * never less than the longest single one.
     */
    private static double parallelMs(List<Timings> ran) {
        if (ran.isEmpty()) {
            return 0;
        }
        Instant first = ran.stream()
                .map(Timings::getStartedAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Instant last = ran.stream()
                .map(Timings::getFinishedAt)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        double longest = ran.stream().mapToDouble(GainedTime::spentMs).max().orElseThrow();
        return Math.max(Duration.between(first, last).toMillis(), longest);
    }

    private static double spentMs(Timings timings) {
        return timings.getForkMs() + timings.getRunMs();
    }
}
