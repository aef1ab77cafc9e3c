package io.forkline.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.job.JobContent;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.PlanEvent;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.record.RunRejected;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A job that was turned down has not begun: its id is free. */
class TurnedDownJobsTest extends PlannerTest {

    @Test
    void rejectionSaysThatNoRunBeganAndOfWhichContent() {
        planner.submit(overdue());

        RunRejected rejected = planner.rejected().get(0);
        assertThat(rejected.getAdmitted()).isFalse();
        assertThat(rejected.getContentHash()).isEqualTo(JobContent.hash(overdue()));
    }

    @Test
    void rejectionRepeatsTheLabels() {
        planner.submit(JobRequested.newBuilder(overdue())
                .setLabels(Map.of("branch", "main"))
                .build());

        assertThat(planner.rejected().get(0).getLabels()).containsExactly(Map.entry("branch", "main"));
    }

    @Test
    void rejectionLeavesLabelsOutThatMayBeOfAnySize() {
        planner.submit(Jobs.builder("a")
                .setLabels(Map.of("branch", "x".repeat(100_000)))
                .build());

        assertThat(planner.rejected().get(0).getLabels()).isEmpty();
    }

    @Test
    void jobTurnedDownForItsDeadlineRunsWhenItComesAgainInTime() {
        planner.submit(overdue());
        planner.submit(Jobs.job("a"));

        assertThat(runs(planner.plans())).containsExactly("rejected a/1", "planned a/2");
        assertThat(planner.deadLetters()).isEmpty();
    }

    @Test
    void jobTurnedDownForItsEnvironmentMayComeAgainWithAnother() {
        planner.submit(Jobs.builder("a").setEnvironment("nowhere").build());
        planner.submit(Jobs.job("a"));

        List<PlanEvent> plans = planner.plans();
        assertThat(runs(plans)).containsExactly("rejected a/1", "planned a/2");
        assertThat(((RunPlanned) plans.get(1).getEvent()).getContentHash()).isEqualTo(JobContent.hash(Jobs.job("a")));
        assertThat(planner.deadLetters()).isEmpty();
    }

    @Test
    void jobTurnedDownAgainIsAFurtherRunWithARejectionOfItsOwn() {
        planner.submit(overdue());
        planner.submit(overdue());

        assertThat(runs(planner.plans())).containsExactly("rejected a/1", "rejected a/2");
    }

    @Test
    void onceARunBeganTheIdStandsForItsContent() {
        planner.submit(overdue());
        planner.submit(Jobs.job("a"));
        planner.submit(Jobs.job("a"));
        planner.submit(Jobs.builder("a").setPriority(5).build());

        assertThat(runs(planner.plans())).containsExactly("rejected a/1", "planned a/2");
        assertThat(planner.deadLetters())
                .extracting(letter -> PlannerHarness.header(letter, "cause"))
                .containsExactly("JOB_ID_REUSED");
    }

    @Test
    void runWhoseSnapshotCannotBeBuiltHasBegun() {
        planner.submit(Jobs.job("a"));
        planner.failed("review", 1, false, "pip: no such package");
        planner.submit(Jobs.job("a"));

        List<PlanEvent> plans = planner.plans();
        assertThat(runs(plans)).containsExactly("planned a/1", "rejected a/1");
        RunRejected rejected = (RunRejected) plans.get(1).getEvent();
        assertThat(rejected.getAdmitted()).isTrue();
        assertThat(rejected.getContentHash()).isEqualTo(JobContent.hash(Jobs.job("a")));
    }

    @Test
    void replayOfATurnedDownJobThatRunsTakesTheId() {
        planner.submit(overdue());
        planner.submit(Jobs.replay("a", "again", "a/1"));
        planner.submit(Jobs.job("a"));

        assertThat(runs(planner.plans())).containsExactly("rejected a/1", "planned a/2");
    }

    @Test
    void replayThatIsTurnedDownLeavesTheIdAsItWas() {
        planner.submit(overdue());
        planner.submit(Jobs.replay("a", "again", "a/7"));
        planner.submit(Jobs.job("a"));
        planner.submit(Jobs.replay("a", "and again", "a/7"));
        planner.submit(Jobs.job("a"));

        assertThat(runs(planner.plans()))
                .containsExactly("rejected a/1", "rejected a/2", "planned a/3", "rejected a/4");
    }

    @Test
    void replayTurnedDownForItsDeadlineNeedsANewRequestId() {
        planner.submit(Jobs.job("a"));
        planner.advance(Jobs.TIME.plus(Duration.ofSeconds(1)));
        planner.submit(Jobs.replay("a", "again", "a/1"));

        assertThat(planner.rejected().get(0).getMessage())
                .endsWith("; ask for the replay under a new request id, with a later deadline");
    }

    private static JobRequested overdue() {
        return Jobs.builder("a").setDeadline(Jobs.START).build();
    }

    private static List<String> runs(List<PlanEvent> plans) {
        return plans.stream()
                .map(plan -> switch (plan.getEvent()) {
                    case RunPlanned planned -> "planned " + planned.getRunId();
                    case RunRejected rejected -> "rejected " + rejected.getRunId();
                    default -> throw new IllegalStateException("not a plan: " + plan);
                })
                .toList();
    }
}
