package io.forkline.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.terminal.Terminal;
import io.forkline.schemas.record.Issue;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ResultStatus;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultViewTest {

    @Test
    void aCompleteResultShowsReportsIssuesLeadAndTiming() {
        List<String> lines = lines(Results.complete().build(), 100);

        assertThat(lines)
                .containsExactly(
                        "",
                        "COMPLETE  python-review  run build-42/1  240 ms from submit to result",
                        "",
                        "  PERSPECTIVE  SCORE  OUTCOME    FORK    RUN  FINDING",
                        "  Security        70  ok       2.1 ms  13 ms  2 issues in 3 files",
                        "  Structure       36  ok       2.1 ms  13 ms  9 functions in 3 files",
                        "",
                        "  SEVERITY  WHERE     RULE  ISSUE",
                        "  HIGH      app.py:9  B602  a shell runs what it is given",
                        "  LOW       app.py:3  B404  a module that starts programs",
                        "",
                        "What to fix first  (lead: offline)  health 53/100",
                        "",
                        "  1. A shell runs input",
                        "     HIGH  app.py:9",
                        "     why  whatever is typed is run",
                        "     fix  give a list",
                        "",
                        "  Next",
                        "  - Replace the shell",
                        "",
                        "  A thousand such jobs take half the time.",
                        "",
                        "2 agents: sequential 0.420 s (measured), parallel 0.200 s, speedup 2.1x, efficiency 105 %");
    }

    @Test
    void aReplayNamesItsOriginAndWhatItReuses() {
        JobResult.Builder result = Results.complete().setRunId("build-42/2").setReplayOf("build-42/1");
        result.getReports().getFirst().setReusedFrom("build-42/1");

        List<String> lines = lines(result.build(), 140);

        assertThat(lines)
                .contains("COMPLETE  python-review  run build-42/2  replay of build-42/1  240 ms from submit to result")
                .contains("  Security        70  ok, from build-42/1       -      -  2 issues in 3 files")
                .last()
                .asString()
                .endsWith("efficiency 105 %; without 1 report of earlier runs");
    }

    @Test
    void aPartialResultNamesWhatIsMissingAndWhyAndWhyThereIsNoLead() {
        String shown = String.join("\n", lines(Results.partial().build(), 100));

        assertThat(shown)
                .contains("PARTIAL")
                .contains("Structure        -  failed")
                .contains("exit code 3 and no report line")
                .contains("Tests            -  timed out")
                .contains("no report by the deadline")
                .contains("There is no verdict of a lead: the model could not be had: HTTP 429");
    }

    @Test
    void aFailedReportShowsTheEndOfItsStderrWithoutControlCharacters() {
        List<String> lines = lines(Results.partial().build(), 100);

        int heading = lines.indexOf("  Structure ended its stderr with");
        assertThat(lines.get(heading + 1)).isEqualTo("    Traceback (most recent call last):");
        assertThat(lines.get(heading + 2)).startsWith("    KeyError: 'rate").doesNotContain("\u001b");
    }

    @Test
    void aRejectedRunShowsItsReasonAndNoEmptyTable() {
        JobResult rejected = Results.complete()
                .setStatus(ResultStatus.FAILED)
                .setError("there is no environment \"x\"")
                .setReports(List.of())
                .setLead(null)
                .build();

        String shown = String.join("\n", lines(rejected, 100));

        assertThat(shown).contains("there is no environment \"x\"").doesNotContain("PERSPECTIVE");
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 120})
    void everyLineFitsTheTerminal(int columns) {
        String endless = "a finding that goes on and on ".repeat(20).strip();
        PerspectiveReport report = Results.security();
        report.setPerspective("P".repeat(63));
        report.setFinding(endless);
        report.setStderrTail("a line on stderr");
        report.setIssues(
                List.of(new Issue("a/" + "deep/".repeat(20) + "f.py", 12_345, "MEDIUM", "R".repeat(80), endless)));
        JobResult result = Results.complete()
                .setRunId(UUID.randomUUID() + "/1")
                .setEnvironment("e".repeat(63))
                .setReports(List.of(report))
                .build();
        result.getLead().setModel("m".repeat(60));
        result.getLead().getTopIssues().getFirst().setWhy(endless);

        assertThat(lines(result, columns)).allMatch(line -> line.length() <= columns);
    }

    @Test
    void aHeadingThatDoesNotFitGoesOnBelow() {
        JobResult result = Results.complete()
                .setRunId("bf23262c-d6ee-4d0c-98c1-b10c6df5d786/1")
                .build();

        assertThat(lines(result, 80).subList(1, 4))
                .containsExactly(
                        "COMPLETE  python-review  run bf23262c-d6ee-4d0c-98c1-b10c6df5d786/1",
                        "  240 ms from submit to result",
                        "");
    }

    @Test
    void theNamesOfOurOwnRulesAreShownWhole() {
        PerspectiveReport report = Results.security();
        report.setIssues(
                List.of(new Issue("invoices/legacy/old_printing.py", 10, "HIGH", "FILE-UNREADABLE", "not analysed")));

        String shown = String.join(
                "\n", lines(Results.complete().setReports(List.of(report)).build(), 80));

        assertThat(shown).contains("invoices/legacy/old_printing.py:10  FILE-UNREADABLE  not analysed");
    }

    @Test
    void whatSeveralPerspectivesSawIsShownOnce() {
        Issue broken = new Issue("bad.py", 2, "HIGH", "FILE-SYNTAX", "not analysed: invalid syntax");
        PerspectiveReport first = Results.security();
        PerspectiveReport second = Results.security();
        first.setIssues(List.of(broken));
        second.setIssues(List.of(broken));

        List<String> lines =
                lines(Results.complete().setReports(List.of(first, second)).build(), 100);

        assertThat(lines).filteredOn(line -> line.contains("FILE-SYNTAX")).hasSize(1);
    }

    @Test
    void whereThereIsNothingToFixTheLeadSaysSo() {
        JobResult result = Results.complete().build();
        result.getLead().setTopIssues(List.of());

        assertThat(lines(result, 100))
                .contains("There is nothing to fix  (lead: offline)  health 53/100")
                .noneMatch(line -> line.startsWith("What to fix first"));
    }

    @Test
    void whereReportsAreMissingThereIsNothingToFixOnlyInTheOthers() {
        JobResult result = Results.complete()
                .setMissing(Results.partial().build().getMissing())
                .build();
        result.getLead().setTopIssues(List.of());

        assertThat(lines(result, 100))
                .contains("There is nothing to fix in what was reported  (lead: offline)  health 53/100");
    }

    @ParameterizedTest
    @CsvSource({"COMPLETE,0", "PARTIAL,2", "FAILED,1", "CANCELLED,1"})
    void theExitCodeIsThatOfTheStatus(ResultStatus status, int exitCode) {
        assertThat(ResultView.exitCode(Results.complete().setStatus(status).build()))
                .isEqualTo(exitCode);
    }

    private static List<String> lines(JobResult result, int columns) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new ResultView(new Terminal(nowhere, nowhere, true, false, false, true, columns)).lines(result);
    }
}
