package io.forkline.topologies;

import io.forkline.schemas.deadletter.DeadLetter;
import io.forkline.schemas.serde.StateCodec;
import io.forkline.telemetry.log.LogFields;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of a topic between two steps of a topology become events. They are the topology's own, but the topic is open to
 * others, and one record that is none of ours must not stop the topology: it goes to the dead letters.
 */
public final class OwnEventDecoding<T extends SpecificRecord>
        extends ContextualProcessor<byte[], byte[], byte[], Object> {

    private final StateCodec<T> codec;
    private final String what;
    private final Burial burial;
    private final String next;
    private final String deadLetters;

    /**
     * @param what what the events are called, for the dead letter
     * @param burial makes the dead letters
     * @param next name of the child node that takes the event
     * @param deadLetters name of the child node that takes the raw bytes
     */
    public OwnEventDecoding(StateCodec<T> codec, String what, Burial burial, String next, String deadLetters) {
        this.codec = codec;
        this.what = what;
        this.burial = burial;
        this.next = next;
        this.deadLetters = deadLetters;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Optional<T> event = decode(record.value());
        if (event.isPresent()) {
            forward(record, event.get());
        } else {
            String why = "the bytes are not " + what + " of this version";
            context().forward(burial.bury(record, context(), DeadLetter.UNREADABLE, why), deadLetters);
        }
    }

    private void forward(Record<byte[], byte[]> record, T event) {
        LogFields fields = LogFields.of(event, record.headers());
        try {
            context().forward(record.withValue(event), next);
        } finally {
            fields.close();
        }
    }

    private Optional<T> decode(byte @Nullable [] bytes) {
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(codec.decode(bytes));
        } catch (RuntimeException e) {
            // Avro meets damaged bytes with whatever its collections and casts throw.
            return Optional.empty();
        }
    }
}
