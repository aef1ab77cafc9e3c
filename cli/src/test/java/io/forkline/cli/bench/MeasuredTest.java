package io.forkline.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.Origin;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.record.Timing;
import io.forkline.schemas.record.Timings;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuredTest {

    private static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");

    @Test
    void theFourNumbersAreSumsOverTheRoundsAndTheirQuotients() {
        Measured measured = new Measured(4);

        measured.add(result(0.5, 99, 10), 120, result(99, 1.2, 10));
        measured.add(result(0.7, 99, 30), 80, result(99, 1.8, 10));

        assertThat(measured.rounds()).isEqualTo(2);
        assertThat(measured.sequentialSeconds()).isCloseTo(3.0, within(1e-9));
        assertThat(measured.parallelSeconds()).isCloseTo(1.2, within(1e-9));
        assertThat(measured.speedup()).isCloseTo(2.5, within(1e-9));
        assertThat(measured.efficiencyPercent()).isCloseTo(62.5, within(1e-9));
        assertThat(measured.submitToResultMs()).isEqualTo(new Percentiles(80, 120, 120, 120));
        assertThat(measured.runMs()).isEqualTo(new Percentiles(10, 30, 30, 30));
    }

    @Test
    void theFileHasTheFourNumbersAndThePercentilesOfEachStage() {
        Measured measured = new Measured(1);
        measured.add(result(0.5, 99, 10), 120, result(99, 1, 10));

        JsonNode json = new BenchReport(measured, "bench", "each waits", NOW).json();

        assertThat(json.get("sequentialSeconds").asDouble()).isEqualTo(1.0);
        assertThat(json.get("parallelSeconds").asDouble()).isEqualTo(0.5);
        assertThat(json.get("speedup").asDouble()).isEqualTo(2.0);
        assertThat(json.get("efficiencyPercent").asDouble()).isEqualTo(200.0);
        for (String stage : List.of("queuedMs", "forkMs", "runMs")) {
            for (String percentile : List.of("p50", "p90", "p99")) {
                assertThat(json.at("/stages/" + stage + "/" + percentile).isNumber())
                        .isTrue();
            }
        }
        assertThat(json.at("/submitToResultMs/p50").asDouble()).isEqualTo(120.0);
    }

    private static JobResult result(double parallelSeconds, double sequentialSeconds, double runMs) {
        return JobResult.newBuilder()
                .setJobId("job")
                .setRunId("job/1")
                .setRunNumber(1)
                .setStatus(ResultStatus.COMPLETE)
                .setEnvironment("bench")
                .setReports(List.of(PerspectiveReport.newBuilder()
                        .setTaskId("job/1/Agent1")
                        .setJobId("job")
                        .setRunId("job/1")
                        .setEnvironmentId("e".repeat(64))
                        .setPerspective("Agent1")
                        .setAttempt(1)
                        .setOutcome(ReportOutcome.OK)
                        .setTimings(new Timings(1.0, 2.0, runMs, NOW, NOW, null))
                        .build()))
                .setMissing(List.of())
                .setTiming(new Timing(1, sequentialSeconds, true, parallelSeconds, 1.0, 100.0))
                .setSubmittedAt(NOW)
                .setFinishedAt(NOW)
                .setOrigin(new Origin("forkline.jobs", 0, 0L))
                .build();
    }
}
