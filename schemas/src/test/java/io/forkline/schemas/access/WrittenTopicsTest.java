package io.forkline.schemas.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.TopicLayout;
import org.junit.jupiter.api.Test;

class WrittenTopicsTest {

    /** Strays and jobs that came as JSON: the planner needs the schema of jobs where it may not register it. */
    @Test
    void plannerWritesJobs() {
        assertThat(AccessTable.written(Party.SNAPSHOT_SERVICE, TopicLayout.DEFAULT))
                .contains(ForklineTopic.JOBS, ForklineTopic.PLANS)
                .doesNotContain(ForklineTopic.RESULTS);
    }

    @Test
    void topicsWithoutPublicRecordsHaveNoSchema() {
        assertThat(AccessTable.written(Party.OPERATOR, TopicLayout.DEFAULT))
                .doesNotContain(ForklineTopic.JOBS_JSON, ForklineTopic.DEAD_LETTERS);
    }
}
