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
                "cancel",
                "replay",
                "jobs list",
                "jobs show",
                "topics create",
                "dead-letters list",
                "dead-letters show",
                "dead-letters redrive",
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
    void theListOfCommandsHasASentenceOfEach() {
        host.execute("--help");

        List<String> listed = host.out()
                .substring(host.out().indexOf("Commands:"), host.out().indexOf("Exit codes"))
                .lines()
                .skip(1)
                .filter(line -> !line.isBlank())
                .toList();
        // A line with another name behind it, or none, ends a description.
        for (int line = 0; line < listed.size(); line++) {
            boolean last = line + 1 == listed.size() || !listed.get(line + 1).startsWith("   ");
            assertThat(!last || listed.get(line).endsWith("."))
                    .as(listed.get(line))
                    .isTrue();
        }
        assertThat(listed).hasSizeGreaterThan(10);
    }

    @Test
    void exitCodesAfterASignalAreDocumented() {
        host.execute("run", "--help");

        assertThat(host.out()).contains("130 after Ctrl-C", "143 after SIGTERM");
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
        assertMistake(
                List.of("rum", "x"), "there is no command `forkline rum`", "Did you mean run?", "forkline --help");
        assertMistake(List.of("topics", "crate"), "there is no command `forkline topics crate`", "create?");
        assertMistake(List.of("run", "x", "--environmet=y"), "Did you mean --environment or --environments?");
    }

    @Test
    void whatIsLikeNothingGetsNoSuggestion() {
        TestHost own = new TestHost(folder.resolve("home"));

        own.execute("run", "x", "--frobnicate");

        assertThat(own.err())
                .contains("Unknown option: '--frobnicate'", "Try `forkline run --help`")
                .doesNotContain("Did you mean");
    }

    @Test
    void replayingSaysWhichJobsAreMeant() {
        assertMistake(List.of("replay"), "say which jobs to replay: their ids, --partition with", "or --only-failed");
        assertMistake(List.of("replay", "--yes", "--limit", "3"), "say which jobs to replay");
        assertMistake(
                List.of("replay", "--from-offset", "3"), "offsets count within a partition: give --partition too");
        assertMistake(List.of("replay", "--from", "noon"), "--from takes a time (2026", "'noon' is neither");
        assertMistake(List.of("replay", "--status", "odd"), "--status", "odd");
        assertMistake(List.of("replay", "a/b"), "job id");
        assertMistake(List.of("replay", "a", "--request-id", " "), "--request-id: the id of a request has 1 to 200");
        assertMistake(List.of("replay", "a", "--deadline", "7d"), "too long; give 1s to 6d");
        assertMistake(List.of("replay", "a", "--limit", "0"), "--limit takes a number from 1, this is 0");
    }

    @Test
    void redrivingNamesWhatItIsAbout() {
        assertMistake(List.of("dead-letters", "redrive"), "ids, --topic, --cause, or --all");
        assertMistake(List.of("dead-letters", "redrive", "--from", "2h"), "ids, --topic, --cause, or --all");
        assertMistake(List.of("dead-letters", "redrive", "0-1", "--all"), "ids or a filter, not both");
        assertMistake(List.of("dead-letters", "redrive", "--all", "--cause", "X"), "--all means every topic and cause");
        assertMistake(List.of("dead-letters", "redrive", "17"), "'17' is not the id of a dead letter", "0-17");
        assertMistake(List.of("dead-letters", "redrive", "0-1", "--max-redrives", "0"), "from 1 to 1000, this is 0");
    }

    @Test
    void aRangeOfDeadLettersIsRead() {
        assertMistake(List.of("dead-letters", "list", "--from", "noon"), "--from takes an id (0-17), a time", "'noon'");
        assertMistake(List.of("dead-letters", "list", "--limit", "0"), "--limit takes a number from 1, this is 0");
        assertMistake(List.of("dead-letters"), "give list, show or redrive");
        assertMistake(List.of("dead-letters", "show", "17"), "'17' is not the id of a dead letter", "0-17");
        assertMistake(List.of("dead-letters", "show", "0-1", "--raw", "-", "--json"), "give one of them");
        assertMistake(List.of("dead-letters", "show", "0-1", "--raw", "/proc/x"), "/proc/x cannot be written");
    }

    @Test
    void bytesOfADeadLetterDoNotGoToATerminal() {
        TestHost terminal = new TestHost(folder.resolve("home"), TestHost.PROJECT, true, 100);

        int exitCode = terminal.execute("dead-letters", "show", "0-1", "--raw", "-");

        assertThat(exitCode).isEqualTo(64);
        assertThat(terminal.err()).contains("may do anything to a terminal");
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
        assertMistake(List.of("run", folder.toString(), "--json", "/proc/x.json"), "/proc/x.json cannot be written");
        assertMistake(List.of("submit", folder.toString(), "--wait", "--json", "/proc/x.json"), "cannot be written");
        assertMistake(List.of("bench", "--output", "/proc/x.json"), "/proc/x.json cannot be written", "--output");
    }

    @Test
    void jsonOfAResultThatNobodyWaitsForIsRefused() {
        assertMistake(List.of("submit", folder.toString(), "--json", "-"), "--json", "--wait");
    }

    @Test
    void aRepositoryThatIsNotThereIsAMistakeAndOneThatCannotBeReachedAFailure() {
        assertMistake(List.of("submit", "file://" + folder + "/none.git"), "none.git");
        TestHost own = new TestHost(folder.resolve("home"));

        int exitCode = own.execute("submit", "http://127.0.0.1:1/some.git");

        assertThat(exitCode).as(own.err()).isEqualTo(ExitCode.FAILED);
        assertThat(own.err()).contains("http://127.0.0.1:1/some.git", "network", "try again");
    }

    @Test
    void aBadValueOfAnOptionNamesOptionAndValue() {
        assertMistake(List.of("run", folder.toString(), "--deadline", "10"), "--deadline", "'10' is not a time");
        assertMistake(List.of("run", folder.toString(), "--deadline", "0s"), "'0s' is too short; give 1s to 6d");
        assertMistake(List.of("run", folder.toString(), "--deadline", "7d"), "'7d' is too long; give 1s to 6d");
        assertMistake(List.of("bench", "--wait", "1h"), "'1h' is too long; give 0ms to 10m");
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

        for (String command : List.of("aggregator", "up", "bench")) {
            assertMistake(List.of(command, "--config", config.toString()), "worker.slotz; known are", "worker.slots");
        }
        assertMistake(List.of("run", folder.toString(), "--config", config.toString()), "worker.slotz");
    }

    @Test
    void aClusterThatCannotBeIsRefusedAlsoWhereNoneIsUsed() throws Exception {
        Path prefix = Files.writeString(folder.resolve("prefix.properties"), "topics.prefix=a b\n");
        Path brokers = Files.writeString(folder.resolve("brokers.properties"), "kafka.bootstrap.servers=kafka:9092\n");

        for (String command : List.of("up", "bench", "aggregator")) {
            assertMistake(List.of(command, "--config", prefix.toString()), "a b");
            assertMistake(List.of(command, "--config", brokers.toString()), "name the brokers in bootstrap.servers");
        }
    }

    @Test
    void aFileNamesTheFolderOfEnvironmentsForPlannerAndWorkers() throws Exception {
        Path config = Files.writeString(
                folder.resolve("forkline.properties"), "environments.dir=" + folder.resolve("nowhere") + "\n");

        for (String service : List.of("snapshot-service", "fork-worker", "up")) {
            assertMistake(
                    List.of(service, "--config", config.toString()),
                    folder.resolve("nowhere").toString());
        }
    }

    @Test
    void theConfigurationOfAClusterDoesForARunThatSaysWhatItDoesNotUse() throws Exception {
        Path config = Files.writeString(
                folder.resolve("forkline.properties"),
                "bootstrap.servers=kafka:9092\nkafka.security.protocol=SSL\ntopics.prefix=a.\nlead.model=b\n"
                        + "environments.dir=" + environments() + "\nplanner.state.dir=/srv\n");

        assertMistake(
                List.of("run", folder.toString(), "--config", config.toString(), "--environment", "x"),
                "! not used, as this command has a broker, a registry and state of its own: bootstrap.servers,"
                        + " kafka.security.protocol, planner.state.dir, topics.prefix\n",
                "there is no environment \"x\"",
                "greeting");
    }

    @Test
    void moreTasksAtATimeThanThereMayBeAreRefusedBeforeTheBenchmark() {
        assertMistake(List.of("bench", "--slots", "201"), "worker.slots=201", "from 1 to 200");
    }

    @Test
    void aPortThatThereIsNotIsRefusedBeforeAnythingIsFetched() {
        assertMistake(List.of("up", "--kafka-port", "99999"), "--kafka-port takes a number from 1 to 65535");
        assertMistake(List.of("up", "--registry-port", "0"), "--registry-port takes a number from 1 to 65535");
    }

    @Test
    void aRegistryThatIsNoUrlIsAMistake() {
        for (String url : List.of("ftp://x", "localhost:8081", "http://a b")) {
            assertMistake(
                    List.of("results", "--schema-registry", url),
                    "\"" + url + "\" is not the URL of a schema registry; give one that begins with http");
        }
    }

    @Test
    void aBrokerWhoseNameIsNotKnownIsNamedWithWhatToDo() {
        int exitCode = host.execute("results", "--bootstrap-servers", "no..host:9092");

        assertThat(exitCode).isEqualTo(ExitCode.FAILED);
        assertThat(host.err()).contains("no Kafka broker can be reached at no..host:9092 (no such host is known here)");
    }

    @Test
    void anErrorOfUpIsNotPrecededByTheWordOfAStop() throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("home")).resolve("programs"), "not a folder");

        int exitCode = host.execute("up");

        assertThat(exitCode).isEqualTo(ExitCode.FAILED);
        assertThat(host.err()).contains("the schema registry cannot be kept in").doesNotContain("Stopped.");
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
        assertMistake(List.of("submit", project, "--quorum", "0"), "quorum is 0; accepted is 1 to the number of");
        assertMistake(
                List.of("submit", project, "--quorum", "2", "--perspectives", "Tests"),
                "quorum is 2; accepted is 1 to 1");
        assertMistake(List.of("submit", project, "--quorum", "1", "--baseline"), "quorum is set beside baseline");
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

    @Test
    void mistakesAboutJobsAreNamed() {
        assertMistake(List.of("cancel", "no job"), "\"no job\" is not a job id");
        assertMistake(List.of("cancel", "a", "--wait", "2h"), "--wait", "'2h' is too long; give 0ms to 1h");
        assertMistake(List.of("jobs"), "give list or show");
        assertMistake(List.of("jobs", "show", "a/1"), "\"a/1\" is not a job id");
        assertMistake(
                List.of("jobs", "list", "--status", "open,gone"), "\"gone\" is not a state of a job; give accepted");
        assertMistake(List.of("jobs", "list", "--limit", "0"), "--limit is 0; give 1 or more");
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
