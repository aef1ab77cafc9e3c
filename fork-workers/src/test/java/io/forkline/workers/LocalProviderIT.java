package io.forkline.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import io.forkline.leases.Delivery;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.environment.Environment;
import io.forkline.sandbox.environment.Environments;
import io.forkline.sandbox.local.LocalProvider;
import io.forkline.sandbox.target.TargetStore;
import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.registry.ConfluentSchemaRegistry;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.serde.RecordCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The handler with real forks: a small environment whose snapshot is not there yet, a script, a target. */
class LocalProviderIT {

    private static final String SCRIPT = """
            import json, os
            target = os.environ["TARGET"]
            if os.environ["PERSPECTIVE"] == "Fails":
                raise SystemExit("no luck")
            text = open(os.path.join(target, "a.py")).read()
            print(json.dumps({"perspective": os.environ["PERSPECTIVE"], "score": 50, "finding": text.strip(), "bytes": len(text)}))
            """;

    @TempDir
    private Path directory;

    @Test
    void perspectiveRunsInAForkOfASnapshotThatTheWorkerBuilt() throws Exception {
        assumeThatCode(() -> LocalProvider.open(home()).close()).doesNotThrowAnyException();
        try (LocalProvider provider = LocalProvider.open(home());
                SchemaRegistry registry = ConfluentSchemaRegistry.connect("mock://local-provider", Map.of())) {
            Environments environments = Environments.load(environments(), "a-base");
            Environment environment = environments.get("tiny");
            RecordCodec<ReportEvent> codec = new RecordCodec<>(registry, ReportEvent.class, "reports");
            ForkTaskHandler handler = handler(provider, environments, codec);

            PerspectiveReport good = answer(handler, codec, task(environment, "Reads"));
            PerspectiveReport bad = answer(handler, codec, task(environment, "Fails"));

            assertThat(good)
                    .as(String.valueOf(good))
                    .returns(ReportOutcome.OK, PerspectiveReport::getOutcome)
                    .returns("pass", PerspectiveReport::getFinding)
                    .returns(Map.of("bytes", 5.0), PerspectiveReport::getMetrics);
            assertThat(good.getSandbox().getProvider()).isEqualTo("local");
            assertThat(good.getTimings().getRunMs()).isPositive();
            assertThat(good.getTimings().getStages().getFirstInstructionMicros())
                    .isPositive();
            assertThat(good.getTimings().getStages().getResultMicros()).isPositive();
            assertThat(bad)
                    .returns(ReportOutcome.FAILED, PerspectiveReport::getOutcome)
                    .returns("it ended with exit status 1", PerspectiveReport::getError);
            assertThat(bad.getStderrTail()).contains("no luck");
        }
    }

    private ForklineHome home() {
        return ForklineHome.at(directory.resolve("home"));
    }

    private Path environments() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("environments/tiny"));
        Files.writeString(
                folder.resolve("environment.yaml"),
                "name: tiny\nkind: memory\nperspectives:\n  Reads: { run: [python3, analyze.py] }\n");
        Files.writeString(folder.resolve("analyze.py"), SCRIPT);
        return folder.getParent();
    }

    private ForkTaskHandler handler(LocalProvider provider, Environments environments, RecordCodec<ReportEvent> codec)
            throws Exception {
        Clock clock = Clock.systemUTC();
        PerspectiveRunner perspectives =
                new PerspectiveRunner(provider, ForkListener.SILENT, clock, "a-host", TaskSpans.OFF);
        return new ForkTaskHandler(
                TargetStore.open(directory.resolve("targets"))::fetch,
                new Snapshots(provider, environments, ForkListener.SILENT),
                SecretSource.NONE,
                perspectives,
                new BaselineRunner(perspectives, clock, System::nanoTime),
                new Cancellations(),
                new AnswerTopic<>("reports", codec),
                new RetryDelay(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random(1)),
                ForkListener.SILENT,
                clock,
                TaskSpans.OFF);
    }

    private static ForkTask task(Environment environment, String perspective) {
        return Tasks.of(perspective, Instant.now())
                .setEnvironment("tiny")
                .setEnvironmentId(environment.id().value())
                .build();
    }

    private static PerspectiveReport answer(ForkTaskHandler handler, RecordCodec<ReportEvent> codec, ForkTask task)
            throws InterruptedException {
        Delivery delivery = new Delivery("fork-tasks", 0, 0, 1, Instant.now(), new RecordHeaders());
        byte[] value = handler.handle(task, delivery).records().get(0).value();
        return (PerspectiveReport)
                ((Decoded.Value<ReportEvent>) codec.decode(value)).value().getEvent();
    }
}
