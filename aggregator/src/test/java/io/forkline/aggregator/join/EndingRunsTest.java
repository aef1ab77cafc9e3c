package io.forkline.aggregator.join;

import static io.forkline.aggregator.Samples.CONTENT;
import static io.forkline.aggregator.Samples.DEADLINE;
import static io.forkline.aggregator.Samples.JOB;
import static io.forkline.aggregator.Samples.REPORT_BY;
import static io.forkline.aggregator.Samples.RUN;
import static io.forkline.aggregator.Samples.START;
import static io.forkline.aggregator.Samples.failed;
import static io.forkline.aggregator.Samples.plan;
import static io.forkline.aggregator.Samples.rejection;
import static io.forkline.aggregator.Samples.report;
import static io.forkline.aggregator.Samples.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.MissingPerspective;
import io.forkline.schemas.record.MissingReason;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.record.RunRejected;
import io.forkline.schemas.topic.ForklineTopic;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans, rejections and cancels, in any order and more than once. */
final class EndingRunsTest {

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
    void resultOfAJobThatWasTurnedDownSaysThatNoRunBeganAndOfWhichContent() {
        topology.reject(RunRejected.newBuilder(rejection()).setAdmitted(false).build());

        JobResult result = topology.result();
        assertThat(result.getAdmitted()).isFalse();
        assertThat(result.getContentHash()).isEqualTo(CONTENT);
    }

    @Test
    void jobThatWasTurnedDownAndComesAgainHasAResultForEachOfItsRuns() {
        topology.reject(RunRejected.newBuilder(rejection()).setAdmitted(false).build());
        topology.plan(RunPlanned.newBuilder(plan())
                .setRunId(JOB + "/2")
                .setRunNumber(2)
                .setContentHash("0".repeat(32))
                .build());

        topology.passTo(DEADLINE);

        assertThat(topology.results())
                .extracting(JobResult::getRunId, JobResult::getAdmitted, JobResult::getContentHash)
                .containsExactly(tuple(RUN, false, CONTENT), tuple(JOB + "/2", true, "0".repeat(32)));
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
        assertThat(result.getAdmitted()).isTrue();
        assertThat(result.getContentHash()).isEqualTo(CONTENT);
    }

    @Test
    void rejectionWhileTheLeadIsAskedIsTheEndAndKeepsWhatArrived() {
        askLead();
        topology.reject(rejection());

        topology.verdict(verdict(1));

        JobResult result = topology.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.FAILED);
        assertThat(result.getError()).isEqualTo("SNAPSHOT_FAILED: pip found no package of this name");
        assertThat(result.getReports()).hasSize(2);
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

    /** Workers read the cancel too, and may answer before it is read here. */
    @Test
    void reportsOfCancelledTasksAheadOfTheCancelLeaveTheEndToIt() {
        topology.plan(plan());
        topology.report(cancelled("Security"), cancelled("Tests"));

        topology.cancel(JOB, RUN);

        JobResult result = topology.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.CANCELLED);
        assertThat(result.getError()).isEqualTo("cancelled by ada: wrong branch");
        assertThat(result.getReports()).hasSize(2);
    }

    @Test
    void reportsOfCancelledTasksAheadOfPlanAndCancelLeaveTheEndToIt() {
        topology.report(cancelled("Security"), cancelled("Tests"));
        topology.plan(plan());

        topology.cancel(JOB, RUN);

        assertThat(topology.result().getStatus()).isEqualTo(ResultStatus.CANCELLED);
    }

    @Test
    void cancelledTasksOfARunThatNobodyCancelsAreMissingWhenItsTimeIsOver() {
        topology.plan(plan());
        topology.report(report("Security"), cancelled("Tests"));
        topology.passTo(REPORT_BY);

        topology.verdict(verdict(1));

        assertThat(topology.result().getMissing())
                .containsExactly(
                        new MissingPerspective("Tests", false, MissingReason.CANCELLED, "the run was cancelled"));
    }

    @Test
    void cancelWhileTheLeadIsAskedIsTheEnd() {
        askLead();
        topology.cancel(JOB, RUN);

        topology.verdict(verdict(1));

        assertThat(topology.result().getStatus()).isEqualTo(ResultStatus.CANCELLED);
    }

    @Test
    void firstWhoCancelsAheadOfThePlanIsNamed() {
        topology.cancel(JOB, RUN, null);
        topology.cancel(JOB, RUN, "me too");

        topology.plan(plan());

        assertThat(topology.result().getError()).isEqualTo("cancelled by ada");
    }

    /** Their length is anybody's choice, and what they go into has a limit. */
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = RUN)
    void longWordsOfACancelAreCutAndDoNotEndTheTopology(@Nullable String run) {
        topology.plan(plan());

        topology.cancel(JOB, run, "x".repeat(2 * ForklineTopic.RESULTS.maxMessageBytes()));

        assertThat(topology.result().getError())
                .startsWith("cancelled by ada: xxx")
                .endsWith("...")
                .hasSizeLessThan(2_000);
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
        // As texts, 9 comes behind 10.
        for (int number : List.of(9, 10)) {
            topology.plan(RunPlanned.newBuilder(plan())
                    .setRunId(JOB + "/" + number)
                    .setRunNumber(number)
                    .setReplayOf(RUN)
                    .build());
        }

        topology.cancel(JOB, null);

        JobResult result = topology.result();
        assertThat(result.getRunId()).isEqualTo(JOB + "/10");
        assertThat(result.getReplayOf()).isEqualTo(RUN);
    }

    /** A worker cannot know which run of a job is the latest. */
    @Test
    void cancelWithoutARunIsPublishedAgainForTheWorkersWithTheRunNamed() {
        topology.plan(plan());

        topology.cancel(JOB, null);
        topology.cancel(JOB, RUN);

        assertThat(topology.controls()).singleElement().satisfies(control -> {
            assertThat(control.getJobId()).isEqualTo(JOB);
            assertThat(control.getRunId()).isEqualTo(RUN);
            assertThat(control.getRequestedBy()).isEqualTo("ada");
            assertThat(control.getReason()).isEqualTo("wrong branch");
        });
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
    void planWhoseDeadlineIsOverIsAnsweredAtOnce() {
        topology.passTo(DEADLINE.plusSeconds(5));
        topology.plan(plan());

        topology.passTo(topology.now());

        assertThat(topology.result().getStatus()).isEqualTo(ResultStatus.FAILED);
    }

    private static PerspectiveReport cancelled(String perspective) {
        return failed(perspective, ReportOutcome.CANCELLED, "the run was cancelled");
    }

    private void askLead() {
        topology.plan(plan());
        topology.report(report("Security"), report("Tests"));
    }
}
