package io.forkline.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.record.ExpectedPerspective;
import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.RejectionReason;
import io.forkline.schemas.record.Replay;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.RunRejected;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Replays that reuse what was fine: only the rest gets tasks, and the reused reports become reports of the new run. */
class ReusedReportsTest extends PlannerTest {

    private static final PerspectiveReport SECURITY = Jobs.report("a/1", "Security");

    @Test
    void onlyPerspectivesWithoutAReportGetTasks() {
        planner.ready("review");
        planner.submit(Jobs.job("a"));
        planner.tasks();
        planner.submit(Jobs.replay("a", "again", "a/1", List.of(SECURITY)));

        assertThat(planner.tasks()).extracting(ForkTask::getTaskId).containsExactly("a/2/Tests");
        assertThat(planner.planned().get(1).getExpected())
                .extracting(ExpectedPerspective::getName)
                .containsExactly("Security", "Tests");
    }

    @Test
    void reusedReportIsAReportOfTheNewRunThatSaysWhenceItIs() {
        planner.submit(Jobs.job("a"));
        planner.submit(Jobs.replay("a", "again", "a/1", List.of(SECURITY)));

        assertThat(planner.ownReports()).singleElement().satisfies(report -> {
            assertThat(report.getTaskId()).isEqualTo("a/2/Security");
            assertThat(report.getRunId()).isEqualTo("a/2");
            assertThat(report.getReusedFrom()).isEqualTo("a/1");
            assertThat(report.getAttempt()).isEqualTo(2);
            assertThat(report.getFinding()).isEqualTo("fine");
        });
    }

    @Test
    void reportReusedTwiceStillNamesTheRunWhoseForkWroteIt() {
        planner.submit(Jobs.job("a"));
        planner.submit(Jobs.replay("a", "again", "a/1", List.of(SECURITY)));
        PerspectiveReport second = planner.ownReports().getFirst();
        planner.submit(Jobs.replay("a", "and again", "a/2", List.of(second)));

        assertThat(planner.ownReports()).singleElement().satisfies(report -> {
            assertThat(report.getRunId()).isEqualTo("a/3");
            assertThat(report.getReusedFrom()).isEqualTo("a/1");
        });
    }

    @Test
    void replayWhileTheFirstRunIsOpenLeavesItsTasksAlone() {
        planner.ready("review");
        planner.submit(Jobs.job("a"));
        List<ForkTask> first = planner.tasks();
        planner.submit(Jobs.replay("a", "again", "a/1", List.of(SECURITY)));
        ForkTask second = planner.tasks().getFirst();
        first.forEach(task -> planner.report(task, ReportOutcome.OK));

        assertThat(planner.rows("runs")).isEqualTo(1);
        planner.report(second, ReportOutcome.OK);
        assertThat(planner.rows("runs")).isZero();
    }

    @Test
    void sameRequestTwiceReusesOnce() {
        planner.submit(Jobs.job("a"));
        planner.submit(Jobs.replay("a", "again", "a/1", List.of(SECURITY)));
        planner.submit(Jobs.replay("a", "again", "a/1", List.of(SECURITY)));

        assertThat(planner.ownReports()).hasSize(1);
        assertThat(planner.planned()).hasSize(2);
    }

    @Test
    void baselineDoesNotRunWhereReportsAreReused() {
        JobRequested job = Jobs.builder("a").setBaseline(true).build();
        planner.submit(job);
        planner.submit(JobRequested.newBuilder(job)
                .setReplay(new Replay("again", "a/1", List.of(SECURITY), null, null))
                .build());

        assertThat(planner.planned().get(1).getBaseline()).isFalse();
    }

    @Test
    void tasksOfAnUnpinnedTargetLookAtTheTreeOfTheReusedReports() {
        planner.ready("review");
        JobRequested job = Jobs.builder("a").setTarget(Jobs.unpinned()).build();
        planner.submit(job);
        planner.tasks();
        planner.submit(JobRequested.newBuilder(job)
                .setReplay(new Replay("again", "a/1", List.of(SECURITY), "6b".repeat(32), null))
                .build());

        assertThat(planner.tasks()).singleElement().satisfies(task -> {
            assertThat(task.getTaskId()).isEqualTo("a/2/Tests");
            assertThat(task.getTarget().getSha256()).isEqualTo("6b".repeat(32));
        });
    }

    @Test
    void whatCannotBeReusedIsRejectedWithTheReason() {
        planner.submit(Jobs.job("a"));
        PerspectiveReport failed = PerspectiveReport.newBuilder(SECURITY)
                .setOutcome(ReportOutcome.FAILED)
                .build();
        planner.submit(Jobs.replay("a", "1", "a/1", List.of(failed)));
        planner.submit(Jobs.replay("a", "2", "a/1", List.of(SECURITY, SECURITY)));
        planner.submit(Jobs.replay("a", "3", "a/1", List.of(Jobs.report("b/1", "Security"))));
        planner.submit(Jobs.replay("a", "4", "a/1", List.of(Jobs.report("a/77", "Security"))));
        planner.submit(Jobs.replay("a", "5", "a/1", List.of(Jobs.report("a/1", "Smell"))));
        planner.submit(Jobs.replay("a", "6", "a/1", List.of(SECURITY, Jobs.report("a/1", "Tests"))));

        assertThat(planner.rejected())
                .allSatisfy(rejected -> assertThat(rejected.getReason()).isEqualTo(RejectionReason.INVALID))
                .extracting(RunRejected::getMessage)
                .satisfiesExactly(
                        message -> assertThat(message).contains("on Security that is FAILED"),
                        message -> assertThat(message).contains("two reports on Security"),
                        message -> assertThat(message).contains("\"b/1\", which is no run of the job a"),
                        message -> assertThat(message).contains("of the run a/77"),
                        message -> assertThat(message).contains("on Smell, which is none of the perspectives"),
                        message -> assertThat(message).contains("nothing would run"));
        assertThat(planner.ownReports()).isEmpty();
    }

    @Test
    void unpinnedTargetWithoutATreeIsRejected() {
        JobRequested job = Jobs.builder("a").setTarget(Jobs.unpinned()).build();
        planner.submit(job);
        planner.submit(JobRequested.newBuilder(job)
                .setReplay(new Replay("again", "a/1", List.of(SECURITY), null, null))
                .build());

        assertThat(planner.rejected())
                .singleElement()
                .satisfies(
                        rejected -> assertThat(rejected.getMessage()).contains("the target of the job is not pinned"));
    }
}
