package io.forkline.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.topic.ForklineTopic;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On every topic that the planner reads. */
class PoisonTest extends PlannerTest {

    @ParameterizedTest
    @EnumSource(names = {"JOBS", "REPORTS", "RESULTS", "SNAPSHOTS", "TARGETS", "PLANNER_EVENTS"})
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
}
