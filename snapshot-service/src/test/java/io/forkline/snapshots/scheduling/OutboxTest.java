package io.forkline.snapshots.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.PlanEvent;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.record.SnapshotRequested;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.RecordCodec;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private final Subjects registry = new Subjects();

    /** A decision that fails half way, because the registry is out of reach, would be committed as far as it came. */
    @Test
    void everySchemaIsThereBeforeTheFirstDecision() {
        Outbox outbox = new Outbox(
                new RecordCodec<>(registry, ForkTask.class, "fork-tasks"),
                new RecordCodec<>(registry, SnapshotRequested.class, "snapshot-requests"),
                new RecordCodec<>(registry, PlanEvent.class, "plans"),
                new RecordCodec<>(registry, ReportEvent.class, "reports"));

        outbox.register();

        assertThat(registry.registered)
                .containsExactlyInAnyOrder(
                        "fork-tasks-value", "snapshot-requests-value", "plans-value", "reports-value");
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
