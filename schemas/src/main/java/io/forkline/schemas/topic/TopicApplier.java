package io.forkline.schemas.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes the topics and share groups of a cluster as the catalogue says. */
public final class TopicApplier {

    private static final int MOST_NAMED = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Admin admin;
    private final TopicLayout layout;

    public TopicApplier(Admin admin, TopicLayout layout) {
        this.admin = admin;
        this.layout = layout;
    }

    /**
     * Creates what is missing and sets what differs; deletes nothing. Applying twice changes nothing the second time.
     *
     * @throws TopicsException when a topic has another number of partitions, or the cluster refuses
     */
    public List<Change> apply() throws InterruptedException {
        List<TopicPlan> plans = TopicPlan.all(layout);
        List<Change> changes = new ArrayList<>(create(plans));
        awaitVisible(changes);
        verify();
        Set<String> created = changes.stream().map(Change::name).collect(Collectors.toSet());
        Map<ConfigResource, Map<String, String>> wanted = new HashMap<>();
        List<ConfigResource> order = new ArrayList<>();
        for (TopicPlan plan : plans) {
            if (!created.contains(plan.name())) {
                want(wanted, order, ConfigResource.Type.TOPIC, plan.name(), plan.configuration());
            }
        }
        for (ShareGroup group : ShareGroup.values()) {
            want(wanted, order, ConfigResource.Type.GROUP, layout.name(group), ShareGroup.configuration());
        }
        changes.addAll(configure(order, wanted));
        return changes;
    }

    /**
     * Checks that every topic is there with the partitions of the layout.
     *
     * @throws TopicsException naming each topic that is not, and the remedy
     */
    public void verify() throws InterruptedException {
        List<TopicPlan> plans = TopicPlan.all(layout);
        Map<String, Integer> there =
                partitions(plans.stream().map(TopicPlan::name).toList());
        List<String> wrong = new ArrayList<>();
        for (TopicPlan plan : plans) {
            Integer partitions = there.get(plan.name());
            if (partitions == null) {
                wrong.add(plan.name() + " is missing");
            } else if (partitions != plan.partitions()) {
                wrong.add(plan.name() + " has " + partitions + " partitions, not " + plan.partitions());
            }
        }
        if (!wrong.isEmpty()) {
            throw new TopicsException("the topics are not as configured: " + some(wrong)
                    + ". Run `forkline topics create`, or set topics.prefix and topics.partitions.* to what is there");
        }
    }

    private static String some(List<String> all) {
        String first = String.join("; ", all.subList(0, Math.min(all.size(), MOST_NAMED)));
        return all.size() <= MOST_NAMED ? first : first + "; and " + (all.size() - MOST_NAMED) + " more";
    }

    private List<Change> create(Collection<TopicPlan> plans) throws InterruptedException {
        List<NewTopic> topics = plans.stream()
                .map(plan -> new NewTopic(plan.name(), plan.partitions(), plan.replicationFactor())
                        .configs(plan.configuration()))
                .toList();
        Map<String, KafkaFuture<Void>> futures = admin.createTopics(topics).values();
        List<Change> created = new ArrayList<>();
        for (TopicPlan plan : plans) {
            try {
                futures.get(plan.name()).get();
                created.add(new Change.Created(plan.name(), plan.partitions()));
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw refused("topic " + plan.name() + " cannot be created", e);
                }
            }
        }
        return created;
    }

    /** A topic that the controller has created shows on the brokers a moment later. */
    private void awaitVisible(List<Change> created) throws InterruptedException {
        List<String> names = created.stream().map(Change::name).toList();
        long start = System.nanoTime();
        while (partitions(names).size() < names.size() && System.nanoTime() - start < PATIENCE.toNanos()) {
            Thread.sleep(PAUSE.toMillis());
        }
    }

    /** How many partitions the topics have that are there. */
    private Map<String, Integer> partitions(Collection<String> topics) throws InterruptedException {
        Map<String, Integer> partitions = new HashMap<>();
        for (var entry : admin.describeTopics(topics).topicNameValues().entrySet()) {
            try {
                partitions.put(
                        entry.getKey(), entry.getValue().get().partitions().size());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw refused("topic " + entry.getKey() + " cannot be described", e);
                }
            }
        }
        return partitions;
    }

    private List<Change> configure(List<ConfigResource> order, Map<ConfigResource, Map<String, String>> wanted)
            throws InterruptedException {
        try {
            Map<ConfigResource, Config> there =
                    admin.describeConfigs(order).all().get();
            Map<ConfigResource, Collection<AlterConfigOp>> operations = new HashMap<>();
            List<Change> changes = new ArrayList<>();
            for (ConfigResource resource : order) {
                List<Change> differing = differences(resource, wanted.get(resource), there.get(resource));
                if (!differing.isEmpty()) {
                    operations.put(
                            resource,
                            wanted.get(resource).entrySet().stream()
                                    .map(entry -> new AlterConfigOp(
                                            new ConfigEntry(entry.getKey(), entry.getValue()),
                                            AlterConfigOp.OpType.SET))
                                    .toList());
                }
                changes.addAll(differing.isEmpty() ? List.of(new Change.Unchanged(resource.name())) : differing);
            }
            admin.incrementalAlterConfigs(operations).all().get();
            awaitConfigured(operations.keySet(), wanted);
            return changes;
        } catch (ExecutionException e) {
            throw refused("the configuration of topics and share groups cannot be set", e);
        }
    }

    /** Brokers act on a setting a moment after the controller took it; a share group must not begin without its own. */
    private void awaitConfigured(Collection<ConfigResource> altered, Map<ConfigResource, Map<String, String>> wanted)
            throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < PATIENCE.toNanos()) {
            Map<ConfigResource, Config> there =
                    admin.describeConfigs(altered).all().get();
            if (altered.stream()
                    .allMatch(each ->
                            differences(each, wanted.get(each), there.get(each)).isEmpty())) {
                return;
            }
            Thread.sleep(PAUSE.toMillis());
        }
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

    private static void want(
            Map<ConfigResource, Map<String, String>> wanted,
            List<ConfigResource> order,
            ConfigResource.Type type,
            String name,
            Map<String, String> configuration) {
        ConfigResource resource = new ConfigResource(type, name);
        order.add(resource);
        wanted.put(resource, configuration);
    }

    private static TopicsException refused(String what, ExecutionException e) {
        return new TopicsException(what + ": " + e.getCause().getMessage(), e.getCause());
    }
}
