package io.forkline.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.forkline.cli.ChildProcess;
import io.forkline.cli.ExitCode;
import io.forkline.cli.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way, on real parts: broker, topologies, workers, sandboxes. Environments that install nothing. */
class RunCommandIT {

    private static final Path TARGET = TestHost.PROJECT.resolve("examples/sample-project");

    @TempDir
    private Path folder;

    private TestHost host;

    @BeforeEach
    void makeHost() {
        host = new TestHost(TestHost.HOME);
    }

    @Test
    void aCompleteRunShowsItsReportsWritesItsJsonAndLeavesNothing() throws Exception {
        Path json = folder.resolve("result.json");

        int exitCode = run("greeting", "--baseline", "--json", json.toString());

        assertThat(exitCode).as(host.err()).isEqualTo(ExitCode.COMPLETE);
        assertThat(host.out()).contains("COMPLETE  greeting", "Hello", "Goodbye", "lead: offline", "(measured)");
        JsonNode result = new ObjectMapper().readTree(json.toFile());
        assertThat(result.at("/status").asText()).isEqualTo("COMPLETE");
        assertThat(result.at("/reports/0/finding").asText()).startsWith("Hello to README");
        assertThat(result.at("/reports/0/sandbox/provider").asText()).isEqualTo("local");
        assertThat(result.at("/timing/agents").asInt()).isEqualTo(2);
        assertThat(result.at("/timing/sequentialMeasured").asBoolean()).isTrue();
        assertThat(left()).isEmpty();
    }

    @Test
    void aModelThatIsNotThereIsSaidMeanwhileAndInTheResult() throws Exception {
        host = new TestHost(
                TestHost.HOME, Map.of("OPENAI_API_KEY", "sk-x", "OPENAI_BASE_URL", "http://127.0.0.1:1/v1"));

        int exitCode = run("greeting");

        assertThat(exitCode).as(host.err()).isEqualTo(ExitCode.COMPLETE);
        assertThat(host.err()).contains("the lead did not answer (connection refused at 127.0.0.1:1), asking again");
        assertThat(host.out().replaceAll("\\s+", " "))
                .contains("COMPLETE greeting", "Hello", "There is no verdict of a lead")
                .contains("connection refused at 127.0.0.1:1, tried 4 times");
        assertThat(left()).isEmpty();
    }

    @Test
    void aPartialRunExitsWithTwoAndNamesWhatFailed() throws Exception {
        int exitCode = run("faulty", "--lead", "none");

        assertThat(exitCode).as(host.err()).isEqualTo(ExitCode.PARTIAL);
        assertThat(host.out()).contains("PARTIAL", "Works", "Fails", "failed");
        assertThat(left()).isEmpty();
    }

    @Test
    void onlyThePerspectivesThatWereNamedRunAndJsonMayGoToStandardOutput() throws Exception {
        int exitCode = run("faulty", "--perspectives", "Works", "--json", "-", "--cleanup");

        assertThat(exitCode).as(host.err()).isEqualTo(ExitCode.COMPLETE);
        JsonNode result = new ObjectMapper().readTree(host.out());
        assertThat(result.at("/reports")).hasSize(1);
        assertThat(new TestHost(folder.resolve("home")).execute("snapshots", "list"))
                .isZero();
        try (Stream<Path> snapshots = Files.list(folder.resolve("home/snapshots"))) {
            assertThat(snapshots.filter(file -> file.toString().endsWith(".json")))
                    .isEmpty();
        }
    }

    @Test
    void shellScriptsAreReviewedWithoutInstallingAnything() throws Exception {
        Path json = folder.resolve("result.json");

        int exitCode = host.execute(
                "run",
                TestHost.PROJECT.resolve("examples/shell-scripts").toString(),
                "--environment",
                "shell-review",
                "--json",
                json.toString());

        assertThat(exitCode).as(host.err()).isEqualTo(ExitCode.COMPLETE);
        assertThat(host.out())
                .contains("COMPLETE  shell-review", "SH-PIPE-TO-SHELL", "SH-RM-VARIABLE", "rollback.sh:10");
        JsonNode result = new ObjectMapper().readTree(json.toFile());
        assertThat(result.at("/reports"))
                .extracting(report -> report.at("/perspective").asText())
                .containsExactly("Syntax", "Quoting", "Safety", "Size");
        assertThat(result.at("/reports/0/sandbox/kind").asText()).isEqualTo("FILESYSTEM");
        assertThat(result.at("/reports/0/score").asDouble()).isEqualTo(80);
        assertThat(List.of(
                        result.at("/lead/topIssues/0/title").asText(),
                        result.at("/lead/topIssues/1/title").asText()))
                .anyMatch(title -> title.startsWith("SH-PIPE-TO-SHELL"))
                .anyMatch(title -> title.startsWith("SH-RM-VARIABLE"));
    }

