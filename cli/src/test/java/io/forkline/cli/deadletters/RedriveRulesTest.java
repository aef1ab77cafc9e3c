package io.forkline.cli.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.deadletter.DeadLetter;
import io.forkline.schemas.deadletter.Redrives;
import io.forkline.schemas.topic.TopicLayout;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedriveRulesTest {

    private static final RedriveRules RULES = new RedriveRules(
            TopicLayout.DEFAULT,
            Map.of("forkline.jobs", 6, "forkline.snapshots", 6, "forkline.dead-letters", 1, "forkline.reports", 2),
            3);

    @Test
    void aRecordGoesBackToItsPartition() {
        assertThat(RULES.decide(Letters.letter(Letters.SAID)))
                .isEqualTo(new Verdict.Send("forkline.jobs", OptionalInt.of(3), new Redrives(1)));
    }

    @Test
    void whereThePartitionIsGoneTheKeyDecides() {
        assertThat(RULES.decide(Letters.letter(Letters.from("forkline.reports"))))
                .isEqualTo(new Verdict.Send("forkline.reports", OptionalInt.empty(), new Redrives(1)));
    }

    @Test
    void aRecordWithoutKeyAndValueGoesBackAsItIs() {
        assertThat(RULES.decide(Letters.letter(Letters.SAID, null, null))).isInstanceOf(Verdict.Send.class);
    }

    @ParameterizedTest
    @CsvSource({
        "forkline.results, its topic forkline.results is not there any more",
        "other.jobs, which is not behind the prefix forkline.",
        "forkline.jobs2, which is no topic of Forkline",
        "forkline.planner-runs-changelog, an internal topic of Kafka Streams",
        "forkline.x-repartition, an internal topic of Kafka Streams",
        "__consumer_offsets, which is not behind the prefix forkline.",
        "forkline.dead-letters, it came from the dead letters themselves",
        "'evil\u001b[2J', which is not behind the prefix forkline."
    })
    void otherTopicsGetNothing(String topic, String why) {
        assertThat(why(Letters.letter(Letters.from(topic)))).contains(why).doesNotContain("\u001b");
    }

    @Test
    void aRecordThatWasCutIsRefused() {
        Letter letter = Letters.letter(Letters.SAID);

        assertThat(why(new Letter(
                        letter.id(),
                        letter.buriedAt(),
                        letter.key(),
                        letter.value(),
                        letter.headers(),
                        letter.said(),
                        1)))
                .contains("it was cut by 1 byte,");
    }

    @Test
    void aLetterThatIsNotOursIsRefused() {
        Letter letter = Letters.letter(Letters.SAID);

        assertThat(why(new Letter(
                        letter.id(), letter.buriedAt(), null, null, new RecordHeaders(), Optional.empty(), 0)))
                .contains("nobody knows where it came from");
    }

    @Test
    void aRecordThatCameBackOftenEnoughIsRefused() {
        assertThat(RULES.decide(redriven("2"))).isInstanceOf(Verdict.Send.class);
        assertThat(why(redriven("3"))).contains("redriven 3 times", "show 0-5", "--max-redrives");
    }

    @Test
    void aCountThatIsNoNumberIsRefused() {
        assertThat(why(redriven("none"))).contains("forkline-redrives is not a number");
    }

    @Test
    void aCompactedTopicLosesNothing() {
        DeadLetter said = Letters.from("forkline.snapshots");

        assertThat(why(Letters.letter(said, Letters.bytes("k"), null))).contains("would delete what there is");
        assertThat(why(Letters.letter(said, null, new byte[] {1}))).contains("it has no key");
        assertThat(RULES.decide(Letters.letter(said))).isInstanceOf(Verdict.Send.class);
    }

    private static Letter redriven(String count) {
        Letter letter = Letters.letter(Letters.SAID);
        return new Letter(
                letter.id(),
                letter.buriedAt(),
                letter.key(),
                letter.value(),
                new RecordHeaders().add(Redrives.HEADER, Letters.bytes(count)),
                letter.said(),
                0);
    }

    private static String why(Letter letter) {
        return RULES.decide(letter) instanceof Verdict.Refuse refuse ? refuse.why() : "not refused";
    }
}
