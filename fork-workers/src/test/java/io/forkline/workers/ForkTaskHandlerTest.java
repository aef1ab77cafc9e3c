package io.forkline.workers;

import static io.forkline.workers.FakeProvider.exited;
import static io.forkline.workers.FakeProvider.okLine;
import static io.forkline.workers.FakeProvider.printed;
import static io.forkline.workers.FakeProvider.stopped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.leases.Delivery;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.CommandResult.Limit;
import io.forkline.sandbox.CommandStages;
import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxLimits;
import io.forkline.sandbox.environment.Environments;
import io.forkline.sandbox.target.TargetStore;
import io.forkline.schemas.id.TaskId;
import io.forkline.schemas.record.ControlAction;
import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.Issue;
import io.forkline.schemas.record.JobLimits;
import io.forkline.schemas.record.Limits;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.RunControl;
import io.forkline.schemas.record.SandboxInfo;
import io.forkline.schemas.record.SequentialStep;
import io.forkline.schemas.record.SnapshotKind;
import io.forkline.schemas.record.Stages;
import io.forkline.schemas.record.Target;
import io.forkline.schemas.record.TargetKind;
import io.forkline.schemas.record.Timings;
import io.forkline.schemas.registry.ConfluentSchemaRegistry;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.testsupport.ManualClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForkTaskHandlerTest {

    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

    private static final String SECRET = "hunter2-Production";

    private final ManualClock clock = new ManualClock(NOW);
    private final FakeProvider provider = new FakeProvider();
    private final Cancellations cancellations = new Cancellations();
    private final List<String> heard = new ArrayList<>();
    private final SchemaRegistry registry = ConfluentSchemaRegistry.connect("mock://handler", Map.of());
    private final RecordCodec<ReportEvent> codec = new RecordCodec<>(registry, ReportEvent.class, "reports");
    private ForkTaskHandler handler;

    @TempDir
    private Path directory;

    @BeforeEach
    void open() throws Exception {
        provider.has(new EnvironmentId(Tasks.ENVIRONMENT_ID));
        Path environment = Files.createDirectories(directory.resolve("environments/lost-env"));
        Files.writeString(
                environment.resolve("environment.yaml"),
                "name: lost-env\nkind: filesystem\nperspectives:\n  Security: { run: [\"true\"] }\n");
        handler = handler(Environments.load(directory.resolve("environments"), "a-base"));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void perspectiveThatReportsGivesAnOkReportWithTimingsAndSandbox() throws Exception {
        ForkTask task = Tasks.of("Security", NOW.minusMillis(250)).build();

        PerspectiveReport report = handle(task);

        FakeProvider.FakeSandbox fork = provider.forks.get(0);
        assertThat(report)
                .isEqualTo(PerspectiveReport.newBuilder()
                        .setTaskId("job-1/1/Security")
                        .setJobId("job-1")
                        .setRunId("job-1/1")
                        .setEnvironmentId(Tasks.ENVIRONMENT_ID)
                        .setPerspective("Security")
                        .setAttempt(1)
                        .setOutcome(ReportOutcome.OK)
                        .setScore(80.0)
                        .setFinding("fine")
                        .setTimings(new Timings(250.0, 7.0, 30.0, NOW, NOW, stages(3_000L)))
                        .setSandbox(new SandboxInfo(
                                "fake",
                                SnapshotKind.MEMORY,
                                Tasks.ENVIRONMENT_ID,
                                fork.id().value(),
                                fork.options.target().orElseThrow().digest(),
                                "a-host",
                                provider.find(new EnvironmentId(Tasks.ENVIRONMENT_ID))
                                        .orElseThrow()
                                        .digest()))
                        .build());
        assertThat(fork.isClosed()).isTrue();
    }

    @Test
    void forkThatTakesLongToEndIsNotWaitedForAndTheReportDoesNotSayHowLong() throws Exception {
        provider.destroysSlowly();

        PerspectiveReport report = handle(Tasks.of("Security", NOW).build());

        assertThat(report.getTimings().getStages()).isEqualTo(stages(null));
    }

    @Test
    void forkSeesTheTargetTheLimitsAndTheCommandOfTheTask() throws Exception {
        handle(Tasks.of("Security", NOW)
                .setLimits(new Limits(0.5, 64L << 20, 7, 32L << 20, 99, 1L << 20, 2L << 20))
                .setJobLimits(
                        JobLimits.newBuilder().setProcesses(3).setOpenFiles(100).build())
                .build());

        FakeProvider.FakeSandbox fork = provider.forks.get(0);
        assertThat(fork.options.limits())
                .isEqualTo(new SandboxLimits(0.5, 64L << 20, 3, 32L << 20, 99, 1L << 20, 2L << 20));
        assertThat(fork.options.target().orElseThrow().root().resolve("a.py")).hasContent("pass\n");
        assertThat(fork.commands)
                .containsExactly(Command.of(
                        List.of("python3", "analyze.py"),
                        Map.of("PERSPECTIVE", "Security", "TARGET", "/target"),
                        Duration.ofSeconds(10)));
    }

    @Test
    void commandRunsNoLongerThanTheTimeThatIsLeftToReport() throws Exception {
        provider.behaves((fork, command) -> stopped(Limit.WALL_TIME, ""));
        ForkTask task =
                Tasks.of("Security", NOW).setReportBy(NOW.plusSeconds(3)).build();

        PerspectiveReport report = handle(task);

        assertThat(provider.forks.get(0).commands.get(0).timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(report)
                .returns(ReportOutcome.TIMED_OUT, PerspectiveReport::getOutcome)
                .returns("it was killed when the time to report was over", PerspectiveReport::getError);
    }

    @Test
    void taskPastItsTimeToReportIsAnsweredWithoutAFork() throws Exception {
        PerspectiveReport report =
                handle(Tasks.of("Security", NOW).setReportBy(NOW).build());

        assertThat(report)
                .returns(ReportOutcome.TIMED_OUT, PerspectiveReport::getOutcome)
                .returns(null, PerspectiveReport::getTimings)
                .returns(null, PerspectiveReport::getSandbox);
        assertThat(provider.forks).isEmpty();
    }

    @Test
    void perspectiveThatFailsIsReportedWithItsStatusItsOutputAndItsStderr() throws Exception {
        provider.behaves((fork, command) -> exited(3, "half a li", "Traceback ...\nKeyError: 'x'\n"));

        assertThat(handle(Tasks.of("Security", NOW).build()))
                .returns(ReportOutcome.FAILED, PerspectiveReport::getOutcome)
                .returns("it ended with exit status 3 and printed \"half a li\"", PerspectiveReport::getError)
                .returns("Traceback ...\nKeyError: 'x'\n", PerspectiveReport::getStderrTail)
                .returns(null, PerspectiveReport::getScore)
                .satisfies(report -> assertThat(report.getTimings()).isNotNull());
    }

    @Test
    void perspectiveThatPrintsAnythingElseIsReportedWithAQuote() throws Exception {
        provider.behaves((fork, command) -> exited(0, "done\n", "note"));

        assertThat(handle(Tasks.of("Security", NOW).build()))
                .returns(ReportOutcome.FAILED, PerspectiveReport::getOutcome)
                .returns("note", PerspectiveReport::getStderrTail)
                .satisfies(report -> assertThat(report.getError()).contains("\"done\""));
    }

    @Test
    void stderrOfAGoodReportStaysOut() throws Exception {
        provider.behaves((fork, command) -> exited(0, okLine(command), "just talking"));

        assertThat(handle(Tasks.of("Security", NOW).build()).getStderrTail()).isNull();
    }

    @Test
    void limitsThatStopAPerspectiveAreNamed() throws Exception {
        assertThat(limited(Limit.WALL_TIME))
                .returns(ReportOutcome.TIMED_OUT, PerspectiveReport::getOutcome)
                .returns("it was killed after its time-out of 10000 ms", PerspectiveReport::getError)
                .returns("so far", PerspectiveReport::getStderrTail);
        assertThat(limited(Limit.MEMORY))
                .returns(ReportOutcome.FAILED, PerspectiveReport::getOutcome)
                .returns(
                        "it ran out of memory and was killed, having met its limit of 536870912 bytes of memory",
                        PerspectiveReport::getError);
        assertThat(limited(Limit.OUTPUT))
                .returns(ReportOutcome.FAILED, PerspectiveReport::getOutcome)
                .returns(
                        "it was killed, having met its limit of 67108864 bytes of output", PerspectiveReport::getError);
        assertThat(limited(Limit.STDOUT))
                .returns(ReportOutcome.FAILED, PerspectiveReport::getOutcome)
                .satisfies(report -> assertThat(report.getError()).contains("printed more than 4194304 bytes"));
    }

    @Test
    void limitsThatAPerspectiveMetBeforeItFailedAreNamedAsTheyWereForIt() throws Exception {
        provider.behaves((fork, command) -> new CommandResult.Exited(
                1,
                new CommandResult.Output("", ""),
                CommandStages.of(Duration.ZERO, Duration.ZERO),
                Set.of(Limit.OPEN_FILES, Limit.FILE_SIZE)));

        PerspectiveReport report = handle(Tasks.of("Security", NOW)
                .setJobLimits(JobLimits.newBuilder().setOpenFiles(32).build())
                .build());

        assertThat(report.getError())
                .isEqualTo(
                        "it ended with exit status 1, having met its limit of 32 open files and 268435456 bytes in one"
                                + " file");
    }

    @Test
    void secretsOfATaskAreVariablesOfItsCommandAndNowhereInItsReport() throws Exception {
        provider.behaves((fork, command) -> {
            assertThat(command.secrets().variables()).isEqualTo(Map.of("API_TOKEN", SECRET));
            assertThat(command.environment().toString()).doesNotContain(SECRET);
            // as JSON may write it, which no sandbox finds
            String escaped = SECRET.replace("-", "\\u002d");
            return printed("{\"perspective\":\"Security\",\"score\":1,\"finding\":\"used " + escaped + "\",\"issues\":"
                    + "[{\"file\":\"" + escaped + "\",\"line\":1,\"severity\":\"LOW\",\"rule\":\"" + escaped
                    + "\",\"message\":\"" + escaped + "\"}],\"" + escaped + "\":1}");
        });

        PerspectiveReport report = handle(
                Tasks.of("Security", NOW).setSecrets(List.of("API_TOKEN")).build());

        assertThat(report.getOutcome()).isEqualTo(ReportOutcome.OK);
        assertThat(report.getFinding()).isEqualTo("used ***");
        assertThat(report.getIssues()).containsExactly(new Issue("***", 1, "LOW", "***", "***"));
        assertThat(report.getMetrics()).containsExactly(Map.entry("***", 1.0));
    }

    @Test
    void secretsAreTakenOutOfTheQuotesOfAFailure() throws Exception {
        provider.behaves((fork, command) -> exited(1, "got " + SECRET, "Traceback: " + SECRET));

        PerspectiveReport report = handle(
                Tasks.of("Security", NOW).setSecrets(List.of("API_TOKEN")).build());

        assertThat(report.toString()).doesNotContain(SECRET);
        assertThat(report)
                .returns("it ended with exit status 1 and printed \"got ***\"", PerspectiveReport::getError)
                .returns("Traceback: ***", PerspectiveReport::getStderrTail);
    }

    @Test
    void secretThatThisWorkerDoesNotHaveFailsTheTaskWithWhatToDo() throws Exception {
        PerspectiveReport report = handle(
                Tasks.of("Security", NOW).setSecrets(List.of("DB_PASSWORD")).build());

        assertThat(report.getOutcome()).isEqualTo(ReportOutcome.FAILED);
        assertThat(report.getError())
                .startsWith("the secret DB_PASSWORD is not on this worker; put its value into")
                .endsWith("or into the variable FORKLINE_SECRET_DB_PASSWORD of the worker");
        assertThat(provider.forks).isEmpty();
    }

    @Test
    void secretWhoseNameLeadsElsewhereIsRefused() throws Exception {
        PerspectiveReport report =
                handle(Tasks.of("Security", NOW).setSecrets(List.of("../key")).build());

        assertThat(report.getError()).isEqualTo("the task cannot be used: no secret is called \"../key\"");
    }

    @Test
    void passingFailureOfTheSandboxAsksForAnotherAttemptLater() throws Exception {
        provider.refusesToFork(SandboxException.retryable("no memory for a fork", null));

        PerspectiveReport report =
                handle(Tasks.of("Security", NOW).setAttempt(3).build());

        assertThat(report)
                .returns(ReportOutcome.RETRYABLE, PerspectiveReport::getOutcome)
                .returns(3, PerspectiveReport::getAttempt)
                .returns("no memory for a fork", PerspectiveReport::getError);
        assertThat(report.getNotBefore()).isBetween(NOW.plusSeconds(2), NOW.plusSeconds(4));
    }

    @Test
    void lastingFailureOfTheSandboxIsFinal() throws Exception {
        provider.refusesToFork(SandboxException.permanent("namespaces are not allowed here", null));

        assertThat(handle(Tasks.of("Security", NOW).build()))
                .returns(ReportOutcome.FAILED, PerspectiveReport::getOutcome)
                .returns(null, PerspectiveReport::getNotBefore)
                .returns("namespaces are not allowed here", PerspectiveReport::getError);
    }

    @Test
    void bugOfTheProviderIsNotMadeAReport() {
        provider.behaves((fork, command) -> {
            throw new IllegalStateException("broken assumption");
        });

        assertThatThrownBy(() -> handle(Tasks.of("Security", NOW).build())).isInstanceOf(IllegalStateException.class);
        assertThat(provider.forks.get(0).isClosed()).isTrue();
    }

    @Test
    void interruptEndsTheForkAndPublishesNothing() {
        provider.behaves((fork, command) -> {
            throw new InterruptedException();
        });

        assertThatThrownBy(() -> handle(Tasks.of("Security", NOW).build())).isInstanceOf(InterruptedException.class);
        assertThat(provider.forks.get(0).isClosed()).isTrue();
        assertThat(heard).noneMatch(line -> line.startsWith("finished"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file://localhost/tmp/x",
                "file:tmp/x",
                "file:/x?y",
                "file:/x#f",
                "file:/a%00b",
                "http:/x",
                "http://my_host/x"
            })
    void targetThatCannotBeFetchedFailsForGood(String uri) throws Exception {
        Target odd = Target.newBuilder().setKind(TargetKind.ARCHIVE).setUri(uri).build();

        PerspectiveReport report =
                handle(Tasks.of("Security", NOW).setTarget(odd).build());

        assertThat(report).returns(ReportOutcome.FAILED, PerspectiveReport::getOutcome);
        assertThat(report.getError()).contains(uri);
        assertThat(provider.forks).isEmpty();
    }

    @Test
    void targetThatDoesNotExistFailsForGood() throws Exception {
        Target missing = Target.newBuilder()
                .setKind(TargetKind.DIRECTORY)
                .setUri(directory.resolve("missing").toUri().toString())
                .build();

        assertThat(handle(Tasks.of("Security", NOW).setTarget(missing).build()))
                .returns(ReportOutcome.FAILED, PerspectiveReport::getOutcome)
                .satisfies(report -> assertThat(report.getError()).contains("missing"));
        assertThat(provider.forks).isEmpty();
    }

    @Test
    void taskThatNoWorkerCouldUseFailsAndStopsNobody() throws Exception {
        assertThat(handle(Tasks.of("Security", NOW).setEnvironmentId("x").build()))
                .returns(ReportOutcome.FAILED, PerspectiveReport::getOutcome)
                .satisfies(report -> assertThat(report.getError()).startsWith("the task cannot be used: "));
        assertThat(handle(Tasks.of("Security", NOW).setPerspectives(List.of()).build()))
                .returns("the task cannot be used: it has no perspective", PerspectiveReport::getError);
        assertThat(handle(Tasks.of("Security", NOW)
                        .setTarget(Target.newBuilder().setKind(TargetKind.GIT).build())
                        .build()))
                .returns("the task cannot be used: its target of kind GIT has no URI", PerspectiveReport::getError);
        assertThat(handle(Tasks.of("Security", NOW)
                        .setLimits(new Limits(Double.NaN, 1L, 0, -1L, 1, null, 0L))
                        .build()))
                .returns(ReportOutcome.FAILED, PerspectiveReport::getOutcome);
    }

    @Test
    void lostSnapshotIsBuiltAgainFromTheEnvironmentOfThisHost() throws Exception {
        Environments environments = Environments.load(directory.resolve("environments"), "a-base");
        EnvironmentId id = environments.list().get(0).id();

        PerspectiveReport report = handle(Tasks.of("Security", NOW)
                .setEnvironment("lost-env")
                .setEnvironmentId(id.value())
                .build());

        assertThat(report.getOutcome()).isEqualTo(ReportOutcome.OK);
        assertThat(provider.built).extracting(spec -> spec.id()).containsExactly(id);
        assertThat(heard).contains("preparing job-1/1/Security building lost-env");
    }

    @Test
    void snapshotThatThisHostCannotBuildIsLeftToOthers() throws Exception {
        PerspectiveReport unknown = handle(Tasks.of("Security", NOW)
                .setEnvironment("other-env")
                .setEnvironmentId("cd".repeat(32))
                .build());
        PerspectiveReport differs = handle(Tasks.of("Security", NOW)
                .setEnvironment("lost-env")
                .setEnvironmentId("cd".repeat(32))
                .build());

        assertThat(unknown)
                .returns(ReportOutcome.RETRYABLE, PerspectiveReport::getOutcome)
                .satisfies(report -> assertThat(report.getError())
                        .contains("environment other-env (cdcdcdcdcdcd)")
                        .contains("copy its folder here"));
        assertThat(differs)
                .returns(ReportOutcome.RETRYABLE, PerspectiveReport::getOutcome)
                .satisfies(report -> assertThat(report.getError()).contains("differ from the planner's"));
    }

    @Test
    void cancelledRunIsNotForked() throws Exception {
        cancellations.control(cancel("job-1/1"));

        assertThat(handle(Tasks.of("Security", NOW).build()).getOutcome()).isEqualTo(ReportOutcome.CANCELLED);
        assertThat(provider.forks).isEmpty();
    }

    @Test
    void controlLeavesTheOtherRunsOfItsJobAlone() throws Exception {
        provider.behaves((fork, command) -> {
            cancellations.control(cancel("job-1/2"));
            cancellations.control(cancel(null));
            return FakeProvider.printed(FakeProvider.okLine(command));
        });

        assertThat(handle(Tasks.of("Security", NOW).build()).getOutcome()).isEqualTo(ReportOutcome.OK);
    }

    @Test
    void cancelKillsTheForkThatRuns() throws Exception {
        provider.behaves((fork, command) -> {
            cancellations.control(cancel("job-1/1"));
            return fork.runUntilKilled();
        });

        assertThat(handle(Tasks.of("Security", NOW).build()).getOutcome()).isEqualTo(ReportOutcome.CANCELLED);
    }

    @Test
    void sandboxThatFailsBecauseItWasKilledIsCancelledToo() throws Exception {
        provider.behaves((fork, command) -> {
            cancellations.control(cancel("job-1/1"));
            throw SandboxException.retryable("the sandbox is closed", null);
        });

        assertThat(handle(Tasks.of("Security", NOW).build()).getOutcome()).isEqualTo(ReportOutcome.CANCELLED);
    }

    @Test
    void baselineRunsOneAfterAnotherEachInItsOwnForkAndMeasuresTheWhole() throws Exception {
        provider.behaves((fork, command) -> {
            assertThat(provider.forks.stream().filter(other -> !other.isClosed()))
                    .containsExactly(fork);
            clock.advance(Duration.ofMillis(40));
            return printed(okLine(command));
        });

        PerspectiveReport report =
                handle(Tasks.baseline(NOW, "Security", "Tests").build());

        assertThat(report)
                .returns("sequential", PerspectiveReport::getPerspective)
                .returns(ReportOutcome.OK, PerspectiveReport::getOutcome)
                .returns(
                        List.of(
                                new SequentialStep("Security", ReportOutcome.OK, 7.0, 30.0),
                                new SequentialStep("Tests", ReportOutcome.OK, 7.0, 30.0)),
                        PerspectiveReport::getSteps)
                .returns(new Timings(0.0, 0.0, 80.0, NOW, NOW.plusMillis(80), null), PerspectiveReport::getTimings);
        assertThat(provider.forks).hasSize(2);
    }

    @Test
    void perspectiveThatFailsInABaselineIsNamedAndTheOthersGoOn() throws Exception {
        provider.behaves(
                (fork, command) -> "Security".equals(command.environment().get("PERSPECTIVE"))
                        ? exited(1, "", "")
                        : printed(okLine(command)));

        PerspectiveReport report =
                handle(Tasks.baseline(NOW, "Security", "Tests").build());

        assertThat(report)
                .returns(ReportOutcome.FAILED, PerspectiveReport::getOutcome)
                .returns("Security: it ended with exit status 1", PerspectiveReport::getError);
        assertThat(report.getSteps())
                .extracting(SequentialStep::getOutcome)
                .containsExactly(ReportOutcome.FAILED, ReportOutcome.OK);
    }

    @Test
    void baselineWhoseTimeIsOverForksNoFurther() throws Exception {
        provider.behaves((fork, command) -> {
            clock.advance(Duration.ofMinutes(1));
            return printed(okLine(command));
        });

        PerspectiveReport report =
                handle(Tasks.baseline(NOW, "Security", "Tests").build());

        assertThat(report.getOutcome()).isEqualTo(ReportOutcome.TIMED_OUT);
        assertThat(provider.forks).hasSize(1);
    }

    @Test
    void taskAtItsLastDeliveryFailsWithoutRunning() {
        PerspectiveReport report =
                read(handler.lastDelivery(Tasks.of("Security", NOW).build(), delivery(5))
                        .records());

        assertThat(report)
                .returns(ReportOutcome.FAILED, PerspectiveReport::getOutcome)
                .returns(
                        "the task was given to workers 4 times and none came to an end with it; their logs say why",
                        PerspectiveReport::getError);
        assertThat(provider.forks).isEmpty();
    }

    @Test
    void listenerHearsTheForkAndTheReport() throws Exception {
        handle(Tasks.of("Security", NOW).build());

        assertThat(heard).containsExactly("forked job-1/1/Security Security 5.0", "finished job-1/1/Security OK");
    }

    @Test
    void reportGoesToTheKeyOfItsJobWithTheTraceOfItsTask() throws Exception {
        List<ProducerRecord<byte[], byte[]>> records =
                handler.handle(Tasks.of("Security", NOW).build(), delivery(1)).records();

        assertThat(records).hasSize(1);
        assertThat(records.get(0).topic()).isEqualTo("reports");
        assertThat(records.get(0).key()).asString().isEqualTo("job-1");
        assertThat(records.get(0).headers().lastHeader("traceparent").value())
                .asString()
                .isEqualTo("00-trace");
    }

    private ForkTaskHandler handler(Environments environments) throws SandboxException {
        ForkListener listener = new Recording();
        PerspectiveRunner perspectives = new PerspectiveRunner(provider, listener, clock, "a-host", TaskSpans.OFF);
        return new ForkTaskHandler(
                TargetStore.open(directory.resolve("targets"))::fetch,
                new Snapshots(provider, environments, listener),
                new SecretSource(Optional.empty(), Map.of("FORKLINE_SECRET_API_TOKEN", SECRET)),
                perspectives,
                new BaselineRunner(perspectives, clock, () -> clock.millis() * 1_000_000),
                cancellations,
                new AnswerTopic<>("reports", codec),
                new RetryDelay(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random(1)),
                listener,
                clock,
                TaskSpans.OFF);
    }

    private PerspectiveReport limited(CommandResult.Limit limit) throws InterruptedException {
        provider.behaves((fork, command) -> stopped(limit, "aaa"));
        return handle(Tasks.of("Security", NOW).build());
    }

    private static Stages stages(@Nullable Long destroyMicros) {
        return Stages.newBuilder()
                .setParked(false)
                .setQueueMicros(0)
                .setClaimMicros(5_000)
                .setMountMicros(0)
                .setFirstInstructionMicros(2_000)
                .setRunMicros(30_000)
                .setResultMicros(1_000)
                .setDestroyMicros(destroyMicros)
                .build();
    }

    private PerspectiveReport handle(ForkTask task) throws InterruptedException {
        return read(handler.handle(task, delivery(1)).records());
    }

    private PerspectiveReport read(List<ProducerRecord<byte[], byte[]>> records) {
        Decoded<ReportEvent> decoded = codec.decode(records.get(0).value());
        return (PerspectiveReport)
                ((Decoded.Value<ReportEvent>) decoded).value().getEvent();
    }

    private static Delivery delivery(int count) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", "00-trace".getBytes(StandardCharsets.UTF_8));
        return new Delivery("fork-tasks", 0, 7, count, NOW, headers);
    }

    private static RunControl cancel(String run) {
        return RunControl.newBuilder()
                .setJobId("job-1")
                .setRunId(run)
                .setAction(ControlAction.CANCEL)
                .setRequestedAt(NOW)
                .setRequestedBy("someone")
                .build();
    }

    private final class Recording implements ForkListener {

        @Override
        public void preparing(TaskId task, String line) {
            heard.add("preparing " + task + " " + line);
        }

        @Override
        public void forked(TaskId task, String perspective, String forkId, double forkMs) {
            heard.add("forked " + task + " " + perspective + " " + forkMs);
        }

        @Override
        public void finished(PerspectiveReport report) {
            heard.add("finished " + report.getTaskId() + " " + report.getOutcome());
        }
    }
}
