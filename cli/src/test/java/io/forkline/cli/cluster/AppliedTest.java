package io.forkline.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.topic.Change;
import io.forkline.schemas.topic.ShareGroup;
import io.forkline.schemas.topic.TopicLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

class AppliedTest {

    private static final TopicLayout LAYOUT = TopicLayout.single("a.");
    private static final String GROUP = LAYOUT.name(ShareGroup.FORK_WORKERS);
    private static final String OTHER_GROUP = LAYOUT.name(ShareGroup.LEAD_WORKERS);

    @Test
    void aGroupWithTwoSettingsIsOneGroup() {
        List<Change> changes = List.of(
                new Change.Created("a.jobs", 1),
                new Change.Created("a.plans", 1),
                new Change.Configured(GROUP, "x", "unset", "1"),
                new Change.Configured(GROUP, "y", "unset", "2"));

        assertThat(Applied.summary(changes, LAYOUT)).isEqualTo("created 2 topics, configured 1 share group");
    }

    @Test
    void whatWasThereIsCountedBesideWhatWasNot() {
        List<Change> changes = List.of(
                new Change.Created("a.jobs", 1),
                new Change.Configured("a.plans", "x", "1", "2"),
                new Change.Unchanged("a.reports"),
                new Change.Unchanged("a.results"),
                new Change.Unchanged(GROUP),
                new Change.Unchanged(OTHER_GROUP));

        assertThat(Applied.summary(changes, LAYOUT))
                .isEqualTo("created 1 topic, configured 1 topic, 2 topics and 2 share groups are as configured");
    }
}
