package io.forkline.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.forkline.schemas.registry.BackwardCheck;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.topic.ForklineTopic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every version of every schema that was released is in {@code src/test/resources/schemas/<version>}: the schema, a few values
 * as they were written, and the same values as JSON. To store those of today that are not there yet as another version, run this
 * test with {@code -Dforkline.store-schemas=v3}.
 */
class StoredSchemasTest {

    private static final Path STORE = Path.of("src", "test", "resources", "schemas");
    private static final int VALUES = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    record Stored(Path folder, Class<? extends SpecificRecord> type) {

        Schema schema() throws IOException {
            return new Schema.Parser().parse(Files.readString(file(".avsc")));
        }

        Path file(String suffix) {
            return folder.resolve(type.getSimpleName() + suffix);
        }

        @Override
        public String toString() {
            return folder.getFileName() + "/" + type.getSimpleName();
        }
    }

    static List<Stored> stored() throws IOException {
        List<Stored> stored = new ArrayList<>();
        try (Stream<Path> folders = Files.list(STORE)) {
            for (Path folder : (Iterable<Path>) folders.sorted()::iterator) {
                types().forEach(type -> stored.add(new Stored(folder, type)));
            }
        }
        stored.removeIf(each -> !Files.exists(each.file(".avsc")));
        return stored;
    }

    @Test
    void firstVersionHasTheValuesOfAllTopics() throws IOException {
        assertThat(stored().stream().filter(each -> each.folder().endsWith("v1")))
                .extracting(Stored::type)
                .containsExactlyElementsOf(types().toList());
    }

    @ParameterizedTest
    @MethodSource("stored")
    void todayReadsWhatWasWrittenThenAndThenReadsWhatIsWrittenToday(Stored stored) throws IOException {
        Schema today = SpecificData.get().getSchema(stored.type());

        assertThat(BackwardCheck.problems(today, stored.schema()))
                .as("what today's readers cannot read of " + stored + " (BACKWARD)")
                .isEmpty();
        assertThat(BackwardCheck.problems(stored.schema(), today))
                .as("what readers of " + stored + " cannot read of today's")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("stored")
    void storedBytesStillSayWhatTheySaid(Stored stored) throws IOException {
        RecordCodec<? extends SpecificRecord> codec =
                new RecordCodec<>(new OneSchema(stored.schema()), stored.type(), "a-topic");
        for (int i = 0; i < VALUES; i++) {
            byte[] bytes = Files.readAllBytes(stored.file("-" + i + ".bin"));
            JsonNode expected = JSON.readTree(stored.file("-" + i + ".json").toFile());

            Decoded<? extends SpecificRecord> decoded = codec.decode(bytes);

            assertThat(decoded).isInstanceOf(Decoded.Value.class);
            JsonNode seen = JSON.readTree(RecordJson.text(((Decoded.Value<? extends SpecificRecord>) decoded).value()));
            assertHolds(seen, expected, stored + " " + i);
        }
    }

    /** It knows the schema that the registry names, and its own: what it does not know it passes over. */
    @ParameterizedTest
    @MethodSource("stored")
    void consumerOfThenGoesOnReadingWhatIsWrittenToday(Stored stored) throws IOException {
        Schema today = SpecificData.get().getSchema(stored.type());
        RandomRecords values = new RandomRecords(new Random(7));
        for (int i = 0; i < VALUES; i++) {
            byte[] bytes = values.bytes(today);
            JsonNode written = read(bytes, today, today);

            JsonNode seen = read(bytes, today, stored.schema());

            assertHolds(written, seen, stored + " " + i);
        }
    }

    private static JsonNode read(byte[] bytes, Schema writer, Schema reader) throws IOException {
        return JSON.readTree(new GenericDatumReader<>(writer, reader)
                .read(null, DecoderFactory.get().binaryDecoder(bytes, null))
                .toString());
    }

    @Test
    @EnabledIfSystemProperty(named = "forkline.store-schemas", matches = "v[0-9]+")
    void storeTheSchemasOfToday() throws IOException {
        Path folder = Files.createDirectories(STORE.resolve(System.getProperty("forkline.store-schemas")));
        for (Class<? extends SpecificRecord> type : types().toList()) {
            if (!isStored(type)) {
                store(new Stored(folder, type));
            }
        }
        assertThat(types()).allMatch(StoredSchemasTest::isStored);
    }

    private static boolean isStored(Class<? extends SpecificRecord> type) {
        Schema today = SpecificData.get().getSchema(type);
        try {
            for (Stored each : stored()) {
                if (each.type().equals(type) && each.schema().equals(today)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void store(Stored stored) throws IOException {
        Schema schema = SpecificData.get().getSchema(stored.type());
        RandomRecords values =
                new RandomRecords(new Random(stored.type().getSimpleName().hashCode()));
        RecordCodec<? extends SpecificRecord> codec =
                new RecordCodec<>(new OneSchema(schema), stored.type(), "a-topic");
        Files.writeString(stored.file(".avsc"), schema + "\n");
        for (int i = 0; i < VALUES; i++) {
            byte[] avro = values.bytes(schema);
            byte[] bytes = ByteBuffer.allocate(5 + avro.length)
                    .put(new byte[5])
                    .put(avro)
                    .array();
            Decoded<? extends SpecificRecord> decoded = codec.decode(bytes);
            Files.write(stored.file("-" + i + ".bin"), bytes);
            Files.writeString(
                    stored.file("-" + i + ".json"),
                    RecordJson.text(((Decoded.Value<? extends SpecificRecord>) decoded).value()) + "\n");
        }
    }

    /** Whatever was there then is there now; there may be more. */
    private static void assertHolds(JsonNode seen, JsonNode expected, String where) {
        if (expected.isObject()) {
            expected.properties()
                    .forEach(field ->
                            assertHolds(seen.path(field.getKey()), field.getValue(), where + "." + field.getKey()));
        } else if (expected.isArray()) {
            assertThat(seen.size()).as(where).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                assertHolds(seen.path(i), expected.path(i), where + "[" + i + "]");
            }
        } else {
            assertThat(seen).as(where).isEqualTo(expected);
        }
    }

    private static Stream<Class<? extends SpecificRecord>> types() {
        return Arrays.stream(ForklineTopic.values()).flatMap(topic -> topic.valueType().stream());
    }

    private record OneSchema(Schema schema) implements SchemaRegistry {

        @Override
        public int register(String subject, Schema newSchema) {
            return 0;
        }

        @Override
        public Schema byId(int id) {
            return schema;
        }

        @Override
        public void close() {}
    }
}
