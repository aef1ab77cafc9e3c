package io.forkline.cli.bench.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.forkline.cli.ChildProcess;
import io.forkline.cli.ExitCode;
import io.forkline.cli.TestHost;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.local.LocalProvider;
import io.forkline.testsupport.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The measurement, small, and stopped half way. */
class BenchSandboxCommandIT {

    private static final int ROUNDS = 5;
    private static final List<String> STAGES =
            List.of("queueMs", "claimMs", "mountMs", "firstInstructionMs", "runMs", "resultMs");

    @TempDir
    private Path folder;

    @BeforeEach
    void needSandboxes() {
        assumeThatCode(() -> LocalProvider.open(ForklineHome.at(TestHost.HOME)).close())
                .doesNotThrowAnyException();
    }

    @Test
    void everyKindIsMeasuredStageByStageAndTheStagesAddUp() throws Exception {
        TestHost host = new TestHost(TestHost.HOME);
        Path file = folder.resolve("forks.json");

        int exitCode = host.execute(
                "bench", "sandbox", "--rounds", "5", "--sustain", "1s", "--no-scan", "--json", file.toString());

        assertThat(exitCode).as(host.err()).isEqualTo(ExitCode.COMPLETE);
        assertThat(host.out()).contains("first instruction", "not parked", "subprocess", "forks a second", "working");
        assertThat(host.out().lines()).allMatch(line -> line.length() <= 100);
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        for (String fork : List.of("parked", "spareCell", "notParked", "cold")) {
            JsonNode way = json.at("/ways/" + fork);
            assertThat(way.path("parkedRounds").asInt()).as(fork).isEqualTo(fork.equals("parked") ? ROUNDS : 0);
            assertStages(way, STAGES, fork);
            assertOrdered(way.path("destroyMs"), fork);
        }
        assertStages(json.at("/ways/subprocess"), List.of("firstInstructionMs", "runMs"), "subprocess");
        JsonNode bwrap = json.at("/ways/bwrap");
        assertThat(bwrap.has("skipped") || bwrap.path("rounds").asInt() == ROUNDS)
                .as(bwrap.toString())
                .isTrue();
        assertBursts(json.path("atOnce"));
        assertThat(json.at("/sustained/forksPerSecond").asDouble()).isPositive();
        assertThat(json.at("/sustained/seconds").asDouble()).isGreaterThanOrEqualTo(1);
        for (String state : List.of("parked", "working")) {
            assertThat(json.at("/memory/" + state + "/clonePssBytes").asLong()).isBetween(100L << 10, 64L << 20);
            assertThat(json.at("/memory/" + state + "/cellPssBytes").asLong()).isBetween(10L << 10, 64L << 20);
        }
        assertThat(json.at("/scan/skipped").asText()).isEqualTo("not asked for");
    }

    @Test
    void aSignalEndsItWithAllItsProcessesAndFolders() throws Exception {
        Map<String, String> env = Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + folder);
        try (ChildProcess bench = ChildProcess.forkline(
                folder, env, "bench", "sandbox", "--rounds", "1", "--sustain", "5m", "--no-scan")) {
            bench.awaitOutput("forks at once");
            List<ProcessHandle> processes = descendants(bench);

            new ProcessBuilder("kill", "-TERM", Long.toString(bench.handle().pid())).start();

            assertThat(bench.awaitEnd()).as(bench.output()).isEqualTo(128 + 15);
            Await.until("its processes are gone", () -> processes.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(processes).isNotEmpty();
            assertThat(bench.output()).contains("Stopped.").doesNotContain("\tat ");
            try (Stream<Path> left = Files.list(folder)) {
                assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith("forkline-"));
            }
        }
    }

    /** The section before has closed its processes; those of the one that goes on may not be there yet. */
    private static List<ProcessHandle> descendants(ChildProcess bench) {
        Await.until(
                "it has processes", () -> bench.handle().descendants().findAny().isPresent());
        return bench.handle().descendants().toList();
    }

    private static void assertStages(JsonNode way, List<String> stages, String kind) {
        assertThat(way.path("rounds").asInt()).as(kind).isEqualTo(ROUNDS);
        stages.forEach(stage -> assertOrdered(way.path(stage), kind + " " + stage));
        double sum = stages.stream()
                .mapToDouble(stage -> way.path(stage).path("mean").asDouble())
                .sum();
        assertThat(sum).as(kind).isCloseTo(way.at("/wholeMs/mean").asDouble(), within(0.001));
    }

    private static void assertOrdered(JsonNode values, String what) {
        assertThat(values.path("p50").asDouble(-1)).as(what).isNotNegative();
        assertThat(List.of(
                        values.path("p50").asDouble(),
                        values.path("p90").asDouble(),
                        values.path("p99").asDouble(),
                        values.path("max").asDouble()))
                .as(what)
                .isSorted();
    }

    private static void assertBursts(JsonNode bursts) {
        assertThat(bursts).hasSize(6);
        for (int i = 0; i < bursts.size(); i++) {
            JsonNode burst = bursts.get(i);
            assertThat(burst.path("forks").asInt())
                    .isEqualTo(List.of(1, 10, 100).get(i / 2));
            assertThat(burst.path("parked").asBoolean()).as(burst.toString()).isEqualTo(i % 2 == 0);
            assertThat(burst.path("firstInstructionMs").asDouble()).isPositive();
            assertThat(burst.path("goneMs").asDouble())
                    .isGreaterThan(burst.path("firstInstructionMs").asDouble());
        }
    }
}
