package io.forkline.schemas.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.topic.ForklineTopic;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class BuriedRecordTest {

    private static final DeadLetter LETTER =
            new DeadLetter(DeadLetter.UNREADABLE, "bad", "forkline.jobs", 3, 17, 2, "planner");

    @Test
    void whatWasBuriedIsReadAsItCame() {
        Headers original = new RecordHeaders().add("traceid", new byte[] {7}).add("empty", null);

        Optional<BuriedRecord> read = read(LETTER.of(new byte[] {1}, null, original));

        assertThat(read).hasValueSatisfying(buried -> {
            assertThat(buried.letter()).isEqualTo(LETTER);
            assertThat(buried.key()).containsExactly(1);
            assertThat(buried.value()).isNull();
            assertThat(buried.headers()).isEqualTo(original);
            assertThat(buried.bytesCut()).isZero();
        });
    }

    @Test
    void aRecordThatLooksLikeADeadLetterKeepsItsOwnHeaders() {
        DeadLetter.Copy forged = new DeadLetter("FORGED", "x", "elsewhere", 0, 0, 1, "nobody")
                .of(null, null, new RecordHeaders().add("forkline-bytes-cut", bytes("5")));

        Optional<BuriedRecord> read = read(LETTER.of(null, null, forged.headers()));

        assertThat(read).hasValueSatisfying(buried -> {
            assertThat(buried.letter()).isEqualTo(LETTER);
            assertThat(buried.headers()).isEqualTo(forged.headers());
            assertThat(buried.bytesCut()).isZero();
        });
    }

    @Test
    void aRecordThatWasCutSaysSo() {
        byte[] large = new byte[ForklineTopic.DEAD_LETTERS.maxMessageBytes()];

        Optional<BuriedRecord> read = read(LETTER.of(null, large, null));

        assertThat(read).hasValueSatisfying(buried -> {
            assertThat(buried.bytesCut()).isPositive();
            assertThat(buried.value()).hasSize(large.length - Math.toIntExact(buried.bytesCut()));
        });
    }

    @Test
    void headersThatAreNotOursAreNotRead() {
        Headers ours = LETTER.of(null, null, null).headers();
        Headers more = new RecordHeaders(ours.toArray()).add("more", bytes("x"));
        Headers fewer = new RecordHeaders(ours.toArray());
        fewer.remove("forkline-attempt");

        assertThat(BuriedRecord.read(null, null, new RecordHeaders())).isEmpty();
        assertThat(BuriedRecord.read(null, null, more)).isEmpty();
        assertThat(BuriedRecord.read(null, null, fewer)).isEmpty();
    }

    @Test
    void numbersThatAreNoneAreNotRead() {
        for (String name : new String[] {"origin-partition", "origin-offset", "attempt"}) {
            for (String value : new String[] {"x", "-1", "", "99999999999999999999"}) {
                assertThat(BuriedRecord.read(null, null, with("forkline-" + name, bytes(value))))
                        .as(name + "=" + value)
                        .isEmpty();
            }
            assertThat(BuriedRecord.read(null, null, with("forkline-" + name, null)))
                    .isEmpty();
        }
    }

    /** Our headers, one of them with another value. */
    private static Headers with(String name, byte[] value) {
        Headers headers = new RecordHeaders();
        for (Header header : LETTER.of(null, null, null).headers()) {
            headers.add(header.key(), header.key().equals(name) ? value : header.value());
        }
        return headers;
    }

    private static Optional<BuriedRecord> read(DeadLetter.Copy copy) {
        return BuriedRecord.read(copy.key(), copy.value(), copy.headers());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
