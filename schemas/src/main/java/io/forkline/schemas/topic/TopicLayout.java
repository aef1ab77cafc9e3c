package io.forkline.schemas.topic;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How Forkline lies on one cluster.
 *
 * @param prefix what every name begins with; several deployments share a cluster by different prefixes
 * @param jobPartitions partitions of the topics keyed by job; fixed at creation
 * @param environmentPartitions partitions of the topics keyed by environment; fixed at creation
 * @param taskPartitions partitions of the topics that share groups read
 * @param replicationFactor copies of each partition; -1 for the default of the broker
 */
public record TopicLayout(
        String prefix, int jobPartitions, int environmentPartitions, int taskPartitions, short replicationFactor) {

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{0,100}");

    /**
     * Prefix {@code forkline.}, 6 partitions each, the broker's replication factor; one partition for tasks. A share group gives each of its members
     * some of the partitions: with more of them a member that is busy would hold up what lies in a partition that no other one has.
     */
    public static final TopicLayout DEFAULT = new TopicLayout("forkline.", 6, 6, 1, (short) -1);

    public TopicLayout {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("the topic prefix \"" + prefix
                    + "\" has other characters than letters, digits, dots, underscores and hyphens");
        }
        if (Math.min(jobPartitions, Math.min(environmentPartitions, taskPartitions)) < 1) {
            throw new IllegalArgumentException("a topic has at least one partition");
        }
    }

    /** For one process on one broker: one partition each, one copy. */
    public static TopicLayout single(String prefix) {
        return new TopicLayout(prefix, 1, 1, 1, (short) 1);
    }

    public String name(ForklineTopic topic) {
        return prefix + topic.suffix();
    }

    public String name(ShareGroup group) {
        return prefix + group.suffix();
    }

    /** The application id of a topology, which is also its consumer group and the prefix of its changelogs. */
    public String name(StreamsApplication topology) {
        return prefix + topology.suffix();
    }

    /** The changelog topic of a state store. */
    public String changelog(StreamsApplication topology, StreamsApplication.Store store) {
        return name(topology) + "-" + store.name() + "-changelog";
    }

    /** Every topic and its partitions, in the order a job passes them; then the changelogs. */
    public Map<String, Integer> topics() {
        Map<String, Integer> topics = new LinkedHashMap<>();
        TopicPlan.all(this).forEach(plan -> topics.put(plan.name(), plan.partitions()));
        return topics;
    }

    public int partitions(Keying keying) {
        return switch (keying) {
            case JOB, TENANT -> jobPartitions;
            case ENVIRONMENT -> environmentPartitions;
            case TASK -> taskPartitions;
            case ORIGIN -> 1;
        };
    }
}
