package io.forkline.aggregator.join;

import static io.forkline.aggregator.Samples.DEADLINE;
import static io.forkline.aggregator.Samples.REPORT_BY;
import static io.forkline.aggregator.Samples.START;
import static io.forkline.aggregator.Samples.plan;
import static io.forkline.aggregator.Samples.rejection;
import static io.forkline.aggregator.Samples.report;
import static io.forkline.aggregator.Samples.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.aggregator.budget.LeadBudget;
import io.forkline.schemas.record.RunRejected;
import io.forkline.telemetry.metrics.PrometheusMeters;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is counted of runs. */
final class MeasuredRunsTest {

    private final PrometheusMeters meters = new PrometheusMeters(10);
    private JoinDriver topology;

    @BeforeEach
    void start(@TempDir Path directory) {
        topology = new JoinDriver(directory, START, LeadBudget.NONE, meters);
    }

    @AfterEach
    void stop() {
        topology.close();
        meters.close();
    }

    @Test
    void runIsOpenFromItsPlanToItsResult() {
        String before = meters.scrape();
        topology.plan(plan());
        String open = meters.scrape();
        topology.report(report("Security"), report("Tests"));
        String leading = meters.scrape();

        topology.verdict(verdict(1));

        assertThat(before.lines()).contains("forkline_open_jobs 0.0", "forkline_oldest_open_job_age_seconds 0.0");
        assertThat(open.lines()).contains("forkline_open_jobs 1.0", "forkline_job_plan_seconds_count 1");
        assertThat(leading.lines()).contains("forkline_open_jobs 1.0");
        assertThat(meters.scrape().lines())
                .contains(
                        "forkline_open_jobs 0.0",
                        "forkline_job_first_report_seconds_count 1",
                        "forkline_results_total{status=\"complete\",tenant=\"" + plan().getTenant() + "\"} 1.0",
                        "forkline_job_result_seconds_count{status=\"complete\"} 1");
    }

    @Test
    void stagesAreTheTimesOfTheLog() {
        topology.plan(plan());
        topology.passTo(START.plusSeconds(4));

        topology.report(report("Security"));

        assertThat(meters.scrape().lines())
                .contains(
                        "forkline_job_first_report_seconds_bucket{le=\"2.0\"} 0",
                        "forkline_job_first_report_seconds_bucket{le=\"5.0\"} 1");
    }

    @Test
    void jobThatIsTurnedDownBeforeItBeganIsRejected() {
        topology.reject(RunRejected.newBuilder(rejection()).setAdmitted(false).build());

        assertThat(meters.scrape()).contains("forkline_results_total{status=\"rejected\",");
    }

    @Test
    void runThatIsRejectedAfterAllHasFailed() {
        topology.plan(plan());

        topology.reject(rejection());

        assertThat(meters.scrape()).contains("forkline_results_total{status=\"failed\",", "forkline_open_jobs 0.0");
    }

    @Test
    void lateReportsAreCountedOnceAndByWhatTheyMissed() {
        topology.plan(plan());
        topology.report(report("Security"));
        topology.passTo(REPORT_BY);
        topology.report(report("Tests"), report("Tests"));
        String beforeResult = meters.scrape();
        topology.passTo(DEADLINE);

        topology.report(report("Tests"));

        assertThat(beforeResult.lines()).contains("forkline_late_reports_total{when=\"before_result\"} 1.0");
        assertThat(meters.scrape().lines())
                .contains(
                        "forkline_late_reports_total{when=\"before_result\"} 1.0",
                        "forkline_late_reports_total{when=\"after_result\"} 1.0");
    }
}