    @Test
    void limitThatAJobTightensIsHeldAndNamed() throws Exception {
        // files in memory count with it where there are control groups
        String[] limits = {"--limit", "memory=64MiB", "--limit", "disk=8MiB", "--limit", "openFiles=32"};

        int exitCode = run("hungry", limits);

        assertThat(exitCode).as(host.err()).isEqualTo(ExitCode.FAILED);
        assertThat(host.out().replaceAll("\\s+", " "))
                .contains("67108864 bytes of memory", "its limit of 32 open files");
    }

    @Test
    void limitAboveTheEnvironmentsIsRefusedAtOnce() throws Exception {
        int exitCode = run("greeting", "--limit", "memory=64GiB");

        assertThat(exitCode).isEqualTo(ExitCode.USAGE);
        assertThat(host.err())
                .contains("limits.memory is 68719476736 bytes; accepted is at most 536870912 bytes in the environment"
                        + " greeting");
    }

    @Test
    void secretsComeFromAFolderAndAreNotShown() throws Exception {
        Path secrets = Files.createDirectory(folder.resolve("secrets"));
        Files.writeString(secrets.resolve("API_TOKEN"), "a-value-of-a-file\n");

        int exitCode = run("confidential", "--secrets", secrets.toString(), "--json", "-");

        assertThat(exitCode).as(host.err()).isEqualTo(ExitCode.PARTIAL);
        assertThat(host.out()).contains(" of ***").doesNotContain("a-value-of-a-file");
        assertThat(host.err()).doesNotContain("a-value-of-a-file");
    }

    @Test
    void missingSecretIsSaidAtOnceWithWhatToDo() throws Exception {
        int exitCode = run("confidential");

        assertThat(exitCode).isEqualTo(ExitCode.USAGE);
        assertThat(host.err()).contains("the secret API_TOKEN is not on this worker; put its value into");
        assertThat(left()).isEmpty();
    }

    /** Its deadline is not for their start. */
    @Test
    void theJobIsSubmittedWhenTheServicesRun() throws Exception {
        try (ChildProcess run = ChildProcess.forkline(folder, Map.of(), arguments("greeting", "--verbose"))) {
            assertThat(run.awaitEnd()).as(run.output()).isZero();

            String before = run.output().split("the job is submitted", 2)[0];
            assertThat(before.lines().filter(line -> line.contains("to=RUNNING")))
                    .anyMatch(line -> line.contains("application=planner"))
                    .anyMatch(line -> line.contains("application=aggregator"));
        }
    }

    @Test
    void settingsOfAFileReachTheServices() throws Exception {
        Path config = Files.writeString(folder.resolve("forkline.properties"), "planner.deadline.longest=1m\n");

        int exitCode = run("greeting", "--config", config.toString(), "--deadline", "2m");

        assertThat(exitCode).isEqualTo(ExitCode.FAILED);
        assertThat(host.out()).contains("FAILED  greeting", "accepted is at most 60 s");
    }

    @Test
    void aSetupThatFailsIsQuotedAndLeavesNothing() throws Exception {
        int exitCode = run("unbuildable");

        assertThat(exitCode).isEqualTo(ExitCode.FAILED);
        assertThat(host.err()).contains("no such package as this").doesNotContain("\tat ");
        assertThat(left()).isEmpty();
    }

    @Test
    void aTargetOverTheLimitNamesTheLimitAndTheOption() throws Exception {
        int exitCode = run("greeting", "--max-target-size", "1KiB");

        assertThat(exitCode).isEqualTo(ExitCode.USAGE);
        assertThat(host.err()).contains("1 KiB", "--max-target-size");
        assertThat(left()).isEmpty();
    }

    private int run(String environment, String... more) {
        return host.execute(arguments(environment, more));
    }

    private static String[] arguments(String environment, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                TARGET.toString(),
                "--environments",
                Path.of("src/test/resources/environments").toAbsolutePath().toString(),
                "--environment",
                environment));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    /** What has outlived the command of what should live only as long. */
    private static List<Path> left() throws IOException {
        Path scratch = TestHost.HOME.resolve("scratch");
        if (!Files.exists(scratch)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(scratch)) {
            return files.toList();
        }
    }
}
