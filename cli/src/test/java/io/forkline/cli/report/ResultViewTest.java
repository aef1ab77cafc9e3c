package io.forkline.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.terminal.Terminal;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.ResultStatus;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
                        "What to fix first  (lead: offline)   health 53/100",
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
    @ValueSource(ints = {80, 120})
    void everyLineFitsTheTerminal(int columns) {
        String endless = "a finding that goes on and on ".repeat(20).strip();
        var report = Results.security();
        report.setFinding(endless);
        JobResult result = Results.complete().setReports(List.of(report)).build();
        result.getLead().getTopIssues().getFirst().setWhy(endless);

        assertThat(lines(result, columns)).allMatch(line -> line.length() <= columns);
    }

    @ParameterizedTest
    @CsvSource({"COMPLETE,0", "PARTIAL,2", "FAILED,1", "CANCELLED,1"})
    void theExitCodeIsThatOfTheStatus(ResultStatus status, int exitCode) {
        assertThat(ResultView.exitCode(Results.complete().setStatus(status).build()))
                .isEqualTo(exitCode);
    }

    private static List<String> lines(JobResult result, int columns) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new ResultView(new Terminal(nowhere, nowhere, false, false, false, true, columns)).lines(result);
    }
}
