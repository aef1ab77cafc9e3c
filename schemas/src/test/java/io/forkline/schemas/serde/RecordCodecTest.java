package io.forkline.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.forkline.schemas.record.ControlAction;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.RunControl;
import io.forkline.schemas.registry.RegistryUnavailableException;
import io.forkline.schemas.registry.SchemaRefusedException;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.topic.ForklineTopic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordCodecTest {

    private static final int ID = 0x01020304;

    private final RecordCodec<RunControl> codec =
            new RecordCodec<>(new FixedRegistry(RunControl.getClassSchema()), RunControl.class, "controls");

    static Stream<Class<? extends SpecificRecord>> types() {
        return Arrays.stream(ForklineTopic.values()).flatMap(topic -> topic.valueType().stream());
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyValueComesBackAsItWas(Class<? extends SpecificRecord> type) {
        assertRoundTrips(type);
    }

    private static <T extends SpecificRecord> void assertRoundTrips(Class<T> type) {
        Schema schema = SpecificData.get().getSchema(type);
        RecordCodec<T> codec = new RecordCodec<>(new FixedRegistry(schema), type, "a-topic");
        RandomRecords values = new RandomRecords(new Random(42));
        for (int i = 0; i < 200; i++) {
            byte[] written = framed(values.bytes(schema));

            T value = value(codec.decode(written));

            // As JSON: Avro cannot compare lists of records that hold an instant or null.
            assertThat(RecordJson.tree(value(codec.decode(codec.encode(value)))))
                    .isEqualTo(RecordJson.tree(value));
        }
    }

    @Test
    void bytesAreZeroThenTheIdThenTheAvroBinary() {
        byte[] bytes = codec.encode(control());

        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("00" + "01020304" + "026a" + "00" + "00" + "04" + "0279" + "0204" + "6e6f" + "00");
    }

    @Test
    void subjectIsTheTopicAndValue() {
        FixedRegistry registry = new FixedRegistry(RunControl.getClassSchema());
        new RecordCodec<>(registry, RunControl.class, "forkline.controls").encode(control());

        assertThat(registry.subject).isEqualTo("forkline.controls-value");
    }

    @Test
    void valueCutShortAnywhereIsPoison() {
        byte[] whole = codec.encode(control());
        for (int length = 0; length < whole.length; length++) {
            assertThat(codec.decode(Arrays.copyOf(whole, length)))
                    .as("first %s bytes", length)
                    .isInstanceOf(Decoded.Poison.class);
        }
    }

    @Test
    void bytesBehindTheValueArePoison() {
        byte[] whole = codec.encode(control());

        assertThat(codec.decode(Arrays.copyOf(whole, whole.length + 1)))
                .isEqualTo(new Decoded.Poison<>("there are bytes left behind the RunControl"));
    }

    @Test
    void noValueAndOtherFormatsArePoison() {
        assertThat(codec.decode(null)).isEqualTo(new Decoded.Poison<>("the record has no value"));
        assertThat(codec.decode("{\"jobId\":\"x\"}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Decoded.Poison<>("the value is not in Confluent wire format: 13 bytes that do not begin"
                        + " with a zero byte and a schema id"));
    }

    @Test
    void valueOfAnotherRecordIsPoison() {
        RecordCodec<JobRequested> jobs =
                new RecordCodec<>(new FixedRegistry(RunControl.getClassSchema()), JobRequested.class, "jobs");

        assertThat(jobs.decode(codec.encode(control()))).isInstanceOf(Decoded.Poison.class);
    }

    @Test
    void randomBytesAreNeverMoreThanPoison() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);

            assertThat(codec.decode(framed(noise))).isNotInstanceOf(Decoded.Unavailable.class);
        }
    }

    @Test
    void textThatClaimsTwoGigabytesIsPoisonAtOnce() throws IOException {
        byte[] claim = framed(longs(Integer.MAX_VALUE - 8L));

        assertThat(poisonAtOnce(codec, claim)).contains("a length of 2147483639 where");
    }

    @Test
    void contentThatClaimsTwoGigabytesIsPoisonAtOnce() throws IOException {
        RecordCodec<JobRequested> jobs =
                new RecordCodec<>(new FixedRegistry(JobRequested.getClassSchema()), JobRequested.class, "jobs");
        // jobId "j", no replay, environment "e", an inline target with one file "a" whose content claims it.
        byte[] before = HexFormat.of().parseHex("026a" + "00" + "0265" + "00" + "02" + "0261");

        byte[] claim = framed(concat(before, longs(Integer.MAX_VALUE - 8L)));

        assertThat(poisonAtOnce(jobs, claim)).contains("a length of 2147483639 where");
    }

    @Test
    void textThatClaimsMoreThanThereIsIsPoisonByItsClaim() throws IOException {
        byte[] claim = framed(concat(longs(300), new byte[199]));

        assertThat(poisonAtOnce(codec, claim)).contains("a length of 300 where");
    }

    @Test
    void listThatClaimsTwoBillionItemsIsPoisonAtOnce() throws IOException {
        RecordCodec<JobRequested> jobs =
                new RecordCodec<>(new FixedRegistry(JobRequested.getClassSchema()), JobRequested.class, "jobs");
        // jobId "j", no replay, environment "e", an inline target whose list of files claims to be endless.
        byte[] before = HexFormat.of().parseHex("026a" + "00" + "0265" + "00");
        for (long count : new long[] {Integer.MAX_VALUE - 8L, Long.MAX_VALUE, Long.MIN_VALUE, -1_000_000_000L}) {
            assertThat(poisonAtOnce(jobs, framed(concat(before, longs(count, 7, 7)))))
                    .isNotEmpty();
        }
    }

    @Test
    void registryThatIsAwayIsNotPoison() {
        RecordCodec<RunControl> away = codecOf(new RegistryUnavailableException("no route", null));

        assertThat(away.decode(codec.encode(control()))).isEqualTo(new Decoded.Unavailable<>("no route"));
    }

    @Test
    void idThatTheRegistryDeniesIsPoison() {
        RecordCodec<RunControl> denied = codecOf(new SchemaRefusedException("not found", new IOException()));

        assertThat(denied.decode(codec.encode(control())))
                .isEqualTo(new Decoded.Poison<>("schema id 16909060: not found"));
    }

    @Test
    void registryThatComesBackIsAskedAgain() {
        FixedRegistry registry = new FixedRegistry(RunControl.getClassSchema());
        RecordCodec<RunControl> recovering = new RecordCodec<>(registry, RunControl.class, "controls");
        byte[] bytes = recovering.encode(control());
        registry.failure = new RegistryUnavailableException("no route", null);
        Decoded<RunControl> during = recovering.decode(bytes);
        registry.failure = null;

        assertThat(during).isInstanceOf(Decoded.Unavailable.class);
        assertThat(recovering.decode(bytes)).isEqualTo(new Decoded.Value<>(control()));
    }

    /** Its cause. */
    private static <T extends SpecificRecord> String poisonAtOnce(RecordCodec<T> codec, byte[] bytes) {
        Decoded<T> decoded = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> codec.decode(bytes));

        assertThat(decoded).isInstanceOf(Decoded.Poison.class);
        return ((Decoded.Poison<T>) decoded).cause();
    }

    private static RecordCodec<RunControl> codecOf(RuntimeException failure) {
        FixedRegistry registry = new FixedRegistry(RunControl.getClassSchema());
        registry.failure = failure;
        return new RecordCodec<>(registry, RunControl.class, "controls");
    }

    private static RunControl control() {
        return RunControl.newBuilder()
                .setJobId("j")
                .setRunId(null)
                .setAction(ControlAction.CANCEL)
                .setRequestedAt(Instant.ofEpochMilli(2))
                .setRequestedBy("y")
                .setReason("no")
                .build();
    }

    private static <T> T value(Decoded<T> decoded) {
        assertThat(decoded).isInstanceOf(Decoded.Value.class);
        return ((Decoded.Value<T>) decoded).value();
    }

    private static byte[] framed(byte[] avro) {
        return ByteBuffer.allocate(5 + avro.length)
                .put((byte) 0)
                .putInt(ID)
                .put(avro)
                .array();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    private static byte[] longs(long... values) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        for (long value : values) {
            encoder.writeLong(value);
        }
        return out.toByteArray();
    }

    /** Knows one schema under one id, or fails. */
    private static final class FixedRegistry implements SchemaRegistry {

        private final Schema schema;
        private String subject = "";
        private RuntimeException failure;

        FixedRegistry(Schema schema) {
            this.schema = schema;
        }

        @Override
        public int register(String newSubject, Schema newSchema) {
            subject = newSubject;
            return ID;
        }

        @Override
        public Schema byId(int id) {
            if (failure != null) {
                throw failure;
            }
            return schema;
        }

        @Override
        public void close() {}
    }
}
