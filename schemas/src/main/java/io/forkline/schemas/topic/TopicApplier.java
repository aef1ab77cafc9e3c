package io.forkline.schemas.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics and share groups of a cluster as the catalogue says. Nothing else in Forkline creates or configures any. */
public final class TopicApplier {

    private static final int MOST_NAMED = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Admin admin;
    private final TopicLayout layout;
    private final TopicInspector inspector;

    public TopicApplier(Admin admin, TopicLayout layout) {
        this.admin = admin;
        this.layout = layout;
        this.inspector = new TopicInspector(admin, layout);
    }

    /**
     * Creates what is missing and sets what differs; deletes nothing. Applying twice changes nothing the second time.
     *
     * @throws TopicsException when a topic has another number of partitions, in which case nothing is changed, or the cluster refuses
     */
    public List<Change> apply() throws InterruptedException {
        List<TopicPlan> plans = TopicPlan.all(layout);
        requirePartitions(plans, false);
        List<Change> changes = new ArrayList<>(create(plans));
        awaitVisible(changes);
        requirePartitions(plans, true);
        Set<String> created = changes.stream().map(Change::name).collect(Collectors.toSet());
        changes.addAll(configure(inspector.wanted(plan -> !created.contains(plan.name()))));
        return changes;
    }

    /**
     * Checks that every topic is there with the partitions of the layout.
     *
     * @throws TopicsException naming each topic that is not, and the remedy
     */
    public void verify() throws InterruptedException {
        requirePartitions(TopicPlan.all(layout), true);
    }

    private void requirePartitions(List<TopicPlan> plans, boolean all) throws InterruptedException {
        Map<String, TopicDescription> there =
                inspector.describe(plans.stream().map(TopicPlan::name).toList());
        List<String> wrong = new ArrayList<>();
        for (TopicPlan plan : plans) {
            TopicDescription topic = there.get(plan.name());
            if (topic == null) {
                if (all) {
                    wrong.add(plan.name() + " is missing");
                }
            } else if (topic.partitions().size() != plan.partitions()) {
                wrong.add(plan.name() + " has " + topic.partitions().size() + " partitions, not " + plan.partitions());
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
                    throw TopicsException.refused("topic " + plan.name() + " cannot be created", e);
                }
            }
        }
        return created;
    }

    /** A topic that the controller has created shows on the brokers a moment later. */
    private void awaitVisible(List<Change> created) throws InterruptedException {
        List<String> names = created.stream().map(Change::name).toList();
        long start = System.nanoTime();
        while (inspector.describe(names).size() < names.size() && System.nanoTime() - start < PATIENCE.toNanos()) {
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private List<Change> configure(Map<ConfigResource, Map<String, String>> wanted) throws InterruptedException {
        try {
            List<Change> changes = inspector.differences(wanted);
            Set<String> differing = changes.stream()
                    .filter(Change.Configured.class::isInstance)
                    .map(Change::name)
                    .collect(Collectors.toSet());
            Map<ConfigResource, Map<String, String>> altered = new LinkedHashMap<>(wanted);
            altered.keySet().removeIf(resource -> !differing.contains(resource.name()));
            Map<ConfigResource, Collection<AlterConfigOp>> operations = new HashMap<>();
            altered.forEach((resource, configuration) -> operations.put(resource, settings(configuration)));
            admin.incrementalAlterConfigs(operations).all().get();
            awaitConfigured(altered);
            return changes;
        } catch (ExecutionException e) {
            throw TopicsException.refused("the configuration of topics and share groups cannot be set", e);
        }
    }

    private static List<AlterConfigOp> settings(Map<String, String> configuration) {
        return configuration.entrySet().stream()
                .map(entry ->
                        new AlterConfigOp(new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET))
                .toList();
    }

    /** Brokers act on a setting a moment after the controller took it; a share group must not begin without its own. */
    private void awaitConfigured(Map<ConfigResource, Map<String, String>> altered)
            throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < PATIENCE.toNanos()) {
            if (inspector.differences(altered).stream().allMatch(Change.Unchanged.class::isInstance)) {
                return;
            }
            Thread.sleep(PAUSE.toMillis());
        }
        throw new TopicsException(
                "the configuration of topics and share groups was set, and the brokers do not show it after "
                        + PATIENCE.toSeconds() + " s; run the same command again before any service starts");
    }
}
