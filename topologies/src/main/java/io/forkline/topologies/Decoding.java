package io.forkline.topologies;

import io.forkline.schemas.deadletter.DeadLetter;
import io.forkline.schemas.registry.RegistryUnavailableException;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.serde.RecordCodec;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Where the bytes of a topic become records. A record goes on to {@code next}, poison goes to {@code deadLetters} byte for
 * byte, and when the registry is out of reach the record is not passed: the thread ends, is replaced, and reads it again.
 */
public final class Decoding<T extends SpecificRecord> extends ContextualProcessor<byte[], byte[], byte[], Object> {

    private final RecordCodec<T> codec;
    private final String component;
    private final String next;
    private final String deadLetters;

    /**
     * @param component name of the topology, for the dead letter
     * @param next name of the child node that takes the record
     * @param deadLetters name of the child node that takes the raw bytes
     */
    public Decoding(RecordCodec<T> codec, String component, String next, String deadLetters) {
        this.codec = codec;
        this.component = component;
        this.next = next;
        this.deadLetters = deadLetters;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        switch (codec.decode(record.value())) {
            case Decoded.Value<T> value -> context().forward(record.withValue(value.value()), next);
            case Decoded.Poison<T> poison ->
                context().forward(record.withHeaders(letter(poison.cause()).headers(record.headers())), deadLetters);
            case Decoded.Unavailable<T> unavailable ->
                throw new RegistryUnavailableException(unavailable.cause(), null);
        }
    }

    private DeadLetter letter(String cause) {
        RecordMetadata origin = context()
                .recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record from a topic has an origin"));
        return new DeadLetter(
                DeadLetter.UNREADABLE, cause, origin.topic(), origin.partition(), origin.offset(), 1, component);
    }
}
