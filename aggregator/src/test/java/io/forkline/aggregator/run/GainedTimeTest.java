package io.forkline.aggregator.run;

import static io.forkline.aggregator.Samples.START;
import static io.forkline.aggregator.Samples.baseline;
import static io.forkline.aggregator.Samples.failed;
import static io.forkline.aggregator.Samples.report;
import static io.forkline.aggregator.Samples.reused;
import static io.forkline.aggregator.Samples.timings;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.Timing;
import io.forkline.schemas.record.Timings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class GainedTimeTest {

    @Test
    void parallelTimeIsFromTheFirstForkToTheLastReturn() {
        Timing timing = timing(ran("A", timings(START, 0, 400)), ran("B", timings(START.plusMillis(100), 100, 300)));

        assertThat(timing).isEqualTo(new Timing(2, 0.8, false, 0.5, 1.6, 80.0));
    }

    @Test
    void forksShorterThanAMillisecondStillTookTheirTime() {
        Timing timing = timing(ran("A", timings(START, 0.2, 0.3)), ran("B", timings(START, 0.2, 0.3)));

        assertThat(timing).isEqualTo(new Timing(2, 0.001, false, 0.0005, 2.0, 100.0));
    }

    @Test
    void perspectiveThatNeverRanIsNoAgent() {
        PerspectiveReport unstarted = PerspectiveReport.newBuilder(failed("B", ReportOutcome.TIMED_OUT, "too late"))
                .setTimings(null)
                .build();

        Timing timing = timing(ran("A", timings(START, 10, 90)), unstarted);

        assertThat(timing).isEqualTo(new Timing(1, 0.1, false, 0.1, 1.0, 100.0));
    }

    @Test
    void failedBaselineMeasuresNothing() {
        PerspectiveReport broken = PerspectiveReport.newBuilder(baseline())
                .setOutcome(ReportOutcome.FAILED)
                .build();

        Timing timing = GainedTime.of(new JoinedReports(List.of(report("Security")), Optional.of(broken)));

        assertThat(timing.getSequentialMeasured()).isFalse();
        assertThat(timing.getSequentialSeconds()).isEqualTo(0.1);
    }

    @Test
    void baselineOfAPerspectiveThatDidNotRunInParallelIsNoGain() {
        // The baseline has a step of 0.15 s for Security and one for Tests.
        Timing timing = GainedTime.of(
                new JoinedReports(List.of(ran("Security", timings(START, 10, 140))), Optional.of(baseline())));

        assertThat(timing).isEqualTo(new Timing(1, 0.15, true, 0.15, 1.0, 100.0));
    }

    @Test
    void reportOfAnEarlierRunGainsThisOneNothing() {
        Timing timing = timing(reused(ran("A", timings(START, 10, 400))), ran("B", timings(START, 10, 90)));

        assertThat(timing).isEqualTo(new Timing(1, 0.1, false, 0.1, 1.0, 100.0));
    }

    private static Timing timing(PerspectiveReport... reports) {
        return GainedTime.of(new JoinedReports(List.of(reports), Optional.empty()));
    }

    private static PerspectiveReport ran(String perspective, Timings timings) {
        return PerspectiveReport.newBuilder(report(perspective))
                .setTimings(timings)
                .build();
    }
}
