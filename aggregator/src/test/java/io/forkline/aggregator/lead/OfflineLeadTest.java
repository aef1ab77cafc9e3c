package io.forkline.aggregator.lead;

import static io.forkline.aggregator.Samples.failed;
import static io.forkline.aggregator.Samples.leadTask;
import static io.forkline.aggregator.Samples.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.record.Issue;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.MissingPerspective;
import io.forkline.schemas.record.MissingReason;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.Timing;
import io.forkline.schemas.record.TopIssue;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OfflineLeadTest {

    private final OfflineLead lead = new OfflineLead();

    @Test
    void severeIssueWeighsThreeTimesInTheHealthScore() {
        Judgement judgement = judge(scored("Security", 40, issue("B602", "HIGH")), scored("Tests", 100));

        // (3 x 40 + 1 x 100) / 4
        assertThat(judgement.healthScore()).isEqualTo(55.0);
    }

    @Test
    void mostSevereIssuesComeFirstAndThereAreThree() {
        Judgement judgement = judge(
                scored("Complexity", 70, issue("CC", "MEDIUM")),
                scored("Security", 40, issue("B101", "LOW"), issue("B307", "MEDIUM"), issue("B602", "HIGH")));

        assertThat(judgement.topIssues()).extracting(TopIssue::getSeverity).containsExactly("HIGH", "MEDIUM", "MEDIUM");
        assertThat(judgement.topIssues())
                .extracting(issue -> issue.getTitle().substring(0, 4))
                .containsExactly("B602", "B307", "CC: ");
    }

    @Test
    void whatAnAttackerCanUseGoesBeforeWhatIsHardToChange() {
        Judgement judgement = judge(
                scored("Tests", 0, issue("TEST-NONE", "MEDIUM")),
                scored("Complexity", 0, issue("CC", "HIGH")),
                scored("Security", 90, issue("B105", "LOW"), issue("B404", "LOW"), issue("B307", "MEDIUM")));

        assertThat(judgement.topIssues())
                .extracting(issue -> issue.getTitle().substring(0, 4))
                .containsExactly("B307", "CC: ", "B105");
    }

    @Test
    void nextActionsNameThePlace() {
        Judgement judgement = judge(scored("Security", 90, issue("B602", "HIGH")));

        assertThat(judgement.nextActions())
                .first()
                .asString()
                .startsWith("app.py:")
                .endsWith("leave shell=False.");
    }

    @Test
    void ruleBrokenTwiceIsOneIssue() {
        Judgement judgement =
                judge(scored("Security", 40, issue("B602", "HIGH"), issueAt("app.py", 9, "B602", "HIGH")));

        assertThat(judgement.topIssues()).singleElement().satisfies(issue -> {
            assertThat(issue.getTitle()).isEqualTo("B602: it is wrong (2 places)");
            assertThat(issue.getFile()).isEqualTo("app.py");
            assertThat(issue.getFix()).isEqualTo("Pass the arguments as a list and leave shell=False.");
        });
    }

    @Test
    void placeThatSeveralPerspectivesNameIsOneIssueWithoutACount() {
        Issue broken = issueAt("bad.py", 2, "FILE-SYNTAX", "HIGH");

        Judgement judgement = judge(
                scored("Security", 80, broken), scored("Complexity", 80, broken), scored("Docstrings", 80, broken));

        assertThat(judgement.topIssues()).singleElement().satisfies(issue -> {
            assertThat(issue.getTitle()).isEqualTo("FILE-SYNTAX: it is wrong");
            assertThat(issue.getFile()).isEqualTo("bad.py");
            assertThat(issue.getFix()).startsWith("Correct the syntax");
        });
        assertThat(judgement.nextActions()).hasSize(1);
    }

    @Test
    void emptyTargetIsOneIssueThatIsNoPraiseAndNoScoreToRaise() {
        Issue nothing = new Issue(null, null, "HIGH", "FILE-NONE", "there is no Python file to look at");

        Judgement judgement = judge(scored("Security", 0, nothing), scored("Tests", 0, nothing));

        assertThat(judgement.healthScore()).isZero();
        assertThat(judgement.topIssues()).singleElement().satisfies(issue -> {
            assertThat(issue.getTitle()).isEqualTo("FILE-NONE: there is no Python file to look at");
            assertThat(issue.getWhy()).startsWith("Nothing was reviewed");
        });
        assertThat(judgement.nextActions())
                .singleElement()
                .asString()
                .startsWith("FILE-NONE: there is no Python file to look at. Give the directory");
        assertThat(judgement.scaleNote()).startsWith("The agents had nothing to look at");
    }

    @Test
    void lowScoreWithoutAPlaceIsAnIssueToo() {
        Judgement judgement = judge(scored("Docstrings", 10));

        assertThat(judgement.topIssues()).singleElement().satisfies(issue -> {
            assertThat(issue.getTitle()).isEqualTo("Docstrings scored 10: 1 issue (1 high)");
            assertThat(issue.getFile()).isNull();
            assertThat(issue.getWhy()).startsWith("Whoever calls it");
        });
    }

    @Test
    void missingPerspectiveIsToBeRunAgain() {
        LeadTask task = LeadTask.newBuilder(leadTask(LeadMode.OFFLINE))
                .setReports(List.of(scored("Security", 100)))
                .setMissing(List.of(new MissingPerspective("Tests", false, MissingReason.TIMED_OUT, null)))
                .build();

        Judgement judgement = ((Opinion.Given) lead.judge(task)).judgement();

        assertThat(judgement.nextActions()).containsExactly("Run Tests again; it is missing (TIMED_OUT).");
    }

    @Test
    void scaleNoteSaysWhatTheTimesMean() {
        assertThat(scaleNote(new Timing(5, 40.0, true, 10.0, 4.0, 80.0)))
                .isEqualTo(
                        "At a speedup of 4.0 with 5 agents (80% efficiency), 1,000 such jobs run in 2.8 hours where one"
                                + " agent after another would take 11.1 hours.");
    }

    @Test
    void scaleNoteOfTimesThatWereNotMeasuredPromisesNothing() {
        assertThat(scaleNote(new Timing(5, 40.0, false, 10.0, 4.0, 80.0))).contains("was not measured", "a baseline");
    }

    @Test
    void scaleNoteOfOneAgentPromisesNothing() {
        assertThat(scaleNote(new Timing(1, 2.0, false, 2.0, 1.0, 100.0)))
                .isEqualTo("One agent ran, so nothing ran side by side, and there is no speedup to speak of.");
    }

    @Test
    void scaleNoteWithoutAGainSaysSo() {
        assertThat(scaleNote(new Timing(5, 0.28, true, 0.31, 0.9, 18.0)))
                .isEqualTo(
                        "Side by side the 5 agents took 0.31 seconds, one after another 0.28: they had too little to do,"
                                + " or no processor of their own, so there is no gain to scale up.");
    }

    private String scaleNote(Timing timing) {
        LeadTask task = LeadTask.newBuilder(leadTask(LeadMode.OFFLINE))
                .setTiming(timing)
                .build();
        return ((Opinion.Given) lead.judge(task)).judgement().scaleNote();
    }

    @Test
    void sameReportsGiveTheSameVerdict() {
        Opinion first = lead.judge(leadTask(LeadMode.OFFLINE));

        Opinion second = lead.judge(leadTask(LeadMode.OFFLINE));

        assertThat(second).isEqualTo(first);
        assertThat(first.spent().provider()).isEqualTo("offline");
    }

    @Test
    void nothingToJudgeIsAFailure() {
        LeadTask task = LeadTask.newBuilder(leadTask(LeadMode.OFFLINE))
                .setReports(List.of(failed("Security", ReportOutcome.FAILED, "exit 1")))
                .build();

        assertThat(lead.judge(task)).isInstanceOf(Opinion.Failed.class);
    }

    private Judgement judge(PerspectiveReport... reports) {
        LeadTask task = LeadTask.newBuilder(leadTask(LeadMode.OFFLINE))
                .setReports(List.of(reports))
                .build();
        return ((Opinion.Given) lead.judge(task)).judgement();
    }

    private static PerspectiveReport scored(String perspective, double score, Issue... issues) {
        return PerspectiveReport.newBuilder(report(perspective))
                .setScore(score)
                .setIssues(List.of(issues))
                .build();
    }

    private static Issue issue(String rule, String severity) {
        return issueAt("app.py", 3, rule, severity);
    }

    private static Issue issueAt(String file, int line, String rule, String severity) {
        return new Issue(file, line, severity, rule, "it is wrong");
    }
}
