package io.forkline.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.topic.ForklineTopic;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On every topic that the planner reads. */
class PoisonTest extends PlannerTest {

    @ParameterizedTest
    @EnumSource(names = {"JOBS_JSON", "JOBS", "REPORTS", "RESULTS", "SNAPSHOTS", "TARGETS", "PLANNER_EVENTS"})
    void poisonGoesToTheDeadLettersByteForByteAndThePlannerGoesOn(ForklineTopic topic) {
        byte[] key = {1, 2};
        byte[] value = "none of ours".getBytes(StandardCharsets.UTF_8);
        planner.ready("review");
        planner.writeRaw(topic, key, value);
        planner.submit(Jobs.job("a"));

        assertThat(planner.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.key()).isEqualTo(key);
            assertThat(letter.value()).isEqualTo(value);
            assertThat(PlannerHarness.header(letter, "cause")).isEqualTo("UNREADABLE");
            assertThat(PlannerHarness.header(letter, "origin-topic")).isEqualTo("t." + topic.suffix());
            assertThat(PlannerHarness.header(letter, "component")).isEqualTo("planner");
        });
        assertThat(planner.tasks()).extracting(ForkTask::getJobId).containsOnly("a");
    }

    /** Whoever wrote it: it answers no task that was issued. */
    @Test
    void reportThatIsTooLargeToBePassedOnIsPassedOver() {
        planner.ready("review");
        planner.submit(Jobs.job("a"));
        ForkTask task = planner.tasks().get(0);
        task.setTaskId(task.getTaskId() + "x".repeat(ForklineTopic.PLANNER_EVENTS.maxMessageBytes()));

        planner.report(task, ReportOutcome.OK);

        assertThat(planner.raw(ForklineTopic.PLANNER_EVENTS))
                .singleElement()
                .satisfies(admitted -> assertThat(admitted.value()).hasSizeLessThan(100_000));
    }

    /** A batch that was compressed may hold it: the broker counts the bytes of the batch. */
    @ParameterizedTest
    @EnumSource(names = {"JOBS_JSON", "JOBS", "REPORTS", "RESULTS", "SNAPSHOTS", "TARGETS", "PLANNER_EVENTS"})
    void poisonThatNoTopicHoldsIsCutToFitIntoTheDeadLetters(ForklineTopic topic) {
        byte[] value = new byte[2 * ForklineTopic.DEAD_LETTERS.maxMessageBytes()];
        value[0] = 1;

        planner.writeRaw(topic, new byte[] {1, 2}, value);

        assertThat(planner.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.value()).hasSizeLessThan(ForklineTopic.DEAD_LETTERS.maxMessageBytes());
            assertThat(Long.parseLong(PlannerHarness.header(letter, "bytes-cut")))
                    .isEqualTo(value.length + 2 - letter.value().length - letter.key().length);
        });
    }
}
