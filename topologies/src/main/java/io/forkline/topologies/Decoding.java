package io.forkline.topologies;

import io.forkline.schemas.deadletter.DeadLetter;
import io.forkline.schemas.registry.RegistryUnavailableException;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.telemetry.log.LogFields;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Where the bytes of a topic become records. A record goes on to {@code next}, poison goes to {@code deadLetters} byte for
 * byte, as does a record that says what cannot be. When the registry is out of reach the record is not passed: the thread
 * ends, is replaced, and reads it again.
 */
public final class Decoding<T extends SpecificRecord> extends ContextualProcessor<byte[], byte[], byte[], Object> {

    private final RecordCodec<T> codec;
    private final Burial burial;
    private final String next;
    private final String deadLetters;
    private final Function<T, Optional<String>> objection;

    /** Takes every record that can be read. */
    public Decoding(RecordCodec<T> codec, Burial burial, String next, String deadLetters) {
        this(codec, burial, next, deadLetters, value -> Optional.empty());
    }

    /**
     * @param burial makes the dead letters
     * @param next name of the child node that takes the record
     * @param deadLetters name of the child node that takes the raw bytes
     * @param objection why a record can be read and not be used, for example that it names no run
     */
    public Decoding(
            RecordCodec<T> codec,
            Burial burial,
            String next,
            String deadLetters,
            Function<T, Optional<String>> objection) {
        this.codec = codec;
        this.burial = burial;
        this.next = next;
        this.deadLetters = deadLetters;
        this.objection = objection;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        switch (codec.decode(record.value())) {
            case Decoded.Value<T> value ->
                objection
                        .apply(value.value())
                        .ifPresentOrElse(
                                why -> bury(record, DeadLetter.INCONSISTENT, why),
                                () -> forward(record, value.value()));
            case Decoded.Poison<T> poison -> bury(record, DeadLetter.UNREADABLE, poison.cause());
            case Decoded.Unavailable<T> unavailable ->
                throw new RegistryUnavailableException(unavailable.cause(), null);
        }
    }

    private void forward(Record<byte[], byte[]> record, T value) {
        LogFields fields = LogFields.of(value, record.headers());
        try {
            context().forward(record.withValue(value), next);
        } finally {
            fields.close();
        }
    }

    private void bury(Record<byte[], byte[]> record, String cause, String message) {
        context().forward(burial.bury(record, context(), cause, message), deadLetters);
    }
}
