package io.forkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a call is said in a sentence, with exit code 64, before anything has been started. */
class CommandLineTest {

    @TempDir
    private Path folder;

    private TestHost host;

    @BeforeEach
    void makeHost() {
        host = new TestHost(folder.resolve("home"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "submit",
                "results",
                "topics create",
                "snapshots list",
                "snapshots inspect",
                "snapshots delete",
                "snapshots prune",
                "snapshots export",
                "snapshots import",
                "up",
                "snapshot-service",
                "fork-worker",
                "aggregator",
                "bench",
                "bench sandbox",
                "doctor"
            })
    void everyCommandExplainsItself(String command) {
        int exitCode = host.execute((command + " --help").split(" "));

        assertThat(exitCode).isZero();
        assertThat(host.out()).contains("Usage: forkline " + command).contains("--verbose");
    }

    @Test
    void theVersionIsShown() {
        assertThat(host.execute("--version")).isZero();
        assertThat(host.out()).startsWith("forkline ").contains("Java ");
    }

    @Test
    void noCommandIsAMistake() {
        assertMistake(List.of(), "give a command");
    }

    @Test
    void aMistypedCommandGetsASuggestion() {
        assertMistake(List.of("rum", "x"), "Did you mean", "run");
    }

    @Test
    void aPathThatDoesNotExistIsNamed() {
        assertMistake(List.of("run", "no/such/path"), "there is no file or directory no/such/path");
    }

    @Test
    void anUnknownEnvironmentIsAnsweredWithTheKnownOnes() {
        assertMistake(
                List.of("run", folder.toString(), "--environments", environments(), "--environment", "x"),
                "there is no environment \"x\"",
                "greeting");
    }

    @Test
    void anUnknownPerspectiveIsAnsweredWithTheKnownOnes() {
        assertMistake(
                List.of(
                        "run",
                        folder.toString(),
                        "--environments",
                        environments(),
                        "--environment",
                        "greeting",
                        "--perspectives",
                        "Hello,Wave"),
                "has no perspective \"Wave\"",
                "Hello, Goodbye");
    }

    @Test
    void anEnvironmentFileWithABadValueIsNamedWithKeyValueAndRange() throws Exception {
        Path broken = Files.createDirectories(folder.resolve("environments/broken"));
        Files.writeString(broken.resolve("environment.yaml"), """
                name: broken
                kind: memory
                limits: { processes: -5 }
                perspectives:
                  A: { run: [python3, a.py], timeout: 60s }
                """);

        assertMistake(
                List.of(
                        "run",
                        folder.toString(),
                        "--environments",
                        broken.getParent().toString(),
                        "--environment",
                        "broken"),
                "environment.yaml",
                "processes",
                "-5");
    }

    @Test
    void aFolderWithoutEnvironmentsIsNamed() {
        assertMistake(
                List.of(
                        "run",
                        folder.toString(),
                        "--environments",
                        folder.resolve("none").toString()),
                "there is no folder of environments at",
                "--environments");
    }

    @Test
    void anUnknownSnapshotIsAnsweredWithTheCommandThatListsThem() {
        assertMistake(
                List.of("run", folder.toString(), "--environments", environments(), "--snapshot", "abc"),
                "no snapshot whose id begins with \"abc\"",
                "forkline snapshots list");
    }

    @Test
    void aPlaceForTheJsonThatCannotBeWrittenIsRefusedBeforeTheRun() {
        assertMistake(
                List.of(
                        "run",
                        folder.toString(),
                        "--json",
                        folder.resolve("none/result.json").toString()),
                "cannot be written",
                "--json");
    }

    @Test
    void aBadValueOfAnOptionNamesOptionAndValue() {
        assertMistake(List.of("run", folder.toString(), "--deadline", "10"), "--deadline", "'10' is not a time");
        assertMistake(
                List.of("run", folder.toString(), "--lead", "boss"),
                "--lead",
                "'boss' is no lead; there are auto, openai, offline, none");
        assertMistake(List.of("run", folder.toString(), "--max-target-size", "5MB"), "'5MB' is not a size");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "bench", "up"})
    void anAddressOfAModelThatIsNoUrlIsRefusedBeforeAnythingIsStarted(String command) {
        host = new TestHost(folder.resolve("home"), Map.of("OPENAI_BASE_URL", "localhost:1234/v1"));

        int exitCode = command.equals("run") ? host.execute("run", folder.toString()) : host.execute(command);

        assertThat(exitCode).isEqualTo(ExitCode.USAGE);
        assertThat(host.err())
                .isEqualTo(
                        "forkline: OPENAI_BASE_URL=localhost:1234/v1 cannot be used; accepted is an http or https URL,"
                                + " such as https://api.openai.com/v1\n");
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @Test
    void anUnknownKeyInAConfigurationFileIsRefused() throws Exception {
        Path config = Files.writeString(folder.resolve("forkline.properties"), "worker.slotz=3\n");

        assertMistake(List.of("aggregator", "--config", config.toString()), "worker.slotz");
    }

    @Test
    void aBadValueInAConfigurationFileNamesKeyValueAndRange() throws Exception {
        Path config = Files.writeString(folder.resolve("forkline.properties"), "worker.slots=0\n");

        assertMistake(List.of("fork-worker", "--config", config.toString()), "worker.slots=0", "from 1 to 200");
    }

    @Test
    void aJobIdOfTheWrongFormIsRefused() {
        assertMistake(List.of("submit", folder.toString(), "--job-id", "a b"), "\"a b\" is not a job id");
    }

    @Test
    void aJobBeyondALimitIsRefusedInTheWordsOfThePlanner() throws Exception {
        String project = Files.createDirectory(folder.resolve("project")).toString();

        assertMistake(
                List.of("submit", project, "--tenant", "t".repeat(101)),
                "tenant has 101 characters; accepted is 1 to 100, not all blank");
        assertMistake(
                List.of("submit", project, "--label", "k=" + "v".repeat(1_000)), "labels has one of 1001 characters");
        assertMistake(List.of("submit", project, "--model", "m".repeat(201)), "lead.model has 201 characters");
    }

    @Test
    void aBenchmarkOfTooManyAgentsIsRefused() {
        assertMistake(List.of("bench", "--agents", "201"), "1 to 200 agents");
    }

    @Test
    void aBenchmarkOfTheSandboxWithABadOptionIsRefusedBeforeItBegins() {
        assertMistake(List.of("bench", "sandbox", "--rounds", "0"), "--rounds is from 1 to 100000; this is 0");
        assertMistake(List.of("bench", "sandbox", "--sustain", "30"), "--sustain", "'30' is not a time");
        assertMistake(
                List.of(
                        "bench",
                        "sandbox",
                        "--json",
                        folder.resolve("none/forks.json").toString()),
                "cannot be written",
                "--json");
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @Test
    void aBrokerThatIsNotThereIsNamedWithWhatToDo() {
        int exitCode = host.execute("topics", "create", "--bootstrap-servers", "127.0.0.1:1");

        assertThat(exitCode).isEqualTo(1);
        assertThat(host.err())
                .contains("no Kafka broker can be reached at 127.0.0.1:1")
                .contains("forkline up")
                .doesNotContain("Exception");
    }

    @Test
    void aStackTraceIsShownOnlyOnRequest() {
        host.execute("run", "no/such/path", "--verbose");

        assertThat(host.err()).contains("no/such/path").contains("\tat io.forkline.");
    }

    @Test
    void withoutSnapshotsTheListSaysSo() {
        assertThat(host.execute("snapshots", "list")).isZero();
        assertThat(host.out()).startsWith("There are no snapshots in ");
    }

    private void assertMistake(List<String> arguments, String... words) {
        TestHost own = new TestHost(folder.resolve("home"));

        int exitCode = own.execute(arguments.toArray(String[]::new));

        assertThat(own.err()).contains(words).doesNotContain("\tat ");
        assertThat(exitCode).isEqualTo(ExitCode.USAGE);
        assertThat(own.out()).isEmpty();
    }

    private static String environments() {
        return Path.of("src/test/resources/environments").toAbsolutePath().toString();
    }
}
