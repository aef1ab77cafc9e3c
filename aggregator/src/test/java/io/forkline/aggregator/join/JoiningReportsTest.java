package io.forkline.aggregator.join;

import static io.forkline.aggregator.Samples.DEADLINE;
import static io.forkline.aggregator.Samples.REPORT_BY;
import static io.forkline.aggregator.Samples.START;
import static io.forkline.aggregator.Samples.baseline;
import static io.forkline.aggregator.Samples.failed;
import static io.forkline.aggregator.Samples.lead;
import static io.forkline.aggregator.Samples.plan;
import static io.forkline.aggregator.Samples.report;
import static io.forkline.aggregator.Samples.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.forkline.schemas.record.ExpectedPerspective;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.MissingPerspective;
import io.forkline.schemas.record.MissingReason;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.record.RunPlanned;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of reports: in any order, twice, late, or not at all. */
final class JoiningReportsTest {

    private JoinDriver topology;

    @BeforeEach
    void start(@TempDir Path directory) {
        topology = new JoinDriver(directory, START);
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    @Test
    void reportsAheadOfTheirPlanAreHeld() {
        topology.report(report("Security"), report("Tests"));

        topology.plan(plan());

        assertThat(onlyLeadTask().getReports()).hasSize(2);
    }

    @Test
    void runWhoseReportsWereAllAheadOfItsPlanIsJudgedAsAnyOther() {
        topology.report(report("Security"), report("Tests"));
        topology.plan(plan());

        topology.verdict(verdict(1));

        JobResult result = topology.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.COMPLETE);
        assertThat(result.getReports()).hasSize(2);
    }

    @Test
    void secondReportOfATaskChangesNothing() {
        topology.plan(plan());
        topology.report(report("Security"));

        topology.report(withScore(report("Security"), 1.0), report("Tests"));

        assertThat(onlyLeadTask().getReports())
                .extracting(PerspectiveReport::getScore)
                .containsExactly(80.0, 80.0);
    }

    @Test
    void secondReportAheadOfThePlanChangesNothing() {
        topology.report(report("Security"), withScore(report("Security"), 1.0), report("Tests"));

        topology.plan(plan());

        assertThat(onlyLeadTask().getReports().getFirst().getScore()).isEqualTo(80.0);
    }

    @Test
    void retryableReportIsNotFinal() {
        topology.plan(plan());

        topology.report(failed("Security", ReportOutcome.RETRYABLE, "no memory"), report("Tests"), report("Security"));

        assertThat(onlyLeadTask().getReports())
                .extracting(PerspectiveReport::getOutcome)
                .containsOnly(ReportOutcome.OK);
    }

    @Test
    void reportThatThePlanDoesNotHaveIsKeptOut() {
        topology.plan(plan());

        topology.report(report("Unheard"), report("Security"), report("Tests"));

        assertThat(onlyLeadTask().getReports()).hasSize(2);
    }

    @Test
    void timeToReportAsksTheLeadWithWhatThereIs() {
        topology.plan(plan());
        topology.report(report("Security"));

        topology.passTo(REPORT_BY);

        LeadTask task = onlyLeadTask();
        assertThat(task.getReports()).hasSize(1);
        assertThat(task.getMissing())
                .containsExactly(new MissingPerspective(
                        "Tests", false, MissingReason.NOT_STARTED, "no report came in the time to report"));
    }

    @Test
    void missingOptionalPerspectiveMakesTheResultPartial() {
        topology.plan(plan());
        topology.report(report("Security"));
        topology.passTo(REPORT_BY);

        topology.verdict(verdict(1));

        assertThat(topology.result().getStatus()).isEqualTo(ResultStatus.PARTIAL);
    }

