package io.forkline.aggregator.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.record.TopIssue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VerdictReaderTest {

    private static final String ISSUE =
            "{\"title\":\"t\",\"file\":null,\"line\":null,\"severity\":\"critical\",\"why\":\"w\",\"fix\":\"f\"}";

    @ParameterizedTest
    @CsvSource({"-5, 0", "100.5, 100", "42, 42"})
    void scoreIsBroughtIntoItsRange(String written, double read) {
        assertThat(fits(verdict(written, ISSUE)).healthScore()).isEqualTo(read);
    }

    @Test
    void fourthIssueIsLeftOut() {
        assertThat(fits(verdict("1", String.join(",", ISSUE, ISSUE, ISSUE, ISSUE)))
                        .topIssues())
                .hasSize(3);
    }

    @Test
    void severityOfAnotherScaleBecomesOurs() {
        assertThat(fits(verdict("1", ISSUE)).topIssues())
                .extracting(TopIssue::getSeverity)
                .containsExactly("HIGH");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | it is not a JSON object",
                "[] | it is not a JSON object",
                "{\"healthScore\":\"1\"} | healthScore is not a number",
                "{\"healthScore\":1} | topIssues is not an array",
                "{\"healthScore\":1,\"topIssues\":[{}]} | title is not a text",
                "{\"healthScore\":1,\"topIssues\":[],\"nextActions\":[1]} | nextActions has an entry that is not a text",
                "{\"healthScore\":1,\"topIssues\":[],\"nextActions\":[]} | scaleNote is not a text"
            })
    void whatDoesNotFitIsNamed(String content, String why) {
        assertThat(VerdictReader.read(content)).isEqualTo(new VerdictReader.Unfit(why));
    }

    @Test
    void textBehindTheJsonDoesNotFit() {
        assertThat(VerdictReader.read(verdict("1", ISSUE) + " Hope this helps!"))
                .isInstanceOf(VerdictReader.Unfit.class);
    }

    private static Judgement fits(String content) {
        return ((VerdictReader.Fits) VerdictReader.read(content)).judgement();
    }

    private static String verdict(String score, String issues) {
        return "{\"healthScore\":" + score + ",\"topIssues\":[" + issues
                + "],\"nextActions\":[\"a\"],\"scaleNote\":\"s\"}";
    }
}
