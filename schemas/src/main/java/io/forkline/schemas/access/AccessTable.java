package io.forkline.schemas.access;

import static io.forkline.schemas.topic.ForklineTopic.BUDGET_EVENTS;
import static io.forkline.schemas.topic.ForklineTopic.CONTROLS;
import static io.forkline.schemas.topic.ForklineTopic.DEAD_LETTERS;
import static io.forkline.schemas.topic.ForklineTopic.FORK_TASKS;
import static io.forkline.schemas.topic.ForklineTopic.JOBS;
import static io.forkline.schemas.topic.ForklineTopic.JOBS_JSON;
import static io.forkline.schemas.topic.ForklineTopic.LEAD_TASKS;
import static io.forkline.schemas.topic.ForklineTopic.PLANNER_EVENTS;
import static io.forkline.schemas.topic.ForklineTopic.PLANS;
import static io.forkline.schemas.topic.ForklineTopic.REPORTS;
import static io.forkline.schemas.topic.ForklineTopic.RESULTS;
import static io.forkline.schemas.topic.ForklineTopic.SNAPSHOTS;
import static io.forkline.schemas.topic.ForklineTopic.SNAPSHOT_REQUESTS;
import static io.forkline.schemas.topic.ForklineTopic.TARGETS;
import static io.forkline.schemas.topic.ForklineTopic.VERDICTS;

import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.ShareGroup;
import io.forkline.schemas.topic.StreamsApplication;
import io.forkline.schemas.topic.TopicLayout;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What each party needs of a guarded cluster, and nothing beyond. Idempotent writes need no grant of their own since Kafka 2.8, and what Kafka keeps for itself
 * ({@code __share_group_state}, {@code __transaction_state}, {@code __consumer_offsets}) is the brokers' business only.
 */
public final class AccessTable {

    private final TopicLayout layout;
    private final Map<ResourcePattern, Set<AclOperation>> grants = new LinkedHashMap<>();

    private AccessTable(TopicLayout layout) {
        this.layout = layout;
    }

    /** What a party needs, where Forkline lies so on the cluster. */
    public static List<Grant> of(Party party, TopicLayout layout) {
        AccessTable table = new AccessTable(layout);
        return switch (party) {
            case SNAPSHOT_SERVICE ->
                table.reads(JOBS, JOBS_JSON, SNAPSHOT_REQUESTS, SNAPSHOTS, PLANNER_EVENTS, TARGETS, REPORTS, RESULTS)
                        // Strays among the jobs are written again, to the partition they belong to.
                        .writes(JOBS, SNAPSHOT_REQUESTS, SNAPSHOTS, PLANS, PLANNER_EVENTS, FORK_TASKS, REPORTS)
                        .writes(DEAD_LETTERS)
                        .runs(StreamsApplication.PLANNER)
                        .takesTasks(ShareGroup.SNAPSHOT_BUILDERS)
                        .list();
            case FORK_WORKER ->
                table.reads(FORK_TASKS, CONTROLS)
                        .writes(TARGETS, REPORTS, DEAD_LETTERS)
                        .takesTasks(ShareGroup.FORK_WORKERS)
                        .list();
            case AGGREGATOR ->
                table.reads(PLANS, REPORTS, BUDGET_EVENTS, LEAD_TASKS, VERDICTS, CONTROLS)
                        .writes(REPORTS, BUDGET_EVENTS, LEAD_TASKS, VERDICTS, RESULTS, CONTROLS, DEAD_LETTERS)
                        .runs(StreamsApplication.AGGREGATOR)
                        .takesTasks(ShareGroup.LEAD_WORKERS)
                        .list();
            case PRODUCER ->
                table.writes(JOBS, JOBS_JSON, CONTROLS).reads(RESULTS).list();
            case CONSUMER -> table.reads(RESULTS).ownGroups().list();
            case OPERATOR ->
                // A dead letter goes back to where it came from, which may be any topic.
                table.reads(ForklineTopic.values())
                        .writes(Arrays.stream(ForklineTopic.values())
                                .filter(topic -> topic != DEAD_LETTERS)
                                .toArray(ForklineTopic[]::new))
                        .list();
            case TOPIC_OWNER -> table.owns().list();
        };
    }

    /** The topics with public records that a party writes. */
    public static List<ForklineTopic> written(Party party, TopicLayout layout) {
        List<Grant> all = of(party, layout);
        return Arrays.stream(ForklineTopic.values())
                .filter(topic -> topic.valueType().isPresent())
                .filter(topic -> all.stream()
                        .anyMatch(grant -> grant.operations().contains(AclOperation.WRITE)
                                && grant.covers(ResourceType.TOPIC, layout.name(topic))))
                .toList();
    }

    private AccessTable reads(ForklineTopic... topics) {
        return topics(AclOperation.READ, topics);
    }

    private AccessTable writes(ForklineTopic... topics) {
        return topics(AclOperation.WRITE, topics);
    }

    private AccessTable topics(AclOperation operation, ForklineTopic... topics) {
        for (ForklineTopic topic : topics) {
            add(ResourceType.TOPIC, PatternType.LITERAL, layout.name(topic), operation);
        }
        return this;
    }

    /** Its group, its changelogs, and its transactions, whose ids Kafka makes of the name of the application and more. */
    private AccessTable runs(StreamsApplication application) {
        String name = layout.name(application);
        for (StreamsApplication.Store store : application.stores()) {
            add(
                    ResourceType.TOPIC,
                    PatternType.LITERAL,
                    layout.changelog(application, store),
                    AclOperation.READ,
                    AclOperation.WRITE);
        }
        add(ResourceType.GROUP, PatternType.LITERAL, name, AclOperation.READ);
        return add(ResourceType.TRANSACTIONAL_ID, PatternType.PREFIXED, name + "-", AclOperation.WRITE);
    }

    private AccessTable takesTasks(ShareGroup group) {
        return add(ResourceType.GROUP, PatternType.LITERAL, layout.name(group), AclOperation.READ);
    }

    /** Whoever reads results in a group names it so. */
    private AccessTable ownGroups() {
        return add(ResourceType.GROUP, PatternType.PREFIXED, layout.name(RESULTS) + "-", AclOperation.READ);
    }

    private AccessTable owns() {
        PatternType pattern = layout.prefix().isEmpty() ? PatternType.LITERAL : PatternType.PREFIXED;
        String name = layout.prefix().isEmpty() ? ResourcePattern.WILDCARD_RESOURCE : layout.prefix();
        add(
                ResourceType.TOPIC,
                pattern,
                name,
                AclOperation.CREATE,
                AclOperation.DESCRIBE,
                AclOperation.DESCRIBE_CONFIGS,
                AclOperation.ALTER_CONFIGS);
        return add(ResourceType.GROUP, pattern, name, AclOperation.DESCRIBE_CONFIGS, AclOperation.ALTER_CONFIGS);
    }

    private AccessTable add(ResourceType type, PatternType pattern, String name, AclOperation... operations) {
        grants.computeIfAbsent(new ResourcePattern(type, name, pattern), key -> EnumSet.noneOf(AclOperation.class))
                .addAll(List.of(operations));
        return this;
    }

    private List<Grant> list() {
        return grants.entrySet().stream()
                .map(grant -> new Grant(grant.getKey(), grant.getValue()))
                .toList();
    }
}
