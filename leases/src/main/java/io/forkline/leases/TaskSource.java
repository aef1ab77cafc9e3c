package io.forkline.leases;

import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.ShareGroup;
import io.forkline.schemas.topic.TopicLayout;

/**
 * Where tasks come from, and where those go that cannot be read.
 *
 * @param groupId the share group; its settings are those of {@link ShareGroup}, applied with the topics
 * @param topic where the tasks are
 * @param deadLetterTopic where records go that are no task
 * @param component who takes the tasks, as dead letters name it
 * @param maxDeliveries how often the broker delivers a record of this group
 */
public record TaskSource(String groupId, String topic, String deadLetterTopic, String component, int maxDeliveries) {

    public TaskSource {
        if (maxDeliveries < 2) {
            throw new IllegalArgumentException("a task is delivered at least twice, not " + maxDeliveries + " times");
        }
    }

    /** The tasks of one of our share groups, on a cluster that is laid out like this. */
    public static TaskSource of(TopicLayout layout, ShareGroup group) {
        return new TaskSource(
                layout.name(group),
                layout.name(group.topic()),
                layout.name(ForklineTopic.DEAD_LETTERS),
                group.suffix(),
                ShareGroup.MAX_DELIVERIES);
    }
}
