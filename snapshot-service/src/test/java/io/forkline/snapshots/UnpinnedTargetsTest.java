package io.forkline.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.Target;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs whose target says neither by a digest nor by a commit which tree is meant. */
class UnpinnedTargetsTest extends PlannerTest {

    private static final String FOUND = "f0".repeat(32);
    private static final String FOUND_LATER = "1a".repeat(32);

    @BeforeEach
    void snapshotsAreReady() {
        planner.ready("review");
    }

    @Test
    void targetIsPinnedByOneTaskAheadOfAllOthers() {
        submit(false);

        assertThat(planner.tasks()).singleElement().satisfies(task -> {
            assertThat(task.getTaskId()).isEqualTo("a/1/.target");
            assertThat(task.getPerspectives()).isEmpty();
            assertThat(task.getSequential()).isFalse();
            assertThat(task.getTarget()).isEqualTo(Jobs.unpinned());
        });
    }

    @Test
    void everyTaskOfTheRunLooksAtWhatWasFoundFirst() {
        submit(true);
        ForkTask pin = planner.tasks().get(0);
        planner.target(pin, ReportOutcome.OK, FOUND, null);
        planner.target(pin, ReportOutcome.OK, FOUND_LATER, null);

        List<ForkTask> perspectives = planner.tasks();
        planner.report(perspectives.get(0), ReportOutcome.RETRYABLE, planner.now(), "no memory");
        planner.report(perspectives.get(1), ReportOutcome.OK);
        planner.advance(Duration.ofSeconds(1));
        ForkTask again = planner.tasks().get(0);
        planner.report(again, ReportOutcome.OK);
        ForkTask baseline = planner.tasks().get(0);
        planner.report(baseline, ReportOutcome.OK);

        assertThat(perspectives).extracting(ForkTask::getTaskId).containsExactly("a/1/Security", "a/1/Tests");
        assertThat(List.of(perspectives.get(0), perspectives.get(1), again, baseline))
                .extracting(ForkTask::getTarget)
                .containsOnly(pinnedTo(FOUND));
        assertNothingIsLeft();
    }

    @Test
    void targetThatCannotBePinnedIsTheReportOfEveryTask() {
        submit(true);
        planner.target(planner.tasks().get(0), ReportOutcome.FAILED, null, "no such directory");

        assertThat(planner.ownReports())
                .extracting(PerspectiveReport::getTaskId)
                .containsExactly("a/1/Security", "a/1/Tests", "a/1/sequential");
        assertThat(planner.tasks()).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void reportOfWhatCouldNotBePinnedSaysWhy() {
        submit(false);
        planner.target(planner.tasks().get(0), ReportOutcome.FAILED, null, "no such directory");

        assertThat(planner.ownReports()).hasSize(2).allSatisfy(report -> {
            assertThat(report.getOutcome()).isEqualTo(ReportOutcome.FAILED);
            assertThat(report.getError()).isEqualTo("its target could not be pinned: no such directory");
        });
    }

    /** A report that says FAILED could end the run before the cancel does. */
    @Test
    void cancelOfARunWhoseTargetIsAwaitedLeavesTheEndToTheAggregator() {
        submit(true);

        planner.target(planner.tasks().get(0), ReportOutcome.CANCELLED, null, "the run was cancelled");

        assertThat(planner.ownReports()).isEmpty();
        assertThat(planner.tasks()).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void targetOutOfReachIsTriedAgainAndGivenUpInTheEnd() {
        submit(false);
        for (int attempt = 1; attempt <= TASK_ATTEMPTS; attempt++) {
            ForkTask pin = planner.tasks().get(0);
            assertThat(pin.getAttempt()).isEqualTo(attempt);
            planner.target(pin, ReportOutcome.RETRYABLE, null, "no route to host");
            planner.advance(Duration.ofSeconds(1));
        }

        assertThat(planner.tasks()).isEmpty();
        assertThat(planner.ownReports())
                .hasSize(2)
                .allSatisfy(report -> assertThat(report.getError())
                        .isEqualTo("its target could not be pinned: given up after 3 attempts: no route to host"));
        assertNothingIsLeft();
    }

    /** As from a worker that does not know such tasks yet. */
    @Test
    void answerThatIsNoTargetEndsTheRunToo() {
        submit(false);
        planner.report(planner.tasks().get(0), ReportOutcome.FAILED);

        assertThat(planner.ownReports()).hasSize(2);
        assertNothingIsLeft();
    }

    @Test
    void runThatIsOverForgetsTheTargetItWaitsFor() {
        submit(false);
        ForkTask pin = planner.tasks().get(0);
        planner.result("a", 1, "review");
        planner.target(pin, ReportOutcome.OK, FOUND, null);

        assertThat(planner.tasks()).isEmpty();
        assertNothingIsLeft();
    }

    private void submit(boolean baseline) {
        planner.submit(Jobs.builder("a")
                .setTarget(Jobs.unpinned())
                .setBaseline(baseline)
                .build());
    }

    private static Target pinnedTo(String sha256) {
        return Target.newBuilder(Jobs.unpinned()).setSha256(sha256).build();
    }
}
