package io.forkline.schemas.topic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Compares the topics and share groups of a cluster with the catalogue. Changes nothing. */
public final class TopicInspector {

    private final Admin admin;
    private final TopicLayout layout;

    public TopicInspector(Admin admin, TopicLayout layout) {
        this.admin = admin;
        this.layout = layout;
    }

    /**
     * What {@link TopicApplier#apply} would change, and what it cannot.
     *
     * @throws TopicsException when the cluster refuses to tell
     */
    public List<Change> check() throws InterruptedException {
        List<TopicPlan> plans = TopicPlan.all(layout);
        Map<String, TopicDescription> there =
                describe(plans.stream().map(TopicPlan::name).toList());
        List<Change> changes = new ArrayList<>();
        for (TopicPlan plan : plans) {
            TopicDescription topic = there.get(plan.name());
            if (topic == null) {
                changes.add(new Change.Created(plan.name(), plan.partitions()));
            } else {
                changes.addAll(fixed(plan, topic));
            }
        }
        try {
            changes.addAll(differences(wanted(plan -> there.containsKey(plan.name()))));
        } catch (ExecutionException e) {
            throw TopicsException.refused("the configuration of topics and share groups cannot be read", e);
        }
        return changes;
    }

    /** The topics that are there. */
    Map<String, TopicDescription> describe(Collection<String> topics) throws InterruptedException {
        Map<String, TopicDescription> there = new HashMap<>();
        for (var entry : admin.describeTopics(topics).topicNameValues().entrySet()) {
            try {
                there.put(entry.getKey(), entry.getValue().get());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw TopicsException.refused("topic " + entry.getKey() + " cannot be described", e);
                }
            }
        }
        return there;
    }

    /** The configuration of these topics and of all share groups as the catalogue has it, in its order. */
    Map<ConfigResource, Map<String, String>> wanted(Predicate<TopicPlan> topics) {
        Map<ConfigResource, Map<String, String>> wanted = new LinkedHashMap<>();
        for (TopicPlan plan : TopicPlan.all(layout)) {
            if (topics.test(plan)) {
                wanted.put(new ConfigResource(ConfigResource.Type.TOPIC, plan.name()), plan.configuration());
            }
        }
        for (ShareGroup group : ShareGroup.values()) {
            wanted.put(new ConfigResource(ConfigResource.Type.GROUP, layout.name(group)), ShareGroup.configuration());
        }
        return wanted;
    }

    /** What has other values than wanted; that a topic or group has none of those is said too. */
    List<Change> differences(Map<ConfigResource, Map<String, String>> wanted)
            throws InterruptedException, ExecutionException {
        Map<ConfigResource, Config> there =
                admin.describeConfigs(wanted.keySet()).all().get();
        List<Change> changes = new ArrayList<>();
        wanted.forEach((resource, configuration) -> {
            List<Change> differing = differences(resource, configuration, there.get(resource));
            changes.addAll(differing.isEmpty() ? List.of(new Change.Unchanged(resource.name())) : differing);
        });
        return changes;
    }

    private static List<Change> fixed(TopicPlan plan, TopicDescription topic) {
        List<Change> fixed = new ArrayList<>();
        int partitions = topic.partitions().size();
        if (partitions != plan.partitions()) {
            fixed.add(new Change.Fixed(plan.name(), "partitions", partitions, plan.partitions()));
        }
        int replicas = topic.partitions().getFirst().replicas().size();
        if (plan.replicationFactor() > 0 && replicas != plan.replicationFactor()) {
            fixed.add(new Change.Fixed(plan.name(), "replication factor", replicas, plan.replicationFactor()));
        }
        return fixed;
    }

    private static List<Change> differences(ConfigResource resource, Map<String, String> wanted, Config there) {
        List<Change> differing = new ArrayList<>();
        wanted.forEach((key, value) -> {
            ConfigEntry entry = there.get(key);
            String before = entry == null || entry.value() == null ? "unset" : entry.value();
            if (!before.equals(value)) {
                differing.add(new Change.Configured(resource.name(), key, before, value));
            }
        });
        return differing;
    }
}
