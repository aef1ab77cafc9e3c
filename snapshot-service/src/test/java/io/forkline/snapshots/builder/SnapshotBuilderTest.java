package io.forkline.snapshots.builder;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.leases.Delivery;
import io.forkline.leases.Outcome;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.environment.Environment;
import io.forkline.sandbox.environment.Environments;
import io.forkline.schemas.record.SnapshotEvent;
import io.forkline.schemas.record.SnapshotRequested;
import io.forkline.schemas.record.SnapshotStatus;
import io.forkline.schemas.registry.ConfluentSchemaRegistry;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.snapshots.Jobs;
import io.forkline.snapshots.TestEnvironments;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.trace.Tracing;
import io.forkline.testsupport.ManualClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotBuilderTest {

    private final FakeSandboxProvider provider = new FakeSandboxProvider();
    private final ManualClock clock = new ManualClock(Jobs.START);
    private final List<String> progress = new ArrayList<>();
    private final RecordCodec<SnapshotEvent> codec = new RecordCodec<>(
            ConfluentSchemaRegistry.connect("mock://snapshot-builder", Map.of()), SnapshotEvent.class, "snapshots");
    private Environment environment;
    private SnapshotBuilder builder;

    @BeforeEach
    void makeBuilder(@TempDir Path folder) throws Exception {
        Environments environments = TestEnvironments.in(folder);
        environment = environments.get("review");
        builder = new SnapshotBuilder(
                environments,
                provider,
                (name, id, line) -> progress.add(name + ": " + line),
                codec,
                "snapshots",
                "host-1",
                clock,
                Meters.NONE,
                Tracing.OFF);
    }

    @Test
    void builtSnapshotIsReadyWithItsSizeAndTime() throws Exception {
        SnapshotEvent event = answer(builder.handle(request(3), delivery(1)));

        assertThat(event.getStatus()).isEqualTo(SnapshotStatus.READY);
        assertThat(event.getEnvironmentId()).isEqualTo(environment.id().value());
        assertThat(event.getAttempt()).isEqualTo(3);
        assertThat(event.getBytes()).isEqualTo(77);
        assertThat(event.getBuildMs()).isEqualTo(FakeSandboxProvider.BUILD_TIME.toMillis());
        assertThat(event.getHost()).isEqualTo("host-1");
    }

    @Test
    void progressOfABuildIsHeard() throws Exception {
        builder.handle(request(1), delivery(1));

        assertThat(progress).containsExactly("review: begin review");
    }

    @Test
    void snapshotThatIsThereIsReadyWithoutABuild() throws Exception {
        builder.handle(request(1), delivery(1));
        SnapshotEvent event = answer(builder.handle(request(2), delivery(1)));

        assertThat(event.getStatus()).isEqualTo(SnapshotStatus.READY);
        assertThat(event.getBuildMs()).isZero();
        assertThat(provider.builds()).isEqualTo(1);
    }

    @Test
    void failureSaysWhyAndWhetherItMayWorkLater() throws Exception {
        provider.failNext(SandboxException.retryable("disk full", new IllegalStateException()));
        provider.failNext(SandboxException.permanent("pip: no such package", new IllegalStateException()));
        SnapshotEvent passing = answer(builder.handle(request(1), delivery(1)));
        SnapshotEvent lasting = answer(builder.handle(request(2), delivery(1)));

        assertThat(passing.getStatus()).isEqualTo(SnapshotStatus.FAILED);
        assertThat(passing.getRetryable()).isTrue();
        assertThat(passing.getError()).isEqualTo("disk full");
        assertThat(lasting.getRetryable()).isFalse();
        assertThat(lasting.getError()).isEqualTo("pip: no such package");
    }

    @Test
    void longErrorIsCutSoThatItFitsIntoEveryResult() throws Exception {
        provider.failNext(SandboxException.permanent("x".repeat(1_000_000), new IllegalStateException()));
        SnapshotEvent event = answer(builder.handle(request(1), delivery(1)));

        assertThat(event.getError()).hasSizeLessThan(9_000);
    }

    @Test
    void requestPastItsExpiryBuildsNothing() throws Exception {
        clock.advance(Duration.ofMinutes(11));
        Outcome outcome = builder.handle(request(1), delivery(1));

        assertThat(outcome.records()).isEmpty();
        assertThat(provider.builds()).isZero();
    }

    @Test
    void requestPastItsExpiryIsAnsweredWhenTheSnapshotIsThere() throws Exception {
        builder.handle(request(1), delivery(1));
        clock.advance(Duration.ofMinutes(11));
        SnapshotEvent event = answer(builder.handle(request(1), delivery(1)));

        assertThat(event.getStatus()).isEqualTo(SnapshotStatus.READY);
    }

    @Test
    void environmentThatIsNotHereMayBeElsewhere() throws Exception {
        SnapshotRequested unknown = SnapshotRequested.newBuilder(request(1))
                .setEnvironmentId("f".repeat(64))
                .build();
        SnapshotEvent event = answer(builder.handle(unknown, delivery(1)));

        assertThat(event.getStatus()).isEqualTo(SnapshotStatus.FAILED);
        assertThat(event.getRetryable()).isTrue();
        assertThat(event.getError()).contains("review").contains("same folder");
    }

    @Test
    void requestWhoseEnvironmentIdIsNoDigestFailsForGood() throws Exception {
        SnapshotRequested foreign = SnapshotRequested.newBuilder(request(1))
                .setEnvironmentId("review")
                .build();

        SnapshotEvent event = answer(builder.handle(foreign, delivery(1)));

        assertThat(event.getStatus()).isEqualTo(SnapshotStatus.FAILED);
        assertThat(event.getRetryable()).isFalse();
        assertThat(event.getError()).contains("64 lower-case hex digits");
        assertThat(answer(builder.lastDelivery(foreign, delivery(5)))).isEqualTo(event);
    }

    @Test
    void lastDeliveryIsAnsweredWithoutABuild() {
        SnapshotEvent event = answer(builder.lastDelivery(request(1), delivery(5)));

        assertThat(event.getStatus()).isEqualTo(SnapshotStatus.FAILED);
        assertThat(event.getError()).contains("ended 4 times");
        assertThat(provider.builds()).isZero();
    }

    private SnapshotRequested request(int attempt) {
        return new SnapshotRequested(
                environment.id().value(), "review", attempt, Jobs.START.plus(Duration.ofMinutes(10)));
    }

    private static Delivery delivery(int count) {
        return new Delivery("snapshot-requests", 0, 0, count, Jobs.START, new RecordHeaders());
    }

    private SnapshotEvent answer(Outcome outcome) {
        var record = outcome.records().get(0);
        assertThat(new String(record.key(), StandardCharsets.UTF_8)).isNotBlank();
        return ((Decoded.Value<SnapshotEvent>) codec.decode(record.value())).value();
    }
}
