package io.forkline.schemas.serde;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
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
 * and reads rows of older schemas too: those in the resources {@code TYPE.v1.avsc}, {@code TYPE.v2.avsc}... beside the class.
 */
public final class StateCodec<T extends SpecificRecord> {

    private final BinaryMessageEncoder<T> encoder;
    private final BinaryMessageDecoder<T> decoder;

    public StateCodec(Class<T> type) {
        SpecificData model = SpecificData.getForClass(type);
        Schema schema = model.getSchema(type);
        this.encoder = new BinaryMessageEncoder<>(model, schema);
        this.decoder = new BinaryMessageDecoder<>(model, schema);
        older(type).forEach(decoder::addSchema);
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
     * @throws IllegalStateException when they are of a schema that this codec does not know
     */
    public T decode(byte[] bytes) {
        try {
            return decoder.decode(bytes, null);
        } catch (IOException | AvroRuntimeException e) {
            throw new IllegalStateException(
                    "a row of a state store cannot be read; was it written by a newer version?", e);
        }
    }

    private static List<Schema> older(Class<?> type) {
        List<Schema> older = new ArrayList<>();
        try {
            for (URL file = resource(type, 1); file != null; file = resource(type, older.size() + 1)) {
                try (InputStream text = file.openStream()) {
                    older.add(new Schema.Parser().parse(text));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an older schema of " + type.getName() + " cannot be read", e);
        }
        return older;
    }

    private static @Nullable URL resource(Class<?> type, int version) {
        return type.getResource(type.getSimpleName() + ".v" + version + ".avsc");
    }
}
