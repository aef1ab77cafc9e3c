package io.forkline.aggregator.join;

import static io.forkline.aggregator.Samples.START;
import static io.forkline.aggregator.Samples.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.id.RunId;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;

final class OpenRunsTest {

    private static final TaskId HERE = new TaskId(0, 1);
    private static final TaskId THERE = new TaskId(0, 2);

    private final OpenRuns open = new OpenRuns();

    @Test
    void oldestOfAllPartitionsIsKnown() {
        open.opened(HERE, RunId.parse("a/1"), START.plusSeconds(5), START);
        open.opened(THERE, RunId.parse("b/1"), START.plusSeconds(3), START);

        assertThat(open.count()).isEqualTo(2);
        assertThat(open.oldest()).hasValue(START.plusSeconds(3));
    }

    @Test
    void runsOfAPartitionThatHasGoneAreNotOurs() {
        open.opened(HERE, RunId.parse("a/1"), START, START);

        open.gone(HERE);

        assertThat(open.count()).isZero();
        assertThat(open.oldest()).isEmpty();
    }

    /** As after a transaction that was given up: what it opened is not in the stores. */
    @Test
    void whatTheStoresHoldCountsWhenAPartitionComes() {
        open.opened(HERE, RunId.parse("given-up/1"), START, START);

        open.begun(HERE);
        open.restored(HERE, plan());

        assertThat(open.count()).isEqualTo(1);
        assertThat(open.oldest()).hasValue(plan().getSubmittedAt());
        assertThat(open.planned(HERE, RunId.parse(plan().getRunId()))).isEmpty();
    }
}
