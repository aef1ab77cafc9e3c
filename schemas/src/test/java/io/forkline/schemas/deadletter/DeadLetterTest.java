package io.forkline.schemas.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.serde.RecordSize;
import io.forkline.schemas.topic.ForklineTopic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.junit.jupiter.api.Test;

class DeadLetterTest {

    private static final int MIB = 1024 * 1024;
    private static final byte[] KEY = {1, 2, 3};

    @Test
    void recordThatFitsStaysAsItWasAndGetsOurHeadersBesideItsOwn() {
        Headers original = new RecordHeaders().add("traceid", new byte[] {7, 7});
        byte[] value = new byte[(int) (DeadLetter.MOST_BYTES - KEY.length - RecordSize.of(original))];

        DeadLetter.Copy copy = letter("bad").of(KEY, value, original);

        assertThat(copy.key()).isSameAs(KEY);
        assertThat(copy.value()).isSameAs(value);
        assertThat(copy.headers())
                .extracting(Header::key)
                .containsExactly(
                        "traceid",
                        "forkline-cause",
                        "forkline-message",
                        "forkline-origin-topic",
                        "forkline-origin-partition",
                        "forkline-origin-offset",
                        "forkline-attempt",
                        "forkline-component");
    }

    @Test
    void valueThatIsTooLargeLosesItsEndAndSaysHowMuch() {
        byte[] value = new byte[DeadLetter.MOST_BYTES];
        Arrays.fill(value, (byte) 5);

        DeadLetter.Copy copy = letter("bad").of(KEY, value, new RecordHeaders());

        assertThat(copy.key()).isEqualTo(KEY);
        assertThat(copy.value()).isEqualTo(Arrays.copyOf(value, DeadLetter.MOST_BYTES - KEY.length));
        assertThat(header(copy, "bytes-cut")).isEqualTo(Integer.toString(KEY.length));
    }

    @Test
    void dropsHeadersAndTheEndsOfAllWhereNothingFits() {
        Headers original = new RecordHeaders().add("large", new byte[20 * MIB]);

        DeadLetter.Copy copy = letter("x".repeat(20 * MIB)).of(new byte[20 * MIB], new byte[20 * MIB], original);

        assertThat(copy.headers().lastHeader("large")).isNull();
        assertThat(header(copy, "message")).hasSizeLessThan(5_000).endsWith("...");
        assertThat(sizeOf(copy)).isLessThanOrEqualTo(ForklineTopic.DEAD_LETTERS.maxMessageBytes());
    }

    @Test
    void recordWithoutKeyValueAndHeadersIsBuriedToo() {
        DeadLetter.Copy copy = letter("no value").of(null, null, null);

        assertThat(copy.key()).isNull();
        assertThat(copy.value()).isNull();
        assertThat(header(copy, "message")).isEqualTo("no value");
    }

    private static DeadLetter letter(String message) {
        return new DeadLetter(DeadLetter.UNREADABLE, message, "forkline.jobs", 3, 17, 1, "planner");
    }

    private static String header(DeadLetter.Copy copy, String name) {
        return new String(copy.headers().lastHeader("forkline-" + name).value(), StandardCharsets.UTF_8);
    }

    /** As the producer counts it. */
    private static int sizeOf(DeadLetter.Copy copy) {
        return AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE,
                CompressionType.NONE,
                copy.key(),
                copy.value(),
                copy.headers().toArray());
    }
}
