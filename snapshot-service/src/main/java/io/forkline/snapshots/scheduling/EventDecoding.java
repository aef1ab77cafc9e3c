package io.forkline.snapshots.scheduling;

import io.forkline.schemas.deadletter.DeadLetter;
import io.forkline.schemas.serde.StateCodec;
import io.forkline.snapshots.record.PlannerEvent;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of planner-events become events. They are the planner's own, but the topic is open to others, and one record
 * that is none of ours must not stop the planner: it goes to the dead letters.
 */
final class EventDecoding extends ContextualProcessor<byte[], byte[], byte[], Object> {

    private static final StateCodec<PlannerEvent> EVENT = new StateCodec<>(PlannerEvent.class);

    private final String component;
    private final String next;
    private final String deadLetters;

    /**
     * @param component name of the topology, for the dead letter
     * @param next name of the child node that takes the event
     * @param deadLetters name of the child node that takes the raw bytes
     */
    EventDecoding(String component, String next, String deadLetters) {
        this.component = component;
        this.next = next;
        this.deadLetters = deadLetters;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Optional<PlannerEvent> event = decode(record.value());
        if (event.isPresent()) {
            context().forward(record.withValue(event.get()), next);
        } else {
            DeadLetter.Copy copy = letter().of(record.key(), record.value(), record.headers());
            context()
                    .forward(
                            record.withKey(copy.key()).withValue(copy.value()).withHeaders(copy.headers()),
                            deadLetters);
        }
    }

    private static Optional<PlannerEvent> decode(byte @Nullable [] bytes) {
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(EVENT.decode(bytes));
        } catch (RuntimeException e) {
            // Avro meets damaged bytes with whatever its collections and casts throw.
            return Optional.empty();
        }
    }

    private DeadLetter letter() {
        RecordMetadata origin = context()
                .recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record from a topic has an origin"));
        return new DeadLetter(
                DeadLetter.UNREADABLE,
                "the bytes are not a planner event of this version",
                origin.topic(),
                origin.partition(),
                origin.offset(),
                1,
                component);
    }
}
