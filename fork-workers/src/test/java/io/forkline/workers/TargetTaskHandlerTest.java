package io.forkline.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.leases.Delivery;
import io.forkline.leases.Outcome;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.target.TargetStore;
import io.forkline.schemas.record.ControlAction;
import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.RunControl;
import io.forkline.schemas.record.Target;
import io.forkline.schemas.record.TargetKind;
import io.forkline.schemas.record.TargetReport;
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
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetTaskHandlerTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final ManualClock clock = new ManualClock(NOW);
    private final Cancellations cancellations = new Cancellations();
    private final SchemaRegistry registry = ConfluentSchemaRegistry.connect("mock://targets", Map.of());
    private final RecordCodec<TargetReport> codec = new RecordCodec<>(registry, TargetReport.class, "targets");
    private Path project;
    private TargetStore store;

    @BeforeEach
    void makeProject(@TempDir Path directory) throws Exception {
        project = Files.createDirectory(directory.resolve("project"));
        Files.writeString(project.resolve("a.py"), "first\n");
        store = TargetStore.open(directory.resolve("targets"));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void directoryThatChangesAfterwardsIsStillTheTreeThatItWas() throws Exception {
        TargetReport report = read(handler(store::pin).handle(task(), delivery(1)));
        Files.writeString(project.resolve("a.py"), "second\n");

        Target pinned = Target.newBuilder(task().getTarget())
                .setSha256(report.getSha256())
                .build();
        Path tree = store.fetch(TargetSources.of(pinned)).root();

        assertThat(report.getOutcome()).isEqualTo(ReportOutcome.OK);
        assertThat(tree.resolve("a.py")).hasContent("first");
    }

    @Test
    void answerGoesToTheEnvironmentOfItsRunAndNamesItsTask() throws Exception {
        Outcome outcome = handler(store::pin).handle(task(), delivery(1));

        assertThat(outcome.records()).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("targets");
            assertThat(record.key()).asString(StandardCharsets.UTF_8).isEqualTo(Tasks.ENVIRONMENT_ID);
        });
        assertThat(read(outcome))
                .returns("job-1/1/.target", TargetReport::getTaskId)
                .returns("job-1/1", TargetReport::getRunId)
                .returns(Tasks.ENVIRONMENT_ID, TargetReport::getEnvironmentId)
                .returns(1, TargetReport::getAttempt);
    }

    @Test
    void targetThatIsNotThereFailsForGood() throws Exception {
        Files.delete(project.resolve("a.py"));
        Files.delete(project);

        TargetReport report = read(handler(store::pin).handle(task(), delivery(1)));

        assertThat(report.getOutcome()).isEqualTo(ReportOutcome.FAILED);
        assertThat(report.getError()).contains(project.toString());
    }

    @Test
    void targetOutOfReachMayBeThereLater() throws Exception {
        TargetTaskHandler handler = handler(source -> {
            throw SandboxException.retryable("no route to host", null);
        });

        TargetReport report = read(handler.handle(task(), delivery(1)));

        assertThat(report.getOutcome()).isEqualTo(ReportOutcome.RETRYABLE);
        assertThat(report.getError()).isEqualTo("no route to host");
        assertThat(report.getNotBefore()).isBetween(NOW.plusMillis(500), NOW.plusSeconds(1));
    }

    @Test
    void targetOfARunThatIsOverOrCancelledIsNotLookedAt() throws Exception {
        TargetTaskHandler handler = handler(source -> {
            throw new AssertionError("nobody wants it");
        });
        clock.advance(Duration.ofMinutes(2));
        TargetReport late = read(handler.handle(task(), delivery(1)));
        cancellations.control(new RunControl("job-1", "job-1/1", ControlAction.CANCEL, NOW, "someone", null, false));
        TargetReport cancelled = read(handler.handle(task(), delivery(1)));

        assertThat(late.getOutcome()).isEqualTo(ReportOutcome.TIMED_OUT);
        assertThat(cancelled.getOutcome()).isEqualTo(ReportOutcome.CANCELLED);
    }

    @Test
    void lastDeliveryFailsWithoutALook() {
        TargetTaskHandler handler = handler(source -> {
            throw new AssertionError("four workers ended with it");
        });

        TargetReport report = read(handler.lastDelivery(task(), delivery(5)));

        assertThat(report.getOutcome()).isEqualTo(ReportOutcome.FAILED);
        assertThat(report.getError()).contains("given to workers 4 times");
    }

    private TargetTaskHandler handler(TargetTaskHandler.Pin pin) {
        return new TargetTaskHandler(
                pin,
                cancellations,
                new AnswerTopic<>("targets", codec),
                new RetryDelay(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random(1)),
                clock,
                TaskSpans.OFF);
    }

    private ForkTask task() {
        return Tasks.of("unused", NOW)
                .setTaskId("job-1/1/.target")
                .setPerspectives(List.of())
                .setTarget(Target.newBuilder()
                        .setKind(TargetKind.DIRECTORY)
                        .setUri(project.toUri().toString())
                        .build())
                .build();
    }

    private TargetReport read(Outcome outcome) {
        Decoded<TargetReport> decoded =
                codec.decode(outcome.records().getFirst().value());
        return ((Decoded.Value<TargetReport>) decoded).value();
    }

    private static Delivery delivery(int count) {
        return new Delivery("fork-tasks", 0, 7, count, NOW, new RecordHeaders());
    }
}
