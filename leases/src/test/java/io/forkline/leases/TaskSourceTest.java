package io.forkline.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.schemas.topic.ShareGroup;
import io.forkline.schemas.topic.TopicLayout;
import org.junit.jupiter.api.Test;

class TaskSourceTest {

    @Test
    void namesFollowTheLayout() {
        assertThat(TaskSource.of(TopicLayout.single("x."), ShareGroup.FORK_WORKERS))
                .isEqualTo(new TaskSource("x.fork-workers", "x.fork-tasks", "x.dead-letters", "fork-workers", 5));
    }

    /** The last delivery is not run, so with one there would be none to run. */
    @Test
    void oneDeliveryIsRefused() {
        assertThatThrownBy(() -> new TaskSource("g", "t", "d", "c", 1)).hasMessageContaining("at least twice");
    }
}
