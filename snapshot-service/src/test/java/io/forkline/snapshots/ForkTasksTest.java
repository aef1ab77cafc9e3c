package io.forkline.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.JobLimits;
import io.forkline.schemas.record.PerspectiveCommand;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForkTasksTest extends PlannerTest {

    @BeforeEach
    void snapshotsAreReady() {
        planner.ready("review");
        planner.ready("wide");
    }

    @Test
    void taskHasAllThatAWorkerNeeds() {
        planner.submit(Jobs.builder("a").setTenant("acme").setPriority(7).build());

        ForkTask task = planner.tasks().get(0);
        assertThat(task.getTaskId()).isEqualTo("a/1/Security");
        assertThat(task.getAttempt()).isEqualTo(1);
        assertThat(task.getEnvironmentId()).isEqualTo(planner.environmentId("review"));
        assertThat(task.getPerspectives())
                .containsExactly(new PerspectiveCommand("Security", List.of("python3", "security.py"), 60_000L));
        assertThat(task.getTarget()).isEqualTo(Jobs.directory());
        assertThat(task.getLimits().getProcesses()).isEqualTo(64);
        assertThat(task.getIssuedAt()).isEqualTo(planner.now());
        assertThat(task.getReportBy()).isEqualTo(Jobs.START.plus(Jobs.TIME).minusSeconds(30));
        assertThat(task.getTenant()).isEqualTo("acme");
        assertThat(task.getPriority()).isEqualTo(7);
        assertThat(task.getSequential()).isFalse();
        assertThat(task.getJobLimits()).isNull();
        assertThat(task.getSecrets()).containsExactly("API_TOKEN");
    }

    @Test
    void limitsOfTheJobStandBesideThoseOfTheEnvironment() {
        JobLimits lower = JobLimits.newBuilder().setProcesses(3).build();
        planner.submit(Jobs.builder("a").setLimits(lower).build());

        ForkTask task = planner.tasks().get(0);

        assertThat(task.getLimits().getProcesses()).isEqualTo(64);
        assertThat(task.getLimits().getOpenFiles()).isEqualTo(1024);
        assertThat(task.getJobLimits()).isEqualTo(lower);
    }

    @Test
    void windowBoundsWhatIsOpen() {
        planner.submit(Jobs.builder("a").setEnvironment("wide").build());

        assertThat(planner.tasks()).hasSize(WINDOW);
        assertThat(planner.rows("task-queue")).isEqualTo(TestEnvironments.WIDE - WINDOW);
    }

    @Test
    void finalReportFreesItsPlace() {
        planner.submit(Jobs.builder("a").setEnvironment("wide").build());
        List<ForkTask> open = planner.tasks();
        planner.report(open.get(0), ReportOutcome.OK);
        planner.report(open.get(1), ReportOutcome.FAILED);

        assertThat(planner.tasks()).hasSize(2);
    }

    @Test
    void sameReportTwiceFreesOnePlace() {
        planner.submit(Jobs.builder("a").setEnvironment("wide").build());
        ForkTask first = planner.tasks().get(0);
        planner.report(first, ReportOutcome.OK);
        planner.report(first, ReportOutcome.OK);

        assertThat(planner.tasks()).hasSize(1);
    }

    @Test
    void fiveHundredPerspectivesAllGoOutOnce() {
        planner.submit(Jobs.builder("a").setEnvironment("wide").build());
        List<ForkTask> all = new ArrayList<>();
        for (List<ForkTask> open = planner.tasks(); !open.isEmpty(); open = planner.tasks()) {
            all.addAll(open);
            open.forEach(task -> planner.report(task, ReportOutcome.OK));
        }

        assertThat(all)
                .extracting(ForkTask::getTaskId)
                .hasSize(TestEnvironments.WIDE)
                .doesNotHaveDuplicates();
        assertNothingIsLeft();
    }

    @Test
    void retryableTaskGoesOutAgainAtNotBeforeAndNotEarlier() {
        planner.submit(Jobs.job("a"));
        ForkTask task = planner.tasks().get(0);
        Instant notBefore = planner.now().plusSeconds(5);
        planner.report(task, ReportOutcome.RETRYABLE, notBefore, "no memory");
        planner.advance(Duration.ofMillis(4_950));
        List<ForkTask> early = planner.tasks();

        planner.advance(Duration.ofMillis(50));

        assertThat(early).isEmpty();
        ForkTask again = planner.tasks().get(0);
        assertThat(again.getTaskId()).isEqualTo(task.getTaskId());
        assertThat(again.getAttempt()).isEqualTo(2);
        assertThat(planner.ownReports()).isEmpty();
    }

    @Test
    void retryableTaskWhoseReportNamesNoTimeGoesOutAgainAfterTheBackOff() {
        planner.submit(Jobs.job("a"));
        planner.report(planner.tasks().get(0), ReportOutcome.RETRYABLE, null, "no memory");
        planner.advance(TASK_BACKOFF.minusMillis(50));
        List<ForkTask> early = planner.tasks();

        planner.advance(Duration.ofMillis(50));

        assertThat(early).isEmpty();
        assertThat(planner.tasks()).extracting(ForkTask::getAttempt).containsExactly(2);
    }

    @Test
    void retryableTaskHoldsNoPlaceWhileItWaits() {
        planner.submit(Jobs.builder("a").setEnvironment("wide").build());
        ForkTask task = planner.tasks().get(0);
        planner.report(task, ReportOutcome.RETRYABLE, planner.now().plusSeconds(5), "no memory");

        assertThat(planner.tasks()).hasSize(1);
    }

    @Test
    void staleRetryableReportIsIgnored() {
        planner.submit(Jobs.job("a"));
        ForkTask first = planner.tasks().get(0);
        planner.report(first, ReportOutcome.RETRYABLE, planner.now(), "no memory");
        planner.advance(Duration.ofMillis(50));
        List<ForkTask> second = planner.tasks();

        planner.report(first, ReportOutcome.RETRYABLE, planner.now(), "no memory");
        planner.advance(Duration.ofSeconds(5));

        assertThat(second).hasSize(1);
        assertThat(planner.tasks()).isEmpty();
        assertThat(planner.rows("due")).isZero();
    }

    @Test
    void finalReportOfAnEarlierAttemptEndsTheTask() {
        planner.submit(Jobs.job("a"));
        ForkTask first = planner.tasks().get(0);
        planner.report(first, ReportOutcome.RETRYABLE, planner.now().plusSeconds(5), "no memory");
        planner.report(first, ReportOutcome.OK);
        planner.advance(Duration.ofSeconds(10));

        assertThat(planner.tasks()).isEmpty();
        assertThat(planner.rows("due")).isZero();
    }

    @Test
    void finalReportOfATaskThatIsQueuedAgainTakesItOutOfTheQueue() {
        planner.submit(Jobs.builder("a").setEnvironment("wide").build());
        ForkTask first = planner.tasks().get(0);
        planner.report(first, ReportOutcome.RETRYABLE, planner.now(), "no memory");
        planner.advance(Duration.ofMillis(50));
        List<ForkTask> open = planner.tasks();
        long queued = planner.rows("task-queue");

        planner.report(first, ReportOutcome.OK);
        open.forEach(task -> planner.report(task, ReportOutcome.OK));

        assertThat(planner.rows("task-queue")).isEqualTo(queued - 1 - open.size());
        assertThat(planner.tasks()).extracting(ForkTask::getTaskId).doesNotContain(first.getTaskId());
    }

    @Test
    void taskWithoutAttemptsLeftIsReportedFailedWithTheLastError() {
        planner.submit(Jobs.job("a"));
        ForkTask task = planner.tasks().get(0);
        for (int attempt = 1; attempt < TASK_ATTEMPTS; attempt++) {
            planner.report(task, ReportOutcome.RETRYABLE, planner.now(), "error " + attempt);
            planner.advance(Duration.ofSeconds(1));
            task = planner.tasks().get(0);
        }
        planner.report(task, ReportOutcome.RETRYABLE, planner.now(), "the last error");
        planner.advance(Duration.ofSeconds(10));

        PerspectiveReport report = planner.ownReports().get(0);
        assertThat(report.getTaskId()).isEqualTo("a/1/Security");
        assertThat(report.getPerspective()).isEqualTo("Security");
        assertThat(report.getOutcome()).isEqualTo(ReportOutcome.FAILED);
        assertThat(report.getAttempt()).isEqualTo(TASK_ATTEMPTS);
        assertThat(report.getError()).contains("given up after 3 attempts").contains("the last error");
        assertThat(planner.tasks()).isEmpty();
    }

    @Test
    void errorOfATaskThatIsGivenUpIsCut() {
        planner.submit(Jobs.job("a"));
        ForkTask task = planner.tasks().get(0);

        planner.report(task, ReportOutcome.RETRYABLE, task.getReportBy(), "x".repeat(100_000));

        assertThat(planner.ownReports())
                .singleElement()
                .satisfies(
                        report -> assertThat(report.getError()).contains("xxx").hasSizeLessThan(5_000));
    }

    @Test
    void taskThatIsGivenUpFreesItsPlace() {
        planner.submit(Jobs.builder("a").setEnvironment("wide").build());
        ForkTask task = planner.tasks().get(0);
        long before = planner.rows("tasks");

        planner.report(task, ReportOutcome.RETRYABLE, task.getReportBy(), "come back later");

        assertThat(planner.tasks()).hasSize(1);
        assertThat(planner.rows("tasks")).isEqualTo(before - 1);
    }

    @Test
    void taskThatMayNotBeTriedAgainInTimeIsReportedFailed() {
        planner.submit(Jobs.job("a"));
        ForkTask task = planner.tasks().get(0);
        planner.report(task, ReportOutcome.RETRYABLE, task.getReportBy(), "come back later");

        assertThat(planner.ownReports().get(0).getError())
                .contains("the time to report is over")
                .contains("come back later");
    }

    @Test
    void taskWhoseTimeIsOverBeforeItsTurnIsNotIssued() {
        planner.submit(Jobs.builder("a").setEnvironment("wide").build());
        List<ForkTask> open = planner.tasks();
        planner.advance(Jobs.TIME);
        planner.report(open.get(0), ReportOutcome.TIMED_OUT);
        for (int look = 0; look < 5; look++) {
            planner.advance(Duration.ofMillis(50));
        }

        assertThat(planner.tasks()).isEmpty();
        assertThat(planner.rows("task-queue")).isZero();
    }

    @Test
    void queueWhoseTimeIsOverEmptiesInSlicesThatATransactionBears() {
        planner.submit(Jobs.builder("a").setEnvironment("wide").build());
        List<ForkTask> open = planner.tasks();
        long queued = planner.rows("task-queue");
        planner.advance(Jobs.TIME);
        planner.report(open.get(0), ReportOutcome.TIMED_OUT);

        assertThat(planner.rows("task-queue")).isBetween(1L, queued - 1);
    }

    @Test
    void resultDropsAllThatItsRunHasLeftAndFreesItsPlaces() {
        planner.submit(Jobs.builder("a").setEnvironment("wide").build());
        planner.submit(Jobs.job("b"));
        ForkTask task = planner.tasks().get(0);
        planner.report(task, ReportOutcome.RETRYABLE, planner.now().plusSeconds(5), "no memory");
        planner.tasks();
        planner.result("a", 1, "wide");

        assertThat(planner.tasks()).extracting(ForkTask::getJobId).containsExactly("b", "b");
        assertThat(planner.rows("due")).isZero();
        assertThat(planner.rows("tasks")).isEqualTo(2);
    }

    /** As texts, the ids of the tenth run begin as those of the first do. */
    @Test
    void resultOfTheFirstRunLeavesTheTenthAlone() {
        planner.submit(Jobs.job("a"));
        for (int number = 2; number <= 10; number++) {
            planner.submit(Jobs.replay("a", "again " + number, "a/1"));
        }
        long before = planner.rows("tasks");

        planner.result("a", 1, "review");

        assertThat(planner.rows("tasks")).isEqualTo(before - 2);
        assertThat(planner.rows("runs")).isEqualTo(9);
    }

    @Test
    void reportAfterTheResultChangesNothing() {
        planner.submit(Jobs.job("a"));
        List<ForkTask> open = planner.tasks();
        planner.result("a", 1, "review");
        open.forEach(task -> planner.report(task, ReportOutcome.OK));
        open.forEach(task -> planner.report(task, ReportOutcome.RETRYABLE));
        planner.submit(Jobs.builder("b").setEnvironment("wide").build());

        assertThat(planner.tasks()).hasSize(WINDOW);
    }

    @Test
    void runThatIsDoneLeavesNothingBehind() {
        planner.submit(Jobs.job("a"));
        planner.tasks().forEach(task -> planner.report(task, ReportOutcome.OK));

        assertNothingIsLeft();
    }

    @Test
    void baselineGoesOutAloneAfterThePerspectives() {
        planner.submit(Jobs.builder("a").setBaseline(true).build());
        List<ForkTask> perspectives = planner.tasks();
        planner.report(perspectives.get(0), ReportOutcome.OK);
        List<ForkTask> early = planner.tasks();

        planner.report(perspectives.get(1), ReportOutcome.FAILED);

        assertThat(perspectives).hasSize(2).noneMatch(ForkTask::getSequential);
        assertThat(early).isEmpty();
        ForkTask baseline = planner.tasks().get(0);
        assertThat(baseline.getTaskId()).isEqualTo("a/1/sequential");
        assertThat(baseline.getSequential()).isTrue();
        assertThat(baseline.getPerspectives())
                .extracting(PerspectiveCommand::getName)
                .containsExactly("Security", "Tests");
    }

    @Test
    void runWithABaselineIsDoneWhenTheBaselineIs() {
        planner.submit(Jobs.builder("a").setBaseline(true).build());
        planner.tasks().forEach(task -> planner.report(task, ReportOutcome.OK));
        planner.tasks().forEach(task -> planner.report(task, ReportOutcome.OK));

        assertThat(planner.tasks()).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void higherPriorityOvertakesWhatWaits() {
        planner.submit(Jobs.builder("low").setEnvironment("wide").build());
        List<ForkTask> open = planner.tasks();
        planner.submit(Jobs.builder("high").setPriority(1).build());
        planner.report(open.get(0), ReportOutcome.OK);
        planner.report(open.get(1), ReportOutcome.OK);

        assertThat(planner.tasks()).extracting(ForkTask::getJobId).containsExactly("high", "high");
    }

    @Test
    void otherTenantWaitsForNoMoreThanWhatIsOpen() {
        planner.submit(
                Jobs.builder("big").setEnvironment("wide").setTenant("big").build());
        List<ForkTask> open = planner.tasks();
        planner.submit(Jobs.builder("small").setTenant("small").build());
        open.forEach(task -> planner.report(task, ReportOutcome.OK));

        assertThat(planner.tasks()).extracting(ForkTask::getJobId).contains("small");
    }
}
