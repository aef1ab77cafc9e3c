package io.forkline.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.Stages;
import io.forkline.schemas.record.Timings;
import io.forkline.telemetry.metrics.PrometheusMeters;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ForkMetersTest {

    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

    private final PrometheusMeters meters = new PrometheusMeters(10);
    private final ForkMeters forks = new ForkMeters(meters);
    private final ForkTask task = Tasks.of("Security", NOW).build();

    @AfterEach
    void close() {
        meters.close();
    }

    @Test
    void forkIsCountedAndMeasuredByItsEnvironment() {
        PerspectiveReport report = report(new Timings(40.0, 3.0, 30.0, NOW, NOW, stages()));

        forks.ran(task, report);
        forks.answered(task, report);

        String environment = "environment=\"" + task.getEnvironment() + "\"";
        assertThat(meters.scrape().lines())
                .contains(
                        "forkline_forks_total{" + environment + ",outcome=\"failed\",parked=\"true\"} 1.0",
                        "forkline_reports_total{" + environment + ",outcome=\"failed\"} 1.0",
                        "forkline_fork_seconds_sum{" + environment + ",parked=\"true\"} 0.003",
                        "forkline_run_seconds_sum{" + environment + "} 0.03");
    }

    @Test
    void theWaitOfATaskIsMeasuredWhateverBecomesOfIt() {
        forks.taken(task, task.getIssuedAt().plusMillis(40));

        assertThat(meters.scrape())
                .contains("forkline_task_wait_seconds_sum{environment=\"" + task.getEnvironment() + "\"} 0.04");
    }

    @Test
    void whatWillBeCountedOfAnEnvironmentIsThereFromItsBeginning() {
        ForkMeters.show("shown", meters);

        assertThat(meters.scrape().lines())
                .contains(
                        "forkline_reports_total{environment=\"shown\",outcome=\"timed_out\"} 0.0",
                        "forkline_forks_total{environment=\"shown\",outcome=\"ok\",parked=\"true\"} 0.0");
    }

    @Test
    void answerWithoutAForkIsNoFork() {
        PerspectiveReport report = report(null);

        forks.ran(task, report);
        forks.answered(task, report);

        assertThat(meters.scrape()).contains("forkline_reports_total{").doesNotContain("forkline_forks_total{");
    }

    private PerspectiveReport report(Timings timings) {
        PerspectiveReport report =
                new Report(task, "Security", timings, null).ended(ReportOutcome.FAILED, "it did", "");
        return report;
    }

    private static Stages stages() {
        return new Stages(true, 0L, 0L, 0L, 0L, 0L, 0L, null);
    }
}
