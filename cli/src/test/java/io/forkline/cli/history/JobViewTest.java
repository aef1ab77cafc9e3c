package io.forkline.cli.history;

import static io.forkline.cli.history.Records.cancel;
import static io.forkline.cli.history.Records.planned;
import static io.forkline.cli.history.Records.replay;
import static io.forkline.cli.history.Records.report;
import static io.forkline.cli.history.Records.reported;
import static io.forkline.cli.history.Records.requested;
import static io.forkline.cli.history.Records.result;
import static io.forkline.cli.history.Records.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.forkline.cli.history.Records.Placed;
import io.forkline.cli.terminal.Terminal;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.ResultStatus;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobViewTest {

    private static final int COLUMNS = 100;
    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

    private final Terminal terminal = new Terminal(NOWHERE, NOWHERE, true, false, false, true, COLUMNS);

    @Test
    void aRunningJobShowsWhatItWaitsForAndItsRecordsInOrder() {
        History history = Records.history(List.of(
                report(6, 1, "Security", 1, ReportOutcome.OK),
                requested(1),
                planned(2, 1, 1),
                task(3, 1, "Security", 1),
                task(4, 1, "Structure", 1)));

        assertThat(show(history))
                .contains("running  python-review  run build-42/1  tenant default  1 of 2 reports")
                .contains("  Waits for the report of Structure.")
                .containsSubsequence(
                        "  2026-11-23T18:00:01Z           -  forkline.jobs 3@1        asked for",
                        "  2026-11-23T18:00:02Z      1.00 s  forkline.plans 3@2       planned",
                        "  2026-11-23T18:00:03Z      2.00 s  forkline.fork-tasks 3@3  first task issued",
                        "  2026-11-23T18:00:06Z      5.00 s  forkline.reports 3@6     last report",
                        "  2026-11-23T18:10:00Z  9 min 59 s                           deadline")
                .noneMatch(line -> line.endsWith("first report"));
    }

    @Test
    void aReplayNamesItsOriginAndTheRunThatItsReportsAreFrom() {
        PerspectiveReport reused = PerspectiveReport.newBuilder(reported(2, "Security", 1, ReportOutcome.OK))
                .setReusedFrom("build-42/1")
                .build();
        JobResult result = Records.answered(2, 4, ResultStatus.PARTIAL, reused)
                .setReplayOf("build-42/1")
                .build();
        History history = Records.history(List.of(requested(1), replay(4, "again"), Records.at("results", 5, result)));

        assertThat(String.join("\n", show(history)))
                .contains("run build-42/2  replay of build-42/1")
                .contains("Security     ok, from build-42/1");
    }

    @Test
    void whyThereIsNoVerdictIsSaid() {
        History history = Records.history(List.of(
                planned(2, 1, 1),
                Records.enough(1, 1),
                Records.at(
                        "results",
                        3,
                        Records.answered(1, 1, ResultStatus.PARTIAL, reported(1, "Security", 1, ReportOutcome.OK))
                                .setLeadAbsence("BUDGET_EXCEEDED: the tenant default has used 7 of its 5 tokens")
                                .build())));

        assertThat(String.join("\n", show(history)))
                .contains(
                        "There is no verdict of a lead: BUDGET_EXCEEDED: the tenant default has used 7 of its 5 tokens")
                .contains("quorum reached")
                .doesNotContain("cancel asked for");
        assertThat(JobJson.one(history.jobs().getFirst(), history.snapshots())
                        .at("/runs/0/leadAbsence")
                        .asText())
                .startsWith("BUDGET_EXCEEDED: ");
    }

    @Test
    void aCancelledJobSaysWhoAskedAndWhatIsMissing() {
        History history = Records.history(List.of(
                requested(1),
                planned(2, 1, 1),
                cancel(1, ""),
                cancel(2, "build-42/1"),
                result(3, 1, 1, ResultStatus.CANCELLED, reported(1, "Security", 1, ReportOutcome.OK))));

        assertThat(String.join("\n", show(history)))
                .contains("cancelled  python-review", "it ended early", "forkline.results 3@3")
                .contains("cancel asked for by someone: wrong branch", "result: CANCELLED")
                .containsPattern("Structure +cancelled +- ");
    }

    @Test
    void whatIsAskedForAgainIsSaidAndAReplayIsShownBelowItsRun() {
        Placed other = Records.at("jobs", 8, Records.job().setPriority(7).build());
        History history = Records.history(
                List.of(requested(1), planned(2, 1, 1), result(3, 1, 1, ResultStatus.FAILED), other, replay(9, "r")));

        assertThat(String.join("\n", show(history)))
                .containsSubsequence("failed  python-review  run build-42/1", "accepted  python-review  job build-42");
    }

    @Test
    void textsOfOthersAreCleanedAndNoLineIsWiderThanTheTerminal() {
        PerspectiveReport report = PerspectiveReport.newBuilder(reported(1, "Security", 1, ReportOutcome.OK))
                .setFinding("\u001b[31mred\u001b[2J and \u202e reversed " + "long ".repeat(60))
                .build();
        History history = Records.history(List.of(Records.at(
                "results",
                1,
                Records.answered(1, 1, ResultStatus.PARTIAL, report)
                        .setTenant("a\ttenant\u0007")
                        .setEnvironment("e\u001b[2J" + "n".repeat(90))
                        .setError("an error\nof two lines\u0000")
                        .build())));

        List<String> shown = show(history);
        List<String> listed = JobList.lines(terminal, history.jobs(), history.snapshots());

        for (List<String> lines : List.of(shown, listed)) {
            assertThat(lines)
                    .allMatch(line -> line.length() <= COLUMNS)
                    .allMatch(line -> line.chars().noneMatch(character -> character < ' ' || character == 0x202e));
        }
        assertThat(listed.getFirst()).contains("TENANT");
    }

    @Test
    void theListHasARowForEachJobWithItsReportsAndWhatItWaitsFor() {
        History history = Records.history(List.of(
                requested(1),
                planned(2, 1, 1),
                task(3, 1, "Security", 1),
                report(4, 1, "Security", 1, ReportOutcome.OK)));

        assertThat(JobList.lines(terminal, history.jobs(), history.snapshots()))
                .containsExactly(
                        "JOB       STATE    REPORTS  SUBMITTED             TOOK  ENVIRONMENT    WAITS FOR",
                        "build-42  running      1/2  2026-11-23T18:00:01Z     -  python-review  the report of Structure");
    }

    @Test
    void aTimeThatNothingSaysIsADashAndInJsonNull() {
        History history = Records.history(List.of(report(4, 1, "Security", 1, ReportOutcome.OK)));

        assertThat(JobList.lines(terminal, history.jobs(), history.snapshots()).getLast())
                .isEqualTo("build-42  running      1/1  -             -  -            -       its plan");
        assertThat(JobJson.list(history.jobs(), history.snapshots())
                        .at("/jobs/0/submittedAt")
                        .isNull())
                .isTrue();
    }

    @Test
    void ofAnExpiredRunItIsSaidThatItsResultIsGone() {
        Extent later = Extent.ofAll(Records.BEGIN.plus(Duration.ofDays(8)));
        History history = Records.history(later, List.of(requested(1), planned(2, 1, 1)));

        assertThat(String.join("\n", show(history)))
                .contains("expired  python-review  run build-42/1")
                .contains("Its result is gone, if there was one: results are not kept for that long.")
                .doesNotContain("Waits for");
    }

    @Test
    void jsonHasTheLineage() {
        History history = Records.history(List.of(
                requested(1),
                planned(2, 1, 1),
                result(3, 1, 1, ResultStatus.PARTIAL, reported(1, "Security", 2, ReportOutcome.OK))));

        JsonNode job = JobJson.one(history.jobs().getFirst(), history.snapshots());

        assertThat(job.at("/state").asText()).isEqualTo("DONE");
        assertThat(job.at("/status").asText()).isEqualTo("PARTIAL");
        assertThat(job.at("/waitsFor").isNull()).isTrue();
        assertThat(job.at("/runs/0/perspectives/0/attempts").asInt()).isEqualTo(2);
        assertThat(job.at("/runs/0/lineage/job/offset").asLong()).isEqualTo(1);
        assertThat(job.at("/runs/0/lineage/plan/offset").asLong()).isEqualTo(2);
        assertThat(job.at("/runs/0/lineage/rejection").isNull()).isTrue();
        assertThat(job.at("/runs/0/lineage/result/topic").asText()).isEqualTo("forkline.results");
        assertThat(JobJson.list(history.jobs(), history.snapshots())
                        .at("/jobs/0/reportsExpected")
                        .asInt())
                .isEqualTo(2);
    }

    private List<String> show(History history) {
        return new JobView(terminal, history.snapshots()).lines(history.jobs().getFirst());
    }
}
