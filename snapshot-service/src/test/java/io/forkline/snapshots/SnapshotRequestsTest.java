package io.forkline.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.RejectionReason;
import io.forkline.schemas.record.RunRejected;
import io.forkline.schemas.record.SnapshotRequested;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotRequestsTest extends PlannerTest {

    /** What the environment's setup may take, and a minute. */
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(6);

    /** As long as no test of this class waits. */
    private static final Instant FAR = Jobs.START.plus(Duration.ofDays(2));

    @Test
    void manyJobsAskForTheirSnapshotOnce() {
        submit(20);

        List<SnapshotRequested> requests = planner.requests();
        assertThat(requests).hasSize(1);
        assertThat(requests.get(0).getEnvironmentId()).isEqualTo(planner.environmentId("review"));
        assertThat(requests.get(0).getAttempt()).isEqualTo(1);
        assertThat(requests.get(0).getExpiresAt()).isEqualTo(Jobs.START.plus(ANSWER_WITHIN));
    }

    @Test
    void noTaskGoesOutBeforeTheSnapshotIsReady() {
        submit(3);

        assertThat(planner.tasks()).isEmpty();
    }

    @Test
    void runsThatWaitGoWhenTheSnapshotIsReady() {
        submit(2);
        planner.ready("review");

        assertThat(planner.tasks())
                .extracting(ForkTask::getTaskId)
                .containsExactlyInAnyOrder("j0/1/Security", "j0/1/Tests", "j1/1/Security", "j1/1/Tests");
    }

    @Test
    void runsAreReleasedInSlicesThatTimeContinues() {
        submit(SLICE * 2 + 1);
        List<Long> waiting = new ArrayList<>();

        planner.ready("review");
        for (int look = 0; look < 3; look++) {
            waiting.add(planner.rows("waiting-runs"));
            planner.advance(Duration.ofMillis(50));
        }

        assertThat(waiting).containsExactly(SLICE + 1L, 1L, 0L);
        assertThat(planner.rows("tasks")).isEqualTo(2 * (SLICE * 2 + 1));
    }

    @Test
    void jobWhoseSnapshotIsReadyDoesNotWaitBehindOneWhoseSnapshotIsBuilt() {
        planner.submit(
                Jobs.builder("slow").setEnvironment("wide").setDeadline(FAR).build());
        planner.ready("review");
        submit(1);

        assertThat(planner.tasks()).extracting(ForkTask::getJobId).containsOnly("j0");
    }

    @Test
    void readySnapshotIsNotAskedForAgain() {
        planner.ready("review");
        submit(2);

        assertThat(planner.requests()).isEmpty();
    }

    @Test
    void requestThatNobodyAnswersIsIssuedAgainWithMoreTime() {
        submit(1);
        planner.requests();
        planner.advance(ANSWER_WITHIN.minusMillis(1));
        List<SnapshotRequested> early = planner.requests();

        planner.advance(Duration.ofMillis(51));

        assertThat(early).isEmpty();
        SnapshotRequested again = planner.requests().get(0);
        assertThat(again.getAttempt()).isEqualTo(2);
        assertThat(again.getExpiresAt()).isEqualTo(planner.now().plus(ANSWER_WITHIN.multipliedBy(2)));
    }

    @Test
    void requestThatNobodyEverAnswersRejectsTheRunsThatWait() {
        submit(2);
        planner.plans();
        for (int attempt = 0; attempt < SNAPSHOT_ATTEMPTS; attempt++) {
            planner.advance(ANSWER_WITHIN.multipliedBy(1L << attempt).plusMillis(50));
        }

        assertThat(planner.requests()).hasSize(SNAPSHOT_ATTEMPTS);
        List<RunRejected> rejected = planner.rejected();
        assertThat(rejected).extracting(RunRejected::getRunId).containsExactlyInAnyOrder("j0/1", "j1/1");
        assertThat(rejected.get(0).getReason()).isEqualTo(RejectionReason.SNAPSHOT_FAILED);
        assertThat(rejected.get(0).getMessage()).contains("nobody answered").contains("is a snapshot service running?");
    }

    @Test
    void requestThatNobodyWantsAnyMoreIsNotIssuedAgain() {
        submit(1);
        planner.result("j0", 1, "review");
        planner.requests();
        planner.advance(Duration.ofDays(1));

        assertThat(planner.requests()).isEmpty();
    }

    @Test
    void failureForGoodRejectsTheRunsThatWaitWithTheBuildersOwnError() {
        submit(1);
        planner.plans();
        planner.failed("review", 1, false, "pip: no such package");

        RunRejected rejected = planner.rejected().get(0);
        assertThat(rejected.getReason()).isEqualTo(RejectionReason.SNAPSHOT_FAILED);
        assertThat(rejected.getMessage()).contains("review").contains("pip: no such package");
        assertThat(rejected.getEnvironmentId()).isEqualTo(planner.environmentId("review"));
        assertThat(planner.rows("runs")).isZero();
    }

    @Test
    void manyRunsAreRejectedInSlicesThatTimeContinues() {
        submit(SLICE * 2 + 1);
        planner.plans();
        List<Integer> rejected = new ArrayList<>();

        planner.failed("review", 1, false, "no");
        for (int look = 0; look < 3; look++) {
            rejected.add(planner.rejected().size());
            planner.advance(Duration.ofMillis(50));
        }

        assertThat(rejected).containsExactly(SLICE, SLICE, 1);
    }

    @Test
    void passingFailureIsTriedAgainAfterABackOff() {
        submit(1);
        planner.requests();
        planner.failed("review", 1, true, "disk full");
        planner.advance(BACKOFF.dividedBy(2).minusMillis(51));
        List<SnapshotRequested> early = planner.requests();

        planner.advance(BACKOFF);

        assertThat(early).isEmpty();
        assertThat(planner.requests()).extracting(SnapshotRequested::getAttempt).containsExactly(2);
        assertThat(planner.rejected()).isEmpty();
    }

    @Test
    void passingFailureThatStaysRejectsTheRunsInTheEnd() {
        submit(1);
        for (int attempt = 1; attempt <= SNAPSHOT_ATTEMPTS; attempt++) {
            planner.failed("review", attempt, true, "disk full");
            planner.advance(BACKOFF.multipliedBy(1L << attempt));
        }

        assertThat(planner.rejected())
                .singleElement()
                .satisfies(rejected -> assertThat(rejected.getMessage()).contains("disk full"));
        assertThat(planner.requests()).hasSize(SNAPSHOT_ATTEMPTS);
        assertThat(planner.rows("waiting-runs")).isZero();
    }

    @Test
    void timeOfARequestThatWasAnsweredDoesNotEndTheNextOne() {
        submit(1);
        planner.failed("review", 1, true, "disk full");
        planner.advance(BACKOFF);
        List<SnapshotRequested> first = planner.requests();

        planner.advance(ANSWER_WITHIN);

        assertThat(first).hasSize(2);
        assertThat(planner.requests()).isEmpty();
    }

    @Test
    void answeredRequestLeavesNothingDue() {
        submit(1);

        planner.ready("review");

        assertThat(planner.rows("due")).isZero();
    }

    @Test
    void staleFailureOfAZombieBuilderIsIgnored() {
        submit(1);
        planner.advance(ANSWER_WITHIN.plusMillis(50));
        planner.failed("review", 1, false, "I am late");

        assertThat(planner.rejected()).isEmpty();
        assertThat(planner.rows("waiting-runs")).isEqualTo(1);
    }

    @Test
    void sameFailureTwiceCountsOnce() {
        submit(1);
        planner.requests();
        for (int i = 0; i < SNAPSHOT_ATTEMPTS + 1; i++) {
            planner.failed("review", 1, true, "disk full");
        }
        planner.advance(BACKOFF);

        assertThat(planner.requests()).extracting(SnapshotRequested::getAttempt).containsExactly(2);
    }

    @Test
    void failureNeverReplacesReady() {
        submit(1);
        planner.ready("review");
        planner.failed("review", 1, false, "too late");
        planner.submit(Jobs.job("next"));

        assertThat(planner.rejected()).isEmpty();
        assertThat(planner.tasks()).extracting(ForkTask::getJobId).contains("next");
    }

    @Test
    void readyOfAnOldAttemptIsWelcome() {
        submit(1);
        planner.advance(ANSWER_WITHIN.plusMillis(50));
        planner.ready("review");

        assertThat(planner.tasks()).hasSize(2);
    }

    @Test
    void nextJobWaitsThePauseOutAndAsksAgain() {
        submit(1);
        planner.failed("review", 1, false, "no");
        planner.plans();
        planner.requests();
        planner.submit(Jobs.builder("next").setDeadline(FAR).build());
        List<SnapshotRequested> early = planner.requests();

        planner.advance(PAUSE.plusMillis(50));

        assertThat(early).isEmpty();
        assertThat(planner.requests()).extracting(SnapshotRequested::getAttempt).containsExactly(2);
        assertThat(planner.rejected()).isEmpty();
    }

    @Test
    void jobAfterThePauseAsksAtOnce() {
        submit(1);
        planner.failed("review", 1, false, "no");
        planner.requests();
        planner.advance(PAUSE.plusMillis(50));
        List<SnapshotRequested> early = planner.requests();

        planner.submit(Jobs.builder("next").setDeadline(FAR).build());

        assertThat(early).isEmpty();
        assertThat(planner.requests()).extracting(SnapshotRequested::getAttempt).containsExactly(2);
    }

    @Test
    void jobThatWaitsThePauseOutHasAllAttempts() {
        submit(1);
        failTimes(1, SNAPSHOT_ATTEMPTS);
        planner.plans();
        planner.submit(Jobs.builder("next").setDeadline(FAR).build());
        planner.advance(PAUSE.plusMillis(50));

        failTimes(SNAPSHOT_ATTEMPTS + 1, SNAPSHOT_ATTEMPTS - 1);

        assertThat(planner.rejected()).isEmpty();
        assertThat(planner.requests()).extracting(SnapshotRequested::getAttempt).endsWith(2 * SNAPSHOT_ATTEMPTS);
    }

    @Test
    void jobAfterARequestThatNobodyWantedAnyMoreHasAllAttempts() {
        submit(1);
        failTimes(1, 1);
        planner.result("j0", 1, "review");
        planner.advance(ANSWER_WITHIN.multipliedBy(2));
        planner.submit(Jobs.builder("next").setDeadline(FAR).build());

        failTimes(3, SNAPSHOT_ATTEMPTS - 1);

        assertThat(planner.rejected()).isEmpty();
        assertThat(planner.requests()).extracting(SnapshotRequested::getAttempt).endsWith(2 + SNAPSHOT_ATTEMPTS);
    }

    @Test
    void snapshotThatWasReadyAndIsDeletedWhileRunsWaitHasAllAttempts() {
        submit(SLICE + 1);
        failTimes(1, SNAPSHOT_ATTEMPTS - 1);
        planner.ready("review");
        planner.deleted("review");

        failTimes(SNAPSHOT_ATTEMPTS + 1, SNAPSHOT_ATTEMPTS - 1);

        assertThat(planner.rejected()).isEmpty();
        assertThat(planner.requests()).extracting(SnapshotRequested::getAttempt).endsWith(2 * SNAPSHOT_ATTEMPTS);
    }

    @Test
    void deletedSnapshotIsAskedForByTheNextJob() {
        planner.ready("review");
        planner.deleted("review");
        List<SnapshotRequested> early = planner.requests();

        submit(1);

        assertThat(early).isEmpty();
        assertThat(planner.requests()).hasSize(1);
        assertThat(planner.tasks()).isEmpty();
    }

    @Test
    void snapshotDeletedWhileRunsAreReleasedIsAskedForAgain() {
        submit(SLICE + 1);
        planner.requests();
        planner.ready("review");
        planner.deleted("review");

        assertThat(planner.requests()).hasSize(1);
        assertThat(planner.rows("waiting-runs")).isEqualTo(1);
    }

    @Test
    void runThatIsOverNoLongerWaits() {
        submit(2);
        planner.result("j0", 1, "review");
        planner.ready("review");

        assertThat(planner.tasks()).extracting(ForkTask::getJobId).containsOnly("j1");
    }

    /** Each of these attempts fails for a passing reason, and the back-off after it passes. */
    private void failTimes(int first, int times) {
        for (int attempt = first; attempt < first + times; attempt++) {
            planner.failed("review", attempt, true, "disk full");
            planner.advance(BACKOFF.multipliedBy(1L << SNAPSHOT_ATTEMPTS));
        }
    }

    private void submit(int jobs) {
        for (int i = 0; i < jobs; i++) {
            planner.submit(Jobs.builder("j" + i).setDeadline(FAR).build());
        }
    }
}
