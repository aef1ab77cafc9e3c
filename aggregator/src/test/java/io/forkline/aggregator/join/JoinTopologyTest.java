package io.forkline.aggregator.join;

import static io.forkline.aggregator.Samples.DEADLINE;
import static io.forkline.aggregator.Samples.JOB;
import static io.forkline.aggregator.Samples.REPORT_BY;
import static io.forkline.aggregator.Samples.RUN;
import static io.forkline.aggregator.Samples.START;
import static io.forkline.aggregator.Samples.baseline;
import static io.forkline.aggregator.Samples.failed;
import static io.forkline.aggregator.Samples.failedVerdict;
import static io.forkline.aggregator.Samples.lead;
import static io.forkline.aggregator.Samples.plan;
import static io.forkline.aggregator.Samples.rejection;
import static io.forkline.aggregator.Samples.report;
import static io.forkline.aggregator.Samples.retryable;
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
import io.forkline.schemas.record.VerdictOutcome;
import io.forkline.schemas.topic.ForklineTopic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JoinTopologyTest {

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
    void lastReportAsksTheLeadWithAllThatItNeeds() {
        topology.plan(plan());

        topology.report(report("Tests"), report("Security"));

        LeadTask task = onlyLeadTask();
        assertThat(task.getAttempt()).isEqualTo(1);
        assertThat(task.getReports())
                .extracting(PerspectiveReport::getPerspective)
                .containsExactly("Security", "Tests");
        assertThat(task.getMissing()).isEmpty();
        assertThat(task.getLeadInstructions()).isEqualTo("Weigh security first.");
        assertThat(task.getDeadline()).isEqualTo(DEADLINE);
        assertThat(topology.results()).isEmpty();
    }

    @Test
    void verdictCompletesTheRun() {
        askLead();

        topology.verdict(verdict(1));

        JobResult result = topology.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.COMPLETE);
        assertThat(result.getReports())
                .extracting(PerspectiveReport::getPerspective)
                .containsExactly("Security", "Tests");
        assertThat(result.getLead().getHealthScore()).isEqualTo(71.5);
        assertThat(result.getLeadAbsence()).isNull();
        assertThat(result.getTenant()).isEqualTo("team-a");
        assertThat(result.getLabels()).containsEntry("branch", "main");
        assertThat(result.getSubmittedAt()).isEqualTo(START);
        assertThat(result.getFinishedAt()).isEqualTo(topology.now());
        assertThat(result.getOrigin().getOffset()).isEqualTo(17);
    }

    @Test
    void reportsAheadOfTheirPlanAreHeld() {
        topology.report(report("Security"), report("Tests"));

        topology.plan(plan());

        assertThat(onlyLeadTask().getReports()).hasSize(2);
    }

    @Test
    void reportsWhosePlanNeverComesAreForgotten() {
        topology.report(report("Security"));

        topology.passTo(START.plus(JoinDriver.RETENTION));

        assertThat(rowsOfAllStores()).isZero();
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
    void deadlineAnswersWithoutAVerdict() {
        askLead();

        topology.passTo(DEADLINE);

        JobResult result = topology.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.COMPLETE);
        assertThat(result.getLead()).isNull();
        assertThat(result.getLeadAbsence()).isEqualTo("there was no verdict by the deadline");
    }

    @Test
    void verdictAfterTheResultGivesNoSecondOne() {
        askLead();
        topology.passTo(DEADLINE);

        topology.verdict(verdict(1));

        assertThat(topology.results()).hasSize(1);
    }

    @Test
    void verdictTwiceGivesOneResult() {
        askLead();

        topology.verdict(verdict(1));
        topology.verdict(verdict(1));

        assertThat(topology.results()).hasSize(1);
    }

    @Test
    void retryableVerdictAsksAgainWhenItMay() {
        askLead();
        topology.leadTasks();
        topology.verdict(retryable(1, START.plusSeconds(5)));
        topology.passTo(START.plusSeconds(4));
        boolean early = !topology.leadTasks().isEmpty();

        topology.passTo(START.plusSeconds(5));

        assertThat(early).isFalse();
        assertThat(onlyLeadTask().getAttempt()).isEqualTo(2);
    }

    @Test
    void verdictOnAnEarlierAttemptIsNotUsed() {
        askLead();
        topology.verdict(retryable(1, START.plusSeconds(5)));
        topology.passTo(START.plusSeconds(5));

        topology.verdict(failedVerdict(1));

        assertThat(topology.results()).isEmpty();
    }

    @Test
    void usageIsSummedOverAttempts() {
        askLead();
        topology.verdict(retryable(1, START.plusSeconds(5)));
        topology.passTo(START.plusSeconds(5));

        topology.verdict(verdict(2));

        JobResult result = topology.result();
        assertThat(result.getLead().getUsage().getTotalTokens()).isEqualTo(2000);
        assertThat(result.getLead().getCalls()).isEqualTo(2);
    }

    @Test
    void leadThatMayBeAskedOnlyAfterTheDeadlineIsNotAwaited() {
        askLead();

        topology.verdict(retryable(1, DEADLINE));

        JobResult result = topology.result();
        assertThat(result.getLeadAbsence())
                .isEqualTo("the lead could be asked again only after the deadline: HTTP 429: slow down");
        assertThat(result.getLead().getOutcome()).isEqualTo(VerdictOutcome.FAILED);
    }

    @Test
    void deadlineDuringAPauseOfTheLeadSaysWhatTheLeadSaid() {
        topology.plan(plan());
        topology.report(report("Security"), report("Tests"));
        topology.verdict(retryable(1, DEADLINE.minusSeconds(1)));
        topology.passTo(DEADLINE.minusSeconds(1));

        topology.passTo(DEADLINE);

        JobResult result = topology.result();
        assertThat(result.getLeadAbsence())
                .isEqualTo("there was no verdict by the deadline; the last attempt: HTTP 429: slow down");
        assertThat(result.getLead().getUsage().getTotalTokens()).isEqualTo(1000);
    }

    @Test
    void failedVerdictStillGivesTheReportsAndTheReason() {
        askLead();

        topology.verdict(failedVerdict(1));

        JobResult result = topology.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.COMPLETE);
        assertThat(result.getReports()).hasSize(2);
        assertThat(result.getLeadAbsence()).isEqualTo("the lead failed: HTTP 401: wrong key");
    }

    @Test
    void jobWithoutALeadIsAnsweredAtOnce() {
        topology.plan(RunPlanned.newBuilder(plan()).setLead(lead(LeadMode.NONE)).build());

        topology.report(report("Security"), report("Tests"));

        assertThat(topology.result().getLeadAbsence()).isEqualTo("the job asked for no lead");
        assertThat(topology.leadTasks()).isEmpty();
    }

    @Test
    void planTwiceIsOneRun() {
        topology.plan(plan());
        topology.report(report("Security"));

        topology.plan(plan());
        topology.report(report("Tests"));

        assertThat(topology.leadTasks()).hasSize(1);
    }

    @Test
    void planAfterTheResultGivesNoSecondRun() {
        askLead();
        topology.verdict(verdict(1));

        topology.plan(plan());
        topology.passTo(DEADLINE);

        assertThat(topology.results()).hasSize(1);
    }

    @Test
    void rejectionAheadOfAnyPlanIsAFailedResult() {
        topology.reject(rejection());

        JobResult result = topology.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.FAILED);
        assertThat(result.getError()).isEqualTo("SNAPSHOT_FAILED: pip found no package of this name");
        assertThat(result.getReports()).isEmpty();
        assertThat(result.getOrigin().getOffset()).isEqualTo(17);
    }

    @Test
    void planAfterItsRejectionGivesNothing() {
        topology.reject(rejection());

        topology.plan(plan());
        topology.passTo(DEADLINE);

        assertThat(topology.results()).hasSize(1);
    }

    @Test
    void rejectionAfterThePlanNamesWhatDidNotStart() {
        topology.plan(plan());

        topology.reject(rejection());

        JobResult result = topology.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.FAILED);
        assertThat(result.getMissing()).extracting(MissingPerspective::getWhy).containsOnly(MissingReason.NOT_STARTED);
    }

    @Test
    void rejectionTwiceGivesOneResult() {
        topology.reject(rejection());

        topology.reject(rejection());

        assertThat(topology.results()).hasSize(1);
    }

    @Test
    void cancelledRunKeepsWhatArrived() {
        topology.plan(plan());
        topology.report(report("Security"));

        topology.cancel(JOB, null);

        JobResult result = topology.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.CANCELLED);
        assertThat(result.getError()).isEqualTo("cancelled by ada: wrong branch");
        assertThat(result.getReports()).hasSize(1);
        assertThat(result.getMissing())
                .containsExactly(new MissingPerspective(
                        "Tests", false, MissingReason.CANCELLED, "cancelled by ada: wrong branch"));
    }

    @Test
    void cancelAheadOfThePlanCancelsTheRunAsItIsPlanned() {
        topology.cancel(JOB, null);

        topology.plan(plan());

        assertThat(topology.result().getStatus()).isEqualTo(ResultStatus.CANCELLED);
    }

    @Test
    void cancelWhileTheLeadIsAskedIsTheEnd() {
        askLead();
        topology.cancel(JOB, RUN);

        topology.verdict(verdict(1));

        assertThat(topology.result().getStatus()).isEqualTo(ResultStatus.CANCELLED);
    }

    @Test
    void cancelOfWhatIsOverChangesNothing() {
        askLead();
        topology.verdict(verdict(1));

        topology.cancel(JOB, null);
        topology.cancel(JOB, RUN);

        assertThat(topology.result().getStatus()).isEqualTo(ResultStatus.COMPLETE);
    }

    @Test
    void cancelWithoutARunMeansTheLatestRun() {
        topology.plan(plan());
        RunPlanned second = RunPlanned.newBuilder(plan())
                .setRunId(JOB + "/2")
                .setRunNumber(2)
                .setReplayOf(RUN)
                .build();
        topology.plan(second);

        topology.cancel(JOB, null);

        JobResult result = topology.result();
        assertThat(result.getRunId()).isEqualTo(JOB + "/2");
        assertThat(result.getReplayOf()).isEqualTo(RUN);
    }

    @Test
    void twoRunsOfAJobDoNotShareReports() {
        topology.plan(plan());
        topology.plan(RunPlanned.newBuilder(plan())
                .setRunId(JOB + "/10")
                .setRunNumber(10)
                .build());

        topology.report(report("Security"), report("Tests"));
        topology.verdict(verdict(1));

        assertThat(topology.result().getRunId()).isEqualTo(RUN);
        assertThat(topology.rows(JoinStores.PLANS)).isEqualTo(1);
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
    void planWhoseDeadlineIsOverIsAnsweredAtOnce() {
        topology.passTo(DEADLINE.plusSeconds(5));
        topology.plan(plan());

        topology.passTo(topology.now());

        assertThat(topology.result().getStatus()).isEqualTo(ResultStatus.FAILED);
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

    @Test
    void openRunIsAllThatHasDetailsInTheStores() {
        askLead();

        topology.verdict(verdict(1));

        assertThat(topology.rows(JoinStores.REPORTS)).isZero();
        assertThat(topology.rows(JoinStores.PLANS)).isZero();
        assertThat(topology.rows(JoinStores.DEADLINES)).isEqualTo(1);
    }

    @Test
    void runIsRememberedForTheRetentionAndThenForgotten() {
        askLead();
        topology.verdict(verdict(1));
        Instant end = topology.now().plus(JoinDriver.RETENTION);
        topology.passTo(end.minus(Duration.ofSeconds(1)));
        int before = topology.rows(JoinStores.RUNS);

        topology.passTo(end);

        assertThat(before).isEqualTo(1);
        assertThat(rowsOfAllStores()).isZero();
    }

    @Test
    void bytesThatAreNoRecordGoToTheDeadLettersAsTheyAre() {
        byte[] poison = "not avro".getBytes(StandardCharsets.UTF_8);

        topology.bytes(ForklineTopic.REPORTS, JOB, poison);

        assertThat(topology.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.value()).isEqualTo(poison);
            assertThat(new String(letter.headers().lastHeader("forkline-cause").value(), StandardCharsets.UTF_8))
                    .isEqualTo("UNREADABLE");
        });
    }

    @Test
    void reportThatContradictsItselfGoesToTheDeadLetters() {
        topology.report(PerspectiveReport.newBuilder(report("Security"))
                .setRunId("another-job/1")
                .build());

        assertThat(topology.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(new String(letter.headers().lastHeader("forkline-cause").value(), StandardCharsets.UTF_8))
                    .isEqualTo("INCONSISTENT");
            assertThat(new String(
                            letter.headers().lastHeader("forkline-message").value(), StandardCharsets.UTF_8))
                    .isEqualTo("run another-job/1 is not a run of job job-1");
        });
        assertThat(rowsOfAllStores()).isZero();
    }

    private void askLead() {
        topology.plan(plan());
        topology.report(report("Security"), report("Tests"));
    }

    private LeadTask onlyLeadTask() {
        List<LeadTask> tasks = topology.leadTasks();
        assertThat(tasks).hasSize(1);
        return tasks.getFirst();
    }

    private int rowsOfAllStores() {
        return topology.rows(JoinStores.RUNS)
                + topology.rows(JoinStores.PLANS)
                + topology.rows(JoinStores.REPORTS)
                + topology.rows(JoinStores.DEADLINES);
    }

    private static PerspectiveReport withScore(PerspectiveReport report, double score) {
        return PerspectiveReport.newBuilder(report).setScore(score).build();
    }
}
