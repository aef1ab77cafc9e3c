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
        Judgement judgement = judge(scored("Security", 40, issue("B602", "HIGH"), issue("B602", "HIGH")));

        assertThat(judgement.topIssues()).singleElement().satisfies(issue -> {
            assertThat(issue.getTitle()).isEqualTo("B602: it is wrong (2 places)");
            assertThat(issue.getFile()).isEqualTo("app.py");
            assertThat(issue.getFix()).isEqualTo("Pass the arguments as a list and leave shell=False.");
        });
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
        LeadTask task = LeadTask.newBuilder(leadTask(LeadMode.OFFLINE))
                .setTiming(new Timing(5, 40.0, true, 10.0, 4.0, 80.0))
                .build();

        Judgement judgement = ((Opinion.Given) lead.judge(task)).judgement();

        assertThat(judgement.scaleNote())
                .isEqualTo(
                        "At a speedup of 4.0 with 5 agents (80% efficiency), 1,000 such jobs run in 2.8 hours where one"
                                + " agent after another would take 11.1 hours.");
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
        return new Issue("app.py", 3, severity, rule, "it is wrong");
    }
}
