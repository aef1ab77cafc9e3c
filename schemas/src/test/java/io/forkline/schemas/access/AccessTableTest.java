package io.forkline.schemas.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.topic.TopicLayout;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccessTableTest {

    private static final TopicLayout LAYOUT = TopicLayout.single("acme.");

    @ParameterizedTest
    @EnumSource(Party.class)
    void nothingOutsideThePrefixIsGranted(Party party) {
        assertThat(AccessTable.of(party, LAYOUT))
                .isNotEmpty()
                .allMatch(grant -> grant.resource().name().startsWith("acme."));
    }

    @Test
    void onlyTheTopicOwnerMayCreateOrConfigure() {
        for (Party party : Party.values()) {
            if (party != Party.TOPIC_OWNER) {
                assertThat(AccessTable.of(party, LAYOUT))
                        .flatExtracting(Grant::operations)
                        .isSubsetOf(AclOperation.READ, AclOperation.WRITE);
            }
        }
    }

    @Test
    void workerReadsTasksAndControlsAndWritesWhatItFound() {
        assertThat(AccessTable.of(Party.FORK_WORKER, LAYOUT))
                .containsExactlyInAnyOrder(
                        topic("fork-tasks", AclOperation.READ),
                        topic("controls", AclOperation.READ),
                        topic("targets", AclOperation.WRITE),
                        topic("reports", AclOperation.WRITE),
                        topic("dead-letters", AclOperation.WRITE),
                        grant(ResourceType.GROUP, PatternType.LITERAL, "acme.fork-workers", AclOperation.READ));
    }

    @Test
    void topologyHasItsTransactionsAndItsChangelogs() {
        assertThat(AccessTable.of(Party.AGGREGATOR, LAYOUT))
                .contains(
                        grant(
                                ResourceType.TRANSACTIONAL_ID,
                                PatternType.PREFIXED,
                                "acme.aggregator-",
                                AclOperation.WRITE),
                        topic("aggregator-runs-changelog", AclOperation.READ, AclOperation.WRITE));
    }

    @Test
    void withoutAPrefixTheTopicOwnerOwnsEveryTopic() {
        assertThat(AccessTable.of(Party.TOPIC_OWNER, TopicLayout.single("")))
                .extracting(grant -> grant.resource().name())
                .containsExactly("*", "*");
    }

    private static Grant topic(String name, AclOperation... operations) {
        return grant(ResourceType.TOPIC, PatternType.LITERAL, "acme." + name, operations);
    }

    private static Grant grant(ResourceType type, PatternType pattern, String name, AclOperation... operations) {
        return new Grant(new ResourcePattern(type, name, pattern), Set.of(operations));
    }
}
