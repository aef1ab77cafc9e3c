package io.forkline.schemas.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/** One topic as the catalogue wants it on one cluster. */
record TopicPlan(String name, int partitions, short replicationFactor, Map<String, String> configuration) {

    /** Rows of a changelog can be as large as the largest record they hold. */
    private static final String CHANGELOG_MAX_BYTES = Integer.toString(ForklineTopic.RESULTS.maxMessageBytes());

    /** Every topic of the layout, changelogs included. */
    static List<TopicPlan> all(TopicLayout layout) {
        List<TopicPlan> plans = new ArrayList<>();
        for (ForklineTopic topic : ForklineTopic.values()) {
            plans.add(new TopicPlan(
                    layout.name(topic),
                    layout.partitions(topic.keying()),
                    layout.replicationFactor(),
                    topic.configuration()));
        }
        for (StreamsApplication application : StreamsApplication.values()) {
            for (StreamsApplication.Store store : application.stores()) {
                plans.add(new TopicPlan(
                        layout.changelog(application, store),
                        layout.partitions(store.keying()),
                        layout.replicationFactor(),
                        Map.of(
                                TopicConfig.CLEANUP_POLICY_CONFIG,
                                TopicConfig.CLEANUP_POLICY_COMPACT,
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                CHANGELOG_MAX_BYTES,
                                TopicConfig.SEGMENT_MS_CONFIG,
                                Long.toString(Duration.ofHours(1).toMillis()))));
            }
        }
        return plans;
    }
}
