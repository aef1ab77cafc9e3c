package io.forkline.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.sandbox.environment.Environments;
import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.settings.PerTenant;
import io.forkline.snapshots.record.TaskRow;
import io.forkline.snapshots.record.TaskState;
import io.forkline.snapshots.scheduling.SchedulingConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand jobs of one tenant, and one job of another. */
class FairnessTest {

    private static final int FLOOD = 10_000;
    private static final int WINDOW = 50;

    @TempDir
    private Path folder;

    @Test
    void floodDelaysAnotherTenantsJobByTheTasksThatAreOpen() throws Exception {
        try (PlannerHarness planner = planner("flooded", PerTenant.NONE)) {
            Deque<ForkTask> open = flood(planner);

            planner.submit(job("small", "small"));

            // Every place is taken: the next that is free is the small tenant's, or the one after it.
            assertThat(open).hasSize(WINDOW);
            assertThat(reportsUntil("small", planner, open)).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void floodOfATenantThatHasALimitDelaysNobody() throws Exception {
        try (PlannerHarness planner = planner("limited", new PerTenant(Optional.of(10L), Map.of()))) {
            Deque<ForkTask> open = flood(planner);

            planner.submit(job("small", "small"));

            assertThat(open).hasSize(10);
            assertThat(planner.tasks()).extracting(ForkTask::getTenant).containsExactly("small");
        }
    }

    @Test
    void limitedFloodGoesOnAsItsTasksAreAnswered() throws Exception {
        try (PlannerHarness planner = planner("going-on", new PerTenant(Optional.empty(), Map.of("big", 3L)))) {
            for (int i = 0; i < 20; i++) {
                planner.submit(job("big-" + i, "big"));
            }
            int answered = 0;
            for (List<ForkTask> open = planner.tasks(); !open.isEmpty(); open = planner.tasks()) {
                assertThat(open).hasSizeLessThanOrEqualTo(3);
                open.forEach(task -> planner.report(task, ReportOutcome.OK));
                answered += open.size();
            }

            assertThat(answered).isEqualTo(20);
            assertThat(planner.rows("task-queue")).isZero();
        }
    }

    @Test
    void taskThatIsToBeTriedAgainLeavesItsPlaceToAnotherOfItsTenant() throws Exception {
        try (PlannerHarness planner = planner("retried", new PerTenant(Optional.of(1L), Map.of()))) {
            planner.submit(job("first", "big"));
            planner.submit(job("second", "big"));
            ForkTask first = planner.tasks().get(0);

            planner.report(first, ReportOutcome.RETRYABLE, planner.now().plusSeconds(5), "no memory");

            assertThat(planner.tasks()).extracting(ForkTask::getJobId).containsExactly("second");
            planner.advance(Duration.ofSeconds(6));
            assertThat(planner.tasks()).isEmpty();
        }
    }

    /** The window was in other stores then, and queued tasks had keys of another form. */
    @Test
    void tasksOfAnOlderVersionAreTakenOver() throws Exception {
        Map<String, Object> runs;
        Map<String, TaskRow> tasks;
        ForkTask first;
        try (PlannerHarness older = planner("older", PerTenant.NONE)) {
            for (int i = 0; i < WINDOW + 10; i++) {
                older.submit(job("big-" + i, "big"));
            }
            runs = older.contents("runs");
            tasks = older.contents("tasks");
            first = older.tasks().get(0);
        }
        try (PlannerHarness planner = asleep("newer", new PerTenant(Optional.of(WINDOW + 2L), Map.of()))) {
            runs.forEach((key, row) -> planner.put("runs", key, row));
            tasks.forEach((key, row) -> {
                if (row.getState() == TaskState.QUEUED) {
                    String number = row.getRunId()
                            .substring("big-".length(), row.getRunId().indexOf('/'));
                    // The last is the first.
                    row.setKey("100/" + "0".repeat(19 - number.length()) + number + "/0000000000000000000");
                }
                planner.put("tasks", key, row);
            });

            planner.ready("review");
            List<ForkTask> whileAllPlacesAreTaken = planner.tasks();
            planner.report(first, ReportOutcome.OK);

            assertThat(whileAllPlacesAreTaken).isEmpty();
            assertThat(planner.tasks()).extracting(ForkTask::getJobId).containsExactly("big-" + WINDOW);
            assertThat(planner.rows("task-queue")).isEqualTo(9);
        }
    }

    private static Deque<ForkTask> flood(PlannerHarness planner) {
        for (int i = 0; i < FLOOD; i++) {
            planner.submit(job("big-" + i, "big"));
        }
        return new ArrayDeque<>(planner.tasks());
    }

    /** How many of the open tasks are answered, the oldest first, until this tenant has one out. */
    private static int reportsUntil(String tenant, PlannerHarness planner, Deque<ForkTask> open) {
        for (int reports = 0; reports <= WINDOW; reports++) {
            if (planner.tasks().stream().anyMatch(task -> task.getTenant().equals(tenant))) {
                return reports;
            }
            planner.report(open.removeFirst(), ReportOutcome.OK);
        }
        throw new AssertionError("the open tasks are answered, and " + tenant + " still waits");
    }

    private static JobRequested job(String id, String tenant) {
        return Jobs.builder(id)
                .setTenant(tenant)
                .setPerspectives(List.of("Security"))
                .build();
    }

    private PlannerHarness planner(String name, PerTenant limit) throws Exception {
        PlannerHarness planner = asleep(name, limit);
        planner.ready("review");
        return planner;
    }

    /** One that has not seen a record yet. */
    private PlannerHarness asleep(String name, PerTenant limit) throws Exception {
        Environments environments = TestEnvironments.in(folder.resolve(name));
        SchedulingConfig defaults = SchedulingConfig.DEFAULT;
        return new PlannerHarness(
                environments,
                new SchedulingConfig(
                        WINDOW,
                        limit,
                        defaults.taskAttempts(),
                        defaults.taskBackoff(),
                        defaults.snapshotAttempts(),
                        defaults.snapshotBackoff(),
                        defaults.snapshotPause(),
                        defaults.slice()),
                folder.resolve(name + "-state"));
    }
}
