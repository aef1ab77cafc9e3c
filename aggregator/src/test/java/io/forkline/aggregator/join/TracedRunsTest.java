package io.forkline.aggregator.join;

import static io.forkline.aggregator.Samples.DEADLINE;
import static io.forkline.aggregator.Samples.JOB;
import static io.forkline.aggregator.Samples.REPORT_BY;
import static io.forkline.aggregator.Samples.START;
import static io.forkline.aggregator.Samples.plan;
import static io.forkline.aggregator.Samples.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.aggregator.budget.LeadBudget;
import io.forkline.schemas.record.Origin;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.telemetry.trace.Tracing;
import io.forkline.telemetry.trace.TracingConfig;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trace of a run is its plan's, whatever makes it move. No record here carries one but the plan's value. */
class TracedRunsTest {

    private static final RunPlanned TRACED = RunPlanned.newBuilder(plan())
            .setTraceparent("00-abc-def-01")
            .setTracestate("vendor=x")
            .build();

    @TempDir
    private Path directory;

    private JoinDriver topology;

    @BeforeEach
    void start() {
        topology = new JoinDriver(directory, START);
    }

    @AfterEach
    void close() {
        topology.close();
    }

    @Test
    void markOfADeadlineGivesALeadTaskAndAResultOfTheRunsTrace() {
        topology.plan(TRACED);
        topology.report(report("Security"));

        topology.passTo(REPORT_BY);
        topology.passTo(DEADLINE);

        assertTrace(topology.raw(ForklineTopic.LEAD_TASKS).getFirst().headers());
        assertTrace(topology.raw(ForklineTopic.RESULTS).getFirst().headers());
    }

    @Test
    void cancelOfAnotherTraceGivesAResultOfTheRunsTrace() {
        topology.plan(TRACED);
        topology.withHeader("traceparent", "00-other-trace-01".getBytes(StandardCharsets.UTF_8));

        topology.cancel(JOB, null);

        assertTrace(topology.raw(ForklineTopic.RESULTS).getFirst().headers());
    }

    @Test
    void withoutATraceInThePlanAResultBeginsOneThatIsItsOwnInEveryCluster() {
        RunPlanned elsewhere = RunPlanned.newBuilder(plan())
                .setOrigin(new Origin("staging.jobs", 0, 17L))
                .build();

        String first = traceparentOfTheResult("first", plan());

        assertThat(traceparentOfTheResult("again", plan())).isEqualTo(first);
        assertThat(traceparentOfTheResult("elsewhere", elsewhere)).isNotEqualTo(first);
    }

    private String traceparentOfTheResult(String folder, RunPlanned plan) {
        TracingConfig away = new TracingConfig(
                Optional.of(URI.create("http://127.0.0.1:1")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        try (Tracing tracing = Tracing.open(away, "aggregator");
                JoinDriver traced = new JoinDriver(directory.resolve(folder), START, LeadBudget.NONE, tracing)) {
            traced.plan(plan);
            traced.cancel(JOB, null);
            Headers headers = traced.raw(ForklineTopic.RESULTS).getFirst().headers();
            return new String(headers.lastHeader("traceparent").value(), StandardCharsets.UTF_8);
        }
    }

    private static void assertTrace(Headers headers) {
        assertThat(headers.lastHeader("traceparent").value()).asString().isEqualTo("00-abc-def-01");
        assertThat(headers.lastHeader("tracestate").value()).asString().isEqualTo("vendor=x");
    }
}
