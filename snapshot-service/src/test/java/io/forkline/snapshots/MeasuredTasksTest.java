package io.forkline.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.snapshots.scheduling.SchedulingConfig;
import io.forkline.telemetry.metrics.PrometheusMeters;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is counted of jobs and of the window. */
class MeasuredTasksTest {

    private static final int WINDOW = 2;

    private final PrometheusMeters meters = new PrometheusMeters(10);
    private PlannerHarness planner;

    @BeforeEach
    void start(@TempDir Path folder, @TempDir Path state) throws Exception {
        SchedulingConfig usual = SchedulingConfig.DEFAULT;
        SchedulingConfig small = new SchedulingConfig(
                WINDOW,
                usual.tenantWindow(),
                usual.taskAttempts(),
                usual.taskBackoff(),
                usual.snapshotAttempts(),
                usual.snapshotBackoff(),
                usual.snapshotPause(),
                usual.slice());
        planner = new PlannerHarness(TestEnvironments.in(folder), small, state, meters);
        planner.ready("wide");
    }

    @AfterEach
    void stop() {
        planner.close();
        meters.close();
    }

    @Test
    void whatIsOpenAndWhatWaitsAreCounted() {
        planner.submit(Jobs.builder("a").setEnvironment("wide").build());
        List<ForkTask> open = planner.tasks();
        List<String> full = meters.scrape().lines().toList();

        planner.report(open.getFirst(), ReportOutcome.OK);

        assertThat(full)
                .contains(
                        "forkline_open_tasks 2.0",
                        "forkline_fullest_window_ratio 1.0",
                        "forkline_queued_tasks " + (TestEnvironments.WIDE - WINDOW) + ".0");
        assertThat(meters.scrape().lines())
                .contains(
                        "forkline_open_tasks 2.0",
                        "forkline_queued_tasks " + (TestEnvironments.WIDE - WINDOW - 1) + ".0");
    }

    @Test
    void jobsAreCountedByWhatWasDecided() {
        planner.submit(Jobs.builder("a").setEnvironment("wide").build());
        planner.submit(Jobs.builder("a").setEnvironment("wide").build());
        planner.submit(Jobs.builder("b").setEnvironment("nowhere").build());
        planner.submit(Jobs.builder("a").setEnvironment("wide").setPriority(3).build());

        assertThat(meters.scrape().lines())
                .contains(
                        "forkline_jobs_received_total{decision=\"admitted\"} 1.0",
                        "forkline_jobs_received_total{decision=\"repeated\"} 1.0",
                        "forkline_jobs_received_total{decision=\"rejected\"} 1.0",
                        "forkline_jobs_received_total{decision=\"buried\"} 1.0",
                        "forkline_dead_letters_total{cause=\"JOB_ID_REUSED\",component=\"planner\",topic=\"t.jobs\"} 1.0");
    }
}
