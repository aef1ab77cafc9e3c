package io.forkline.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.record.Issue;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportLineTest {

    private static final String PLAIN = "{\"perspective\":\"Security\",\"score\":90,\"finding\":\"1 issue\"}";

    @Test
    void shortestReportHasNameScoreAndFinding() {
        assertThat(parse(PLAIN + "\n")).isEqualTo(new ReportLine.Accepted(90, "1 issue", List.of(), 0, Map.of()));
    }

    @Test
    void issuesKeepTheirOrderAndFurtherNumbersBecomeMetrics() {
        ReportLine line = parse("""
                {"perspective":"Security","score":99.5,"finding":" two ","files":3,"ratio":0.25,"issues":[\
                {"file":"b.py","line":7,"severity":"HIGH","rule":"B602","message":"shell"},\
                {"file":null,"line":null,"severity":"LOW","rule":"X1","message":"ı"},\
                {"severity":"MEDIUM","rule":"X2","message":"no file"}]}""");

        assertThat(line)
                .isEqualTo(new ReportLine.Accepted(
                        99.5,
                        "two",
                        List.of(
                                new Issue("b.py", 7, "HIGH", "B602", "shell"),
                                new Issue(null, null, "LOW", "X1", "ı"),
                                new Issue(null, null, "MEDIUM", "X2", "no file")),
                        0,
                        Map.of("files", 3.0, "ratio", 0.25)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"perspective":"Tests","score":1,"finding":"x"}                                | it is of perspective "Tests", not Security
            {"score":1,"finding":"x"}                                                      | it has "perspective" missing
            {"perspective":"Security","finding":"x"}                                       | it has "score" missing
            {"perspective":"Security","score":"90","finding":"x"}                          | "score" "\"90\"", which is not a number
            {"perspective":"Security","score":null,"finding":"x"}                          | "score" "null", which is not a number
            {"perspective":"Security","score":-0.1,"finding":"x"}                          | its score is -0.1, not from 0 to 100
            {"perspective":"Security","score":100.5,"finding":"x"}                         | its score is 100.5, not from 0 to 100
            {"perspective":"Security","score":1e999,"finding":"x"}                         | which is not a number
            {"perspective":"Security","score":NaN,"finding":"x"}                           | its line is not JSON
            {"perspective":"Security","score":1}                                           | it has "finding" missing
            {"perspective":"Security","score":1,"finding":" "}                             | which is not a text that is not blank
            {"perspective":"Security","score":1,"finding":"a\\nb"}                         | which is not a single line
            {"perspective":"Security","score":1,"score":2,"finding":"x"}                   | Duplicate field 'score'
            {"perspective":"Security","score":1,"finding":"x","nested":{"a":1}}            | "nested" "{"a":1}", which is not a number
            {"perspective":"Security","score":1,"finding":"x","ok":true}                   | "ok" "true", which is not a number
            {"perspective":"Security","score":1,"finding":"x"} {}                          | its line is not JSON
            {"perspective":"Security","score":1,"finding":"x"                              | its line is not JSON
            hello                                                                          | its line is not JSON (Unrecognized token 'hello'
            []                                                                             | it is not an object
            7                                                                              | it is not an object
            """)
    void whatIsNotAReportIsRefusedAndQuoted(String stdout, String why) {
        assertThat(parse(stdout))
                .isInstanceOfSatisfying(
                        ReportLine.Refused.class,
                        refused -> assertThat(refused.why())
                                .contains(why.replace("\\\"", "\""))
                                .contains(stdout.substring(0, Math.min(stdout.length(), 30))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            "none"                                                                  | it has "issues"
            {"severity":"LOW"}                                                      | it has "issues"
            [7]                                                                     | issue 1 is not an object
            [{"rule":"r","message":"m"}]                                            | issue 1 has "severity" missing
            [{"severity":"low","rule":"r","message":"m"}]                           | which is not LOW, MEDIUM or HIGH
            [{"severity":"LOW","message":"m"}]                                      | issue 1 has "rule" missing
            [{"severity":"LOW","rule":"r"}]                                         | issue 1 has "message" missing
            [{"severity":"LOW","rule":"r","message":"m","line":0}]                  | which is not a whole number from 1
            [{"severity":"LOW","rule":"r","message":"m","line":1.5}]                | which is not a whole number from 1
            [{"severity":"LOW","rule":"r","message":"m","line":99999999999}]        | which is not a whole number from 1
            [{"severity":"LOW","rule":"r","message":"m","file":7}]                  | which is not a text
            [{"severity":"LOW","rule":"r","message":"m","col":7}]                   | unknown fields [col]
            """)
    void malformedIssueRefusesTheReport(String issues, String why) {
        assertThat(parse("{\"perspective\":\"Security\",\"score\":1,\"finding\":\"x\",\"issues\":" + issues + "}"))
                .isInstanceOfSatisfying(
                        ReportLine.Refused.class,
                        refused -> assertThat(refused.why()).contains(why));
    }

    @Test
    void nothingPrintedIsRefused() {
        assertThat(parse(" \n\n"))
                .isEqualTo(new ReportLine.Refused("it printed nothing; a perspective prints exactly one line of JSON"));
    }

    @Test
    void secondLineIsRefusedAndBothAreQuoted() {
        assertThat(parse("scanning...\n" + PLAIN))
                .isInstanceOfSatisfying(
                        ReportLine.Refused.class,
                        refused -> assertThat(refused.why())
                                .startsWith("it printed 2 lines;")
                                .contains("scanning...\\n{"));
    }

    @Test
    void hugeLineIsQuotedInShort() {
        assertThat(parse("x".repeat(5_000_000)))
                .isInstanceOfSatisfying(
                        ReportLine.Refused.class,
                        refused -> assertThat(refused.why()).hasSizeLessThan(600));
    }

    @Test
    void endlessNestingIsRefused() {
        assertThat(parse("[".repeat(1_000_000))).isInstanceOf(ReportLine.Refused.class);
    }

    @Test
    void issuesBeyondTheLimitAreCutFromTheEndAndCounted() {
        String issue = "{\"severity\":\"LOW\",\"rule\":\"r\",\"message\":\"m\"}";

        ReportLine.Accepted line = accepted(String.join(",", Collections.nCopies(ReportLimits.MOST_ISSUES + 3, issue)));

        assertThat(line.issues()).hasSize(ReportLimits.MOST_ISSUES);
        assertThat(line.issuesCut()).isEqualTo(3);
    }

    @Test
    void issuesThatAreLargeInAllAreCutAndCounted() {
        String issue = "{\"severity\":\"LOW\",\"rule\":\"r\",\"message\":\"" + "ş".repeat(5000) + "\"}";

        ReportLine.Accepted line = accepted(String.join(",", Collections.nCopies(400, issue)));

        assertThat(line.issues().get(0).getMessage())
                .hasSize(ReportLimits.MOST_TEXT)
                .endsWith("ş…");
        assertThat(line.issues().stream().mapToLong(ReportLimits::bytes).sum())
                .isBetween((long) ReportLimits.MOST_ISSUE_BYTES / 2, (long) ReportLimits.MOST_ISSUE_BYTES);
        assertThat(line.issues().size() + line.issuesCut()).isEqualTo(400);
    }

    @Test
    void metricsBeyondTheLimitAreRefused() {
        StringBuilder line = new StringBuilder(PLAIN.substring(0, PLAIN.length() - 1));
        for (int i = 0; i <= ReportLimits.MOST_METRICS; i++) {
            line.append(",\"m").append(i).append("\":1");
        }

        assertThat(parse(line + "}"))
                .isInstanceOfSatisfying(
                        ReportLine.Refused.class,
                        refused -> assertThat(refused.why()).contains("it has 101 metrics, more than 100"));
    }

    @Test
    void metricWithALongerNameThanTheLimitIsRefused() {
        String longest = "m".repeat(ReportLimits.MOST_RULE);
        String line = PLAIN.substring(0, PLAIN.length() - 1) + ",\"" + longest;

        assertThat(parse(line + "\":1}")).isInstanceOf(ReportLine.Accepted.class);
        assertThat(parse(line + "m\":1}"))
                .isInstanceOfSatisfying(
                        ReportLine.Refused.class,
                        refused -> assertThat(refused.why()).contains("name has 201 characters, more than 200"));
    }

    @Test
    void cutNeverSplitsACharacter() {
        String text = "a" + "😀".repeat(ReportLimits.MOST_TEXT);

        assertThat(ReportLimits.shorten(text, ReportLimits.MOST_TEXT)).isEqualTo("a" + "😀".repeat(499) + "…");
        assertThat(ReportLimits.tail(text, 8)).isEqualTo("…" + "😀".repeat(4));
    }

    private static ReportLine parse(String stdout) {
        return ReportLine.parse(stdout, "Security");
    }

    private static ReportLine.Accepted accepted(String issues) {
        return (ReportLine.Accepted)
                parse("{\"perspective\":\"Security\",\"score\":1,\"finding\":\"x\",\"issues\":[" + issues + "]}");
    }
}
