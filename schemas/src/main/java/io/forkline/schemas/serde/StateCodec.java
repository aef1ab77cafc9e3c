package io.forkline.schemas.serde;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a state store in Avro's single-object encoding: the fingerprint of the schema, then the binary. Needs no registry,
 * and reads rows of older schemas that it is told of.
 */
public final class StateCodec<T extends SpecificRecord> {

    private final BinaryMessageEncoder<T> encoder;
    private final BinaryMessageDecoder<T> decoder;

    /** Reads and writes {@code type}; reads also what was written with {@code older} schemas. */
    public StateCodec(Class<T> type, List<Schema> older) {
        SpecificData model = SpecificData.getForClass(type);
        Schema schema = model.getSchema(type);
        this.encoder = new BinaryMessageEncoder<>(model, schema);
        this.decoder = new BinaryMessageDecoder<>(model, schema);
        older.forEach(decoder::addSchema);
    }

    public StateCodec(Class<T> type) {
        this(type, List.of());
    }

    /** For a state store; a null row stays null. */
    public Serde<T> serde() {
        Serializer<@Nullable T> write = (topic, row) -> row == null ? null : encode(row);
        Deserializer<@Nullable T> read = (topic, bytes) -> bytes == null ? null : decode(bytes);
        return Serdes.serdeFrom(write, read);
    }

    /** The bytes of a row. */
    public byte[] encode(T row) {
        try {
            ByteBuffer buffer = encoder.encode(row);
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    /**
     * The row that the bytes hold. They are our own: bytes that cannot be read are a bug.
     *
     * @throws UncheckedIOException when they are of a schema that this codec was not told of
     */
    public T decode(byte[] bytes) {
        try {
            return decoder.decode(bytes, null);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "a row of a state store cannot be read; was it written by a newer version?", e);
        }
    }
}