    @Test
    void missingRequiredPerspectiveFailsTheRunAndKeepsWhatArrived() {
        topology.plan(plan());
        topology.report(report("Tests"));
        topology.passTo(REPORT_BY);

        topology.verdict(verdict(1));

        JobResult result = topology.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.FAILED);
        assertThat(result.getError()).isEqualTo("required perspectives gave no OK report: Security");
        assertThat(result.getReports()).hasSize(1);
    }

    @Test
    void noReportAtAllFailsTheRunWithoutAskingTheLead() {
        topology.plan(plan());

        topology.passTo(REPORT_BY);

        JobResult result = topology.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.FAILED);
        assertThat(result.getMissing()).extracting(MissingPerspective::getWhy).containsOnly(MissingReason.NOT_STARTED);
        assertThat(result.getTiming().getSpeedup()).isZero();
        assertThat(topology.leadTasks()).isEmpty();
    }

    @Test
    void reportsThatAreNotOkAreInTheResultAndNamedAsMissing() {
        topology.plan(plan());
        topology.report(failed("Tests", ReportOutcome.TIMED_OUT, "killed after 60 s"), report("Security"));

        topology.verdict(verdict(1));

        JobResult result = topology.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.PARTIAL);
        assertThat(result.getReports()).hasSize(2);
        assertThat(result.getMissing())
                .containsExactly(new MissingPerspective("Tests", false, MissingReason.TIMED_OUT, "killed after 60 s"));
    }

    @ParameterizedTest
    @CsvSource({"FAILED,FAILED", "TIMED_OUT,TIMED_OUT", "CANCELLED,CANCELLED"})
    void perspectiveIsMissingForTheReasonThatItsReportGives(ReportOutcome outcome, MissingReason why) {
        topology.plan(plan());
        topology.report(failed("Tests", outcome, "its own words"), report("Security"));
        topology.passTo(REPORT_BY);

        topology.verdict(verdict(1));

        assertThat(topology.result().getMissing())
                .containsExactly(new MissingPerspective("Tests", false, why, "its own words"));
    }

    @Test
    void reportAfterTheTimeToReportIsCountedOnceAndKeptOut() {
        topology.plan(plan());
        topology.report(report("Security"));
        topology.passTo(REPORT_BY);
        topology.report(report("Tests"), report("Tests"));

        topology.verdict(verdict(1));

        JobResult result = topology.result();
        assertThat(result.getLateReports()).isEqualTo(1);
        assertThat(result.getReports()).hasSize(1);
    }

    @Test
    void baselineIsAwaitedAndMeasuresTheSequentialTime() {
        topology.plan(RunPlanned.newBuilder(plan()).setBaseline(true).build());
        topology.report(report("Security"), report("Tests"));
        boolean early = !topology.leadTasks().isEmpty();
        topology.report(baseline());

        topology.verdict(verdict(1));

        JobResult result = topology.result();
        assertThat(early).isFalse();
        assertThat(result.getReports()).hasSize(2);
        assertThat(result.getTiming().getSequentialMeasured()).isTrue();
        assertThat(result.getTiming().getSequentialSeconds()).isCloseTo(0.3, within(1e-9));
        assertThat(result.getTiming().getParallelSeconds()).isCloseTo(0.1, within(1e-9));
        assertThat(result.getTiming().getSpeedup()).isCloseTo(3.0, within(1e-9));
        assertThat(result.getTiming().getEfficiencyPercent()).isCloseTo(150.0, within(1e-9));
    }

    @Test
    void missingBaselineDoesNotMakeTheResultPartial() {
        topology.plan(RunPlanned.newBuilder(plan()).setBaseline(true).build());
        topology.report(report("Security"), report("Tests"));
        topology.passTo(REPORT_BY);

        topology.verdict(verdict(1));

        JobResult result = topology.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.COMPLETE);
        assertThat(result.getTiming().getSequentialMeasured()).isFalse();
    }

    @Test
    void reportsReadAheadOfALatePlanAreNotLost() {
        topology.report(report("Security"), report("Tests"));
        topology.passTo(DEADLINE.plusSeconds(5));

        topology.plan(plan());

        JobResult result = topology.result();
        assertThat(result.getReports()).hasSize(2);
        assertThat(result.getLeadAbsence()).isEqualTo("the deadline was over before the lead could be asked");
    }

    @Test
    void fiveHundredPerspectivesAreOneResult() {
        List<ExpectedPerspective> expected = IntStream.range(0, 500)
                .mapToObj(i -> new ExpectedPerspective("P" + i, false))
                .toList();
        topology.plan(RunPlanned.newBuilder(plan())
                .setExpected(expected)
                .setLead(lead(LeadMode.NONE))
                .build());

        expected.forEach(each -> topology.report(report(each.getName())));

        assertThat(topology.result().getReports()).hasSize(500);
    }

    private LeadTask onlyLeadTask() {
        List<LeadTask> tasks = topology.leadTasks();
        assertThat(tasks).hasSize(1);
        return tasks.getFirst();
    }

    private static PerspectiveReport withScore(PerspectiveReport report, double score) {
        return PerspectiveReport.newBuilder(report).setScore(score).build();
    }
}
