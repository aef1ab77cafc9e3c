package io.forkline.schemas.topic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What {@link TopicApplier} would do as command lines of Kafka's own tools, for clusters whose topics others own. */
public final class KafkaCommands {

    private final Map<String, TopicPlan> plans;
    private final String bootstrapServers;

    /** @param bootstrapServers host:port, with commas between */
    public KafkaCommands(TopicLayout layout, String bootstrapServers) {
        this.plans = TopicPlan.all(layout).stream().collect(Collectors.toMap(TopicPlan::name, Function.identity()));
        this.bootstrapServers = bootstrapServers;
    }

    /** A line for each topic that is missing, and for each topic or share group that is configured otherwise; of what only the owner can change, a comment. */
    public List<String> of(List<Change> changes) {
        List<String> lines = new ArrayList<>();
        Map<String, Map<String, String>> configured = new LinkedHashMap<>();
        for (Change change : changes) {
            switch (change) {
                case Change.Created created -> lines.add(create(plans.get(created.name())));
                case Change.Configured set ->
                    configured
                            .computeIfAbsent(set.name(), name -> new TreeMap<>())
                            .put(set.key(), set.after());
                case Change.Fixed fixed ->
                    lines.add("# the " + fixed.what() + " of " + fixed.name() + ": " + fixed.there() + ", not "
                            + fixed.wanted() + "; set topics.* to what is there, or have its owner change it");
                case Change.Unchanged same -> {}
            }
        }
        configured.forEach((name, settings) -> lines.add(configure(name, settings)));
        return lines;
    }

    private String create(TopicPlan plan) {
        String replicas = plan.replicationFactor() > 0 ? " --replication-factor " + plan.replicationFactor() : "";
        String settings = new TreeMap<>(plan.configuration())
                .entrySet().stream()
                        .map(each -> " --config " + each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining());
        return tool("kafka-topics.sh") + " --create --topic " + plan.name() + " --partitions " + plan.partitions()
                + replicas + settings;
    }

    private String configure(String name, Map<String, String> settings) {
        String type = plans.containsKey(name) ? "topics" : "groups";
        return tool("kafka-configs.sh") + " --alter --entity-type " + type + " --entity-name " + name
                + " --add-config "
                + settings.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining(","));
    }

    private String tool(String name) {
        return name + " --bootstrap-server " + bootstrapServers;
    }
}
