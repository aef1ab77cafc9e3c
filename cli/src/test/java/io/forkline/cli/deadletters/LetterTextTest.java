package io.forkline.cli.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.forkline.cli.TestHost;
import io.forkline.cli.terminal.Text;
import io.forkline.schemas.deadletter.DeadLetter;
import io.forkline.schemas.topic.TopicLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** How dead letters look; what they hold may come from anyone. */
class LetterTextTest {

    private static final String EVIL = "\u001b[2J\u009b2J\r\u202Eevil\u0007";
    private static final DeadLetter HOSTILE = new DeadLetter(EVIL, EVIL, EVIL, 0, 1, 1, EVIL);

    private final TestHost host = new TestHost(Path.of("unused"));

    @Test
    void aLetterIsALineOfAHundredColumns() {
        DeadLetter wide = new DeadLetter(
                "TOO_MANY_REPLAYS", "word ".repeat(50), "forkline.snapshot-requests", 3, 1234, 1, "snapshot-builders");

        List<String> lines = table(List.of(Letters.letter(Letters.SAID), Letters.letter(wide)));

        assertThat(lines).hasSize(3).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(lines.get(1)).startsWith("0-5  11-28 10:00:00  jobs-3@17  ").contains("planner", "UNREADABLE");
        assertThat(lines.get(2))
                .contains("snapshot-requests-3@1234", "TOO_MANY_REPLAYS")
                .endsWith("...");
    }

    @Test
    void aListNamesLettersThatAreNotOurs() {
        assertThat(table(List.of(foreign())).get(1)).contains("0-5", " - ", "not in the form of");
    }

    @Test
    void nothingOfAHostileLetterReachesTheTerminal() {
        Letter hostile = new Letter(
                new LetterId(0, 1),
                Letters.AT,
                Letters.bytes(EVIL),
                Letters.bytes(EVIL),
                new RecordHeaders().add(EVIL, Letters.bytes(EVIL)).add("binary", new byte[] {(byte) 0xff, 27}),
                Optional.of(HOSTILE),
                0);
        LetterView view = new LetterView(host.host().terminal());

        view.print(hostile, new ValueText.Unreadable(EVIL));
        view.print(
                hostile,
                new ValueText.Readable(
                        "X", JsonNodeFactory.instance.objectNode().put(EVIL, EVIL)));
        String shown = host.out()
                + table(List.of(hostile))
                + Text.escape(LetterJson.summary(hostile).toString());

        assertThat(shown.codePoints().filter(point -> point != '\n'))
                .noneMatch(point -> Character.isISOControl(point) || Character.getType(point) == Character.FORMAT);
        assertThat(host.out())
                .contains("\\u001b[2J\\u009b2J\\u000d\\u202eevil\\u0007", "binary  0xff1b")
                .contains("00000000  1b 5b 32 4a c2 9b");
    }

    @Test
    void aLetterIsShownWithAllThatWasSaidOfIt() {
        new LetterView(host.host().terminal())
                .print(
                        Letters.letter(Letters.SAID, null, new byte[] {0, 65, 66}),
                        new ValueText.Unreadable("cut short"));

        assertThat(host.out())
                .startsWith("Dead letter 0-5, from 2026-11-28T10:00:00Z")
                .contains("cause      UNREADABLE", "origin     forkline.jobs-3@17", "component  planner")
                .contains("redrives   0", "Headers of the record: none", "Key: none")
                .contains("Value: 3 bytes, not decoded: cut short")
                .contains("00000000  00 41 42 ")
                .contains("|.AB|");
    }

    @Test
    void aLargeValueIsNotDumpedWhole() {
        byte[] large = new byte[LetterView.MOST_DUMPED_BYTES + 1];

        new LetterView(host.host().terminal())
                .print(Letters.letter(Letters.SAID, null, large), new ValueText.Unreadable("zeros"));

        assertThat(host.out()).contains("1 further byte; --raw FILE writes them all");
        assertThat(host.out().lines()).hasSizeLessThan(300);
    }

    @Test
    void bytesAreTextWhereTheyAreUtf8() {
        assertThat(BytesText.line(null)).isEqualTo("null");
        assertThat(BytesText.line(new byte[0])).isEqualTo("\"\"");
        assertThat(BytesText.line(Letters.bytes("a\"\\ü"))).isEqualTo("\"a\\\"\\\\ü\"");
        assertThat(BytesText.line(new byte[] {(byte) 0xc3})).isEqualTo("0xc3");
        assertThat(BytesText.line(new byte[2_000])).endsWith("...\", 2000 bytes");
    }

    @Test
    void jsonHasTheFieldsThatAreDocumented() {
        assertThat(LetterJson.summary(Letters.letter(Letters.SAID, null, new byte[3])))
                .hasToString("{\"id\":\"0-5\",\"buriedAt\":\"2026-11-28T10:00:00Z\",\"cause\":\"UNREADABLE\","
                        + "\"message\":\"the bytes are not a JobRequested\",\"origin\":{\"topic\":\"forkline.jobs\","
                        + "\"partition\":3,\"offset\":17},\"attempt\":1,\"component\":\"planner\",\"redrives\":0,"
                        + "\"bytesCut\":0,\"keyBytes\":null,\"valueBytes\":3}");
        assertThat(LetterJson.summary(foreign()).get("origin").isNull()).isTrue();
        assertThat(LetterJson.whole(Letters.letter(Letters.SAID), new ValueText.Unreadable("x"))
                        .toString())
                .endsWith("\"key\":\"a2V5\",\"value\":\"AAEC\",\"headers\":[],\"decoded\":null}");
    }

    private static Letter foreign() {
        return new Letter(new LetterId(0, 5), Letters.AT, null, null, new RecordHeaders(), Optional.empty(), 0);
    }

    private List<String> table(List<Letter> letters) {
        return LetterTable.of(
                letters.stream().map(LetterRow::of).toList(),
                TopicLayout.DEFAULT,
                host.host().terminal());
    }
}
