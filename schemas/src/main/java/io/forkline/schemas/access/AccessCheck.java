package io.forkline.schemas.access;

import io.forkline.schemas.topic.TopicLayout;
import io.forkline.schemas.topic.TopicsException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;
import org.jspecify.annotations.Nullable;

/** Looks, before a party begins, whether the cluster has what it uses and allows its principal to use it. Changes nothing. */
public final class AccessCheck {

    private static final int MOST_NAMED = 4;
    /** Not the id of a transaction: a name that is covered where those are. */
    private static final String ANY_TRANSACTION = "access-check";

    private final Admin admin;
    private final TopicLayout layout;
    private final Party party;
    private final List<Grant> grants;

    public AccessCheck(Admin admin, TopicLayout layout, Party party) {
        this.admin = admin;
        this.layout = layout;
        this.party = party;
        this.grants = AccessTable.of(party, layout);
    }

    /**
     * Returns when the party may begin. A group that nobody has been in yet is believed in where it may be looked at.
     *
     * @throws TopicsException naming each topic that is missing or cut otherwise than configured, else each ACL that is lacking, and the remedy
     */
    public void verify() throws InterruptedException {
        List<String> lacking = new ArrayList<>(topics());
        lacking.addAll(groups());
        lacking.addAll(transactions());
        refuse(lacking);
    }

    /** As {@link #verify}, of topics only. */
    public void verifyTopics() throws InterruptedException {
        refuse(topics());
    }

    private void refuse(List<String> lacking) {
        if (!lacking.isEmpty()) {
            throw new TopicsException("the brokers do not allow this principal what the " + party.label()
                    + " needs: it lacks " + some(lacking) + ". `forkline topics acls` prints what each service needs");
        }
    }

    /** The ACLs that are lacking, of topics that are as they should be. */
    private List<String> topics() throws InterruptedException {
        Map<String, Set<AclOperation>> needed = neededTopics();
        Map<String, KafkaFuture<TopicDescription>> asked = admin.describeTopics(
                        needed.keySet(), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        List<String> wrong = new ArrayList<>();
        List<String> lacking = new ArrayList<>();
        for (Map.Entry<String, Set<AclOperation>> topic : needed.entrySet()) {
            String name = topic.getKey();
            try {
                TopicDescription there = asked.get(name).get();
                int wanted = layout.topics().get(name);
                if (there.partitions().size() != wanted) {
                    wrong.add(name + " has " + there.partitions().size() + " partitions, not " + wanted);
                }
                lacking.addAll(lacking(ResourceType.TOPIC, name, topic.getValue(), there.authorizedOperations()));
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    wrong.add(name + " is missing");
                } else if (e.getCause() instanceof AuthorizationException) {
                    lacking.addAll(lacking(ResourceType.TOPIC, name, topic.getValue(), Set.of()));
                } else {
                    throw failed("topic " + name, e);
                }
            }
        }
        if (!wrong.isEmpty()) {
            throw new TopicsException("the topics are not as configured: " + some(wrong)
                    + ". Run `forkline topics create`, or set topics.prefix and topics.partitions.* to what is there");
        }
        return lacking;
    }

    private Map<String, Set<AclOperation>> neededTopics() {
        Map<String, Set<AclOperation>> needed = new LinkedHashMap<>();
        for (String name : layout.topics().keySet()) {
            for (Grant grant : grants) {
                if (grant.covers(ResourceType.TOPIC, name)) {
                    needed.computeIfAbsent(name, key -> EnumSet.noneOf(AclOperation.class))
                            .addAll(grant.operations());
                }
            }
        }
        return needed;
    }

    private List<String> groups() throws InterruptedException {
        List<String> lacking = new ArrayList<>();
        for (Grant grant : literal(ResourceType.GROUP)) {
            String name = grant.resource().name();
            var asked = admin.describeConsumerGroups(
                            List.of(name), new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                    .describedGroups()
                    .get(name);
            try {
                lacking.addAll(lacking(
                        ResourceType.GROUP,
                        name,
                        grant.operations(),
                        asked.get().authorizedOperations()));
            } catch (ExecutionException e) {
                if (isRefused(e, "group " + name)) {
                    lacking.addAll(lacking(ResourceType.GROUP, name, grant.operations(), Set.of()));
                }
            }
        }
        return lacking;
    }

    private List<String> transactions() throws InterruptedException {
        List<String> lacking = new ArrayList<>();
        for (Grant grant : grants) {
            if (grant.resource().resourceType() == ResourceType.TRANSACTIONAL_ID) {
                String id = grant.resource().name() + ANY_TRANSACTION;
                try {
                    admin.describeTransactions(List.of(id)).description(id).get();
                } catch (ExecutionException e) {
                    if (isRefused(e, "transactions of " + grant.resource().name())) {
                        lacking.add(grant.operationNames() + " on the transactional ids that begin with "
                                + grant.resource().name());
                    }
                }
            }
        }
        return lacking;
    }

    private List<Grant> literal(ResourceType type) {
        return grants.stream()
                .filter(grant -> grant.resource().resourceType() == type
                        && grant.resource().patternType() == PatternType.LITERAL)
                .toList();
    }

    /** That it is not there, or of another kind, is no matter: it may be looked at. */
    private static boolean isRefused(ExecutionException e, String what) {
        if (e.getCause() instanceof RetriableException || !(e.getCause() instanceof ApiException)) {
            throw failed(what, e);
        }
        return e.getCause() instanceof AuthorizationException;
    }

    /** @param allowed null where a broker has no word on it */
    private static List<String> lacking(
            ResourceType type, String name, Set<AclOperation> needed, @Nullable Collection<AclOperation> allowed) {
        if (allowed == null) {
            return List.of();
        }
        Set<AclOperation> missing = EnumSet.copyOf(needed);
        missing.removeAll(allowed);
        return missing.stream()
                .map(operation -> SecurityUtils.operationName(operation) + " on "
                        + SecurityUtils.resourceTypeName(type).toLowerCase(Locale.ROOT) + " " + name)
                .toList();
    }

    private static String some(List<String> all) {
        String first = String.join("; ", all.subList(0, Math.min(all.size(), MOST_NAMED)));
        return all.size() <= MOST_NAMED ? first : first + "; and " + (all.size() - MOST_NAMED) + " more";
    }

    private static TopicsException failed(String what, ExecutionException e) {
        return new TopicsException(
                what + " cannot be looked at: "
                        + Refusals.sentence(e.getCause()).orElse(e.getCause().getMessage()),
                e.getCause());
    }
}
