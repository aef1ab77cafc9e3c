package io.forkline.schemas.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.record.Issue;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BoundedReportsTest {

    @Test
    void reportsThatFitStayAsTheyAre() {
        List<PerspectiveReport> reports = List.of(report("Security"), report("Tests"));

        BoundedReports bounded = BoundedReports.of(reports);

        assertThat(bounded).isEqualTo(new BoundedReports(reports, 0));
    }

    @Test
    void largestReportLosesIssuesFromItsEndAndSaysHowMany() {
        PerspectiveReport small = report("Tests");

        BoundedReports bounded = BoundedReports.of(List.of(large("Security", 1_000), small), 20_000);

        PerspectiveReport cut = bounded.reports().getFirst();
        assertThat(bounded.reports().get(1)).isEqualTo(small);
        assertThat(cut.getIssues()).isNotEmpty().hasSizeLessThan(1_000);
        assertThat(cut.getIssues().getFirst().getRule()).isEqualTo("R0");
        assertThat(bounded.issuesCut()).isEqualTo(1_000 - cut.getIssues().size());
        assertThat(cut.getIssuesCut()).isEqualTo(bounded.issuesCut());
        assertThat(size(bounded)).isBetween(15_000L, 20_000L);
    }

    @Test
    void equallyLargeReportsLoseAlike() {
        BoundedReports bounded = BoundedReports.of(List.of(large("A", 500), large("B", 500)), 20_000);

        assertThat(bounded.reports().get(0).getIssues())
                .hasSameSizeAs(bounded.reports().get(1).getIssues());
    }

    @Test
    void longTextsGoWhenIssuesAreNotEnough() {
        PerspectiveReport wordy = PerspectiveReport.newBuilder(report("Security"))
                .setStderrTail("e".repeat(50_000))
                .setFinding("f".repeat(50_000))
                .build();

        BoundedReports bounded = BoundedReports.of(List.of(wordy), 10_000);

        assertThat(bounded.reports().getFirst().getStderrTail()).isNull();
        assertThat(bounded.reports().getFirst().getFinding()).endsWith("...");
        assertThat(size(bounded)).isLessThan(10_000);
    }

    @Test
    void fiveHundredLargeReportsFitIntoOneRecord() {
        BoundedReports bounded = BoundedReports.of(Collections.nCopies(500, large("Security", 2_000)));

        assertThat(size(bounded)).isLessThanOrEqualTo(BoundedReports.BUDGET_BYTES);
    }

    private static long size(BoundedReports bounded) {
        return bounded.reports().stream().mapToLong(RecordSize::bytes).sum();
    }

    private static PerspectiveReport report(String perspective) {
        return PerspectiveReport.newBuilder()
                .setTaskId("job-1/1/" + perspective)
                .setJobId("job-1")
                .setRunId("job-1/1")
                .setEnvironmentId("e".repeat(64))
                .setPerspective(perspective)
                .setAttempt(1)
                .setOutcome(ReportOutcome.OK)
                .setScore(80.0)
                .setFinding("fine")
                .build();
    }

    private static PerspectiveReport large(String perspective, int issues) {
        return PerspectiveReport.newBuilder(report(perspective))
                .setIssues(IntStream.range(0, issues)
                        .mapToObj(i -> new Issue("app.py", i + 1, "LOW", "R" + i, "m".repeat(40)))
                        .toList())
                .build();
    }
}
