package io.forkline.snapshots.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.PlanEvent;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.record.SnapshotRequested;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private final Subjects registry = new Subjects();
    private final Outbox outbox = new Outbox(
            new RecordCodec<>(registry, ForkTask.class, "fork-tasks"),
            new RecordCodec<>(registry, SnapshotRequested.class, "snapshot-requests"),
            new RecordCodec<>(registry, PlanEvent.class, "plans"),
            new RecordCodec<>(registry, ReportEvent.class, "reports"));

    /** A decision that fails half way, because the registry is out of reach, would be committed as far as it came. */
    @Test
    void everySchemaIsThereBeforeTheFirstDecision() {
        outbox.begin();

        assertThat(registry.registered)
                .containsExactlyInAnyOrder(
                        "fork-tasks-value", "snapshot-requests-value", "plans-value", "reports-value");
    }

    /** As after a failure in the middle of writing, when the same processor begins again with the last commit. */
    @Test
    void whatAnAttemptThatWasGivenUpCollectedIsNotSent() {
        MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
        outbox.begin();
        outbox.request(request("aborted"), Optional.empty());

        outbox.begin();
        outbox.request(request("again"), Optional.empty());
        outbox.send(context, Instant.EPOCH);

        assertThat(context.forwarded())
                .extracting(captured -> new String(captured.record().key(), StandardCharsets.UTF_8))
                .containsExactly("again");
    }

    private static SnapshotRequested request(String environmentId) {
        return SnapshotRequested.newBuilder()
                .setEnvironment("e")
                .setEnvironmentId(environmentId)
                .setAttempt(1)
                .setExpiresAt(Instant.EPOCH)
                .build();
    }

    private static final class Subjects implements SchemaRegistry {

        private final List<String> registered = new ArrayList<>();

        @Override
        public int register(String subject, Schema schema) {
            registered.add(subject);
            return registered.size();
        }

        @Override
        public Schema byId(int id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
