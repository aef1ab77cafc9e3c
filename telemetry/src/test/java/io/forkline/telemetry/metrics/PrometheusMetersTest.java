package io.forkline.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrometheusMetersTest {

    private final PrometheusMeters meters = new PrometheusMeters(2);

    @AfterEach
    void close() {
        meters.close();
    }

    @Test
    void whatHappensIsCountedByItsLabels() {
        meters.count(Metric.RESULTS, "complete", "blue");
        meters.count(Metric.RESULTS, "complete", "blue");
        meters.count(Metric.RESULTS, "failed", "blue");

        assertThat(meters.scrape().lines())
                .contains(
                        "forkline_results_total{status=\"complete\",tenant=\"blue\"} 2.0",
                        "forkline_results_total{status=\"failed\",tenant=\"blue\"} 1.0");
    }

    @Test
    void whatHasNotHappenedIsShownAsNothingWhereItCould() {
        meters.show(Metric.LOST_LOCKS, "fork-workers");
        meters.show(Metric.RUN, "review");

        assertThat(meters.scrape().lines())
                .contains(
                        "forkline_lost_locks_total{worker=\"fork-workers\"} 0.0",
                        "forkline_run_seconds_count{environment=\"review\"} 0");
    }

    @Test
    void timesAreHistogramsInSeconds() {
        meters.observe(Metric.RUN, Duration.ofMillis(70), "review");

        assertThat(meters.scrape().lines())
                .contains(
                        "forkline_run_seconds_bucket{environment=\"review\",le=\"0.05\"} 0",
                        "forkline_run_seconds_bucket{environment=\"review\",le=\"0.1\"} 1",
                        "forkline_run_seconds_bucket{environment=\"review\",le=\"+Inf\"} 1",
                        "forkline_run_seconds_count{environment=\"review\"} 1",
                        "forkline_run_seconds_sum{environment=\"review\"} 0.07");
    }

    @Test
    void clocksThatDisagreeTakeNoTime() {
        meters.observe(Metric.RUN, Duration.ofMillis(-3), "review");

        assertThat(meters.scrape().lines()).contains("forkline_run_seconds_sum{environment=\"review\"} 0.0");
    }

    @Test
    void valuesThatOthersChooseAreBoundedAndTheRestIsCountedTogether() {
        for (String tenant : new String[] {"a", "b", "c", "d", "a"}) {
            meters.count(Metric.LEAD_OVER_BUDGET, tenant);
        }

        assertThat(meters.scrape().lines().filter(line -> line.startsWith("forkline_lead_over_budget_total")))
                .containsExactlyInAnyOrder(
                        "forkline_lead_over_budget_total{tenant=\"a\"} 2.0",
                        "forkline_lead_over_budget_total{tenant=\"b\"} 1.0",
                        "forkline_lead_over_budget_total{tenant=\"other\"} 2.0");
    }

    @Test
    void valuesOfOurOwnAreNotBounded() {
        for (String cause : new String[] {"A", "B", "C"}) {
            meters.count(Metric.DEAD_LETTERS, "planner", "jobs", cause);
        }

        assertThat(meters.scrape()).contains("cause=\"C\"").doesNotContain("other");
    }

    @Test
    void gaugesAreAskedWhenSomebodyLooks() {
        AtomicInteger open = new AtomicInteger(3);
        meters.gauge(Metric.OPEN_JOBS, open::get);
        String before = meters.scrape();
        open.set(4);

        assertThat(before.lines()).contains("forkline_open_jobs 3.0");
        assertThat(meters.scrape().lines()).contains("forkline_open_jobs 4.0");
    }

    @Test
    void gaugesOfTooManyValuesAreLeftOut() {
        for (String tenant : new String[] {"a", "b", "c"}) {
            meters.gauge(Metric.LEAD_BUDGET, () -> 7, tenant);
        }

        assertThat(meters.scrape()).contains("tenant=\"b\"").doesNotContain("other", "tenant=\"c\"");
    }

    @Test
    void theJvmIsThere() {
        assertThat(meters.scrape())
                .contains("jvm_memory_used_bytes{", "process_uptime_seconds ", "jvm_threads_live_threads ");
    }

    @Test
    void ofStoresOnlyTheirSizeIsShown() {
        Meters.Bound bound = meters.bind(refresher -> registry -> {
            registry.gauge("kafka.stream.state.get.rate", 1);
            registry.gauge("kafka.stream.state.estimate.num.keys", 2);
            registry.gauge("kafka.stream.thread.process.rate", 3);
        });

        String scraped = meters.scrape();

        bound.close();
        assertThat(scraped)
                .contains("kafka_stream_state_estimate_num_keys ", "kafka_stream_thread_process_rate ")
                .doesNotContain("get_rate");
    }

    @Test
    void whatTheCatalogueDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> meters.count(Metric.RESULTS, "complete")).hasMessageContaining("RESULTS");
        assertThatThrownBy(() -> meters.count(Metric.OPEN_JOBS)).hasMessageContaining("GAUGE");
    }
}
