package io.forkline.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.sandbox.environment.EnvironmentException;
import io.forkline.sandbox.environment.Environments;
import io.forkline.schemas.settings.PerTenant;
import io.forkline.snapshots.scheduling.SchedulingConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A planner for each test, with a small window and quick back-offs. */
public abstract class PlannerTest {

    protected static final int WINDOW = 6;
    protected static final int TASK_ATTEMPTS = 3;
    protected static final Duration TASK_BACKOFF = Duration.ofSeconds(1);
    protected static final int SNAPSHOT_ATTEMPTS = 3;
    protected static final Duration BACKOFF = Duration.ofSeconds(10);
    protected static final Duration PAUSE = Duration.ofSeconds(60);
    protected static final int SLICE = 4;

    protected PlannerHarness planner;

    @BeforeEach
    void startPlanner(@TempDir Path folder) throws IOException, EnvironmentException {
        Environments environments = TestEnvironments.in(folder.resolve("environments"));
        planner = new PlannerHarness(
                environments,
                new SchedulingConfig(
                        WINDOW, PerTenant.NONE, TASK_ATTEMPTS, TASK_BACKOFF, SNAPSHOT_ATTEMPTS, BACKOFF, PAUSE, SLICE),
                folder.resolve("state"));
    }

    /** No run waits for anything. */
    protected final void assertNothingIsLeft() {
        for (String store : List.of("runs", "waiting-runs", "tasks", "task-queue", "task-turns", "due")) {
            assertThat(planner.rows(store)).as(store).isZero();
        }
    }

    @AfterEach
    void closePlanner() {
        planner.close();
    }
}
