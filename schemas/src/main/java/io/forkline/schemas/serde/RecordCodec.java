package io.forkline.schemas.serde;

import io.forkline.schemas.registry.RegistryUnavailableException;
import io.forkline.schemas.registry.SchemaRefusedException;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.registry.SubjectStrategy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The values of one topic in Confluent's wire format: a zero byte, the schema id in four bytes, the Avro binary. The subject
 * is {@code <topic>-value} unless another strategy is asked for. Safe for many threads.
 */
public final class RecordCodec<T extends SpecificRecord> {

    private static final byte MAGIC = 0;
    private static final int HEADER_BYTES = 1 + Integer.BYTES;

    private final SchemaRegistry registry;
    private final Class<T> type;
    private final String subject;
    private final SpecificData model;
    private final Schema schema;
    private final Map<Integer, SpecificDatumReader<T>> readers = new ConcurrentHashMap<>();

    /** With the subject that registries and tools expect. */
    public RecordCodec(SchemaRegistry registry, Class<T> type, String topic) {
        this(registry, type, topic, SubjectStrategy.TOPIC_NAME);
    }

    public RecordCodec(SchemaRegistry registry, Class<T> type, String topic, SubjectStrategy strategy) {
        this.registry = registry;
        this.type = type;
        this.model = SpecificData.getForClass(type);
        this.schema = model.getSchema(type);
        this.subject = strategy.subject(topic, schema);
    }

    /**
     * Registers the schema now, so that {@link #encode} no longer depends on the registry.
     *
     * @throws RegistryUnavailableException when the registry is out of reach
     * @throws SchemaRefusedException when the registry does not accept the schema
     */
    public void register() {
        registry.register(subject, schema);
    }

    /**
     * The bytes of a value.
     *
     * @throws RegistryUnavailableException when the schema has to be registered and the registry is out of reach
     * @throws SchemaRefusedException when the registry does not accept the schema
     */
    public byte[] encode(T value) {
        int id = registry.register(subject, schema);
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        out.write(MAGIC);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            new SpecificDatumWriter<T>(schema, model).write(value, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return out.toByteArray();
    }

    /** What the bytes say; they may come from anyone. */
    public Decoded<T> decode(byte @Nullable [] bytes) {
        if (bytes == null) {
            return new Decoded.Poison<>("the record has no value");
        }
        if (bytes.length < HEADER_BYTES || bytes[0] != MAGIC) {
            return new Decoded.Poison<>("the value is not in Confluent wire format: " + bytes.length
                    + " bytes that do not begin with a zero byte and a schema id");
        }
        int id = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
        try {
            return read(readers.computeIfAbsent(id, this::reader), bytes);
        } catch (RegistryUnavailableException e) {
            return new Decoded.Unavailable<>(String.valueOf(e.getMessage()));
        } catch (SchemaRefusedException | AvroRuntimeException e) {
            return new Decoded.Poison<>("schema id " + id + ": " + e.getMessage());
        }
    }

    private SpecificDatumReader<T> reader(int id) {
        return new SpecificDatumReader<>(registry.byId(id), schema, model);
    }

    private Decoded<T> read(SpecificDatumReader<T> reader, byte[] bytes) {
        BoundedDecoder decoder = new BoundedDecoder(bytes, HEADER_BYTES);
        try {
            T value = type.cast(reader.read(null, decoder));
            return decoder.isEnd()
                    ? new Decoded.Value<>(value)
                    : new Decoded.Poison<>("there are bytes left behind the " + schema.getName());
        } catch (IOException | RuntimeException e) {
            // Avro meets damaged bytes with whatever its collections and casts throw.
            return new Decoded.Poison<>("the bytes are not a " + schema.getName() + ": " + e);
        }
    }
}
