package io.forkline.schemas.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class RedrivesTest {

    @Test
    void aRecordWithoutTheHeaderWasNeverRedriven() {
        assertThat(Redrives.of(new RecordHeaders())).contains(new Redrives(0));
    }

    @Test
    void theCountGoesBehindTheOtherHeadersAndReplacesAnOlderOne() {
        Headers headers = new RecordHeaders().add("a", bytes("1")).add("forkline-redrives", bytes("1"));
        headers.add("a", bytes("2"));

        Headers counted = Redrives.of(headers).orElseThrow().next().in(headers);

        assertThat(counted)
                .isEqualTo(new RecordHeaders()
                        .add("a", bytes("1"))
                        .add("a", bytes("2"))
                        .add("forkline-redrives", bytes("2")));
        assertThat(headers).hasSize(3);
    }

    @Test
    void aRecordThatFailsAgainBringsItsCountAlong() {
        Headers redriven = new Redrives(2).in(new RecordHeaders());
        DeadLetter.Copy again =
                new DeadLetter("UNREADABLE", "bad", "forkline.jobs", 0, 0, 1, "planner").of(null, null, redriven);

        BuriedRecord read =
                BuriedRecord.read(again.key(), again.value(), again.headers()).orElseThrow();

        assertThat(Redrives.of(read.headers())).contains(new Redrives(2));
    }

    @Test
    void aCountThatIsNoNumberIsNotTakenForNone() {
        for (String text : new String[] {"", "-1", "x", "9999999"}) {
            assertThat(Redrives.of(new RecordHeaders().add("forkline-redrives", bytes(text))))
                    .isEmpty();
        }
        assertThat(Redrives.of(new RecordHeaders().add("forkline-redrives", null)))
                .isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
