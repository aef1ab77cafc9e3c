package io.forkline.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.broker.EmbeddedCluster;
import io.forkline.guarantees.Guarantee;
import io.forkline.guarantees.NoJobLost;
import io.forkline.guarantees.NoReportLost;
import io.forkline.guarantees.OneResultPerRun;
import io.forkline.guarantees.ResultsTellTheTruth;
import io.forkline.guarantees.TopicsReader;
import io.forkline.guarantees.TopicsSeen;
import io.forkline.producer.ForklineClient;
import io.forkline.producer.Submission;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.topic.TopicApplier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three brokers, of which the one that leads most partitions stops without a word while jobs run. */
class BrokerLossIT {

    private static final int JOBS = 4;

    @TempDir
    private Path folder;

    @Test
    void jobsPublishedBeforeDuringAndAfterTheLossOfABrokerHaveOneResultEach() throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(folder.resolve("brokers"), 3);
                Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            Map<String, String> settings = settings(cluster);
            ClusterConnection connection = ClusterConnection.from(Settings.of(settings));
            new TopicApplier(admin, connection.layout()).apply();
            Set<String> acknowledged = new HashSet<>();
            try (Deployment deployment = Deployment.start(folder.resolve("state"), party -> settings);
                    ForklineClient client = ForklineClient.connect(connection)) {
                // Share groups and transactions are at work when the broker goes.
                Jobs.await(client, submit(client, acknowledged, "first", 1).getFirst());
                List<Submission> pending = submit(client, acknowledged, "before", JOBS);
                int leader = leadsMost(topics(admin));

                cluster.stop(leader);
                pending.addAll(submit(client, acknowledged, "during", JOBS));
                awaitAll(client, pending);
                cluster.restart(leader);
                awaitAll(client, submit(client, acknowledged, "after", JOBS));

                deployment.requireHealthy();
            }
            TopicsSeen seen = new TopicsReader(connection).read();
            for (Guarantee guarantee : List.of(
                    new NoJobLost(connection.layout(), acknowledged),
                    new OneResultPerRun(),
                    new NoReportLost(),
                    new ResultsTellTheTruth())) {
                assertThat(guarantee.violations(seen)).as(guarantee.promise()).isEmpty();
            }
            assertThat(seen.results()).hasSize(1 + 3 * JOBS);
            assertThat(seen.deadLetters()).isEmpty();
            assertThat(topics(admin))
                    .extracting(TopicDescription::name)
                    .contains("__share_group_state", "__transaction_state", "__consumer_offsets");
            assertThat(topics(admin))
                    .allSatisfy(topic -> assertThat(topic.partitions())
                            .allSatisfy(partition -> assertThat(partition.replicas())
                                    .as(topic.name())
                                    .hasSize(3)));
        }
    }

    private static List<Submission> submit(ForklineClient client, Set<String> acknowledged, String name, int count)
            throws InterruptedException {
        List<Submission> submissions = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            submissions.add(Jobs.submit(client, name + "-" + i));
            acknowledged.add(name + "-" + i);
        }
        return submissions;
    }

    private static void awaitAll(ForklineClient client, List<Submission> submissions) throws Exception {
        for (Submission submission : submissions) {
            Jobs.await(client, submission);
        }
    }

    private static int leadsMost(Collection<TopicDescription> topics) {
        return topics.stream()
                .flatMap(topic -> topic.partitions().stream())
                .map(TopicPartitionInfo::leader)
                .collect(Collectors.groupingBy(leader -> leader.id(), Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    private static Collection<TopicDescription> topics(Admin admin) throws Exception {
        Set<String> names = admin.listTopics(new ListTopicsOptions().listInternal(true))
                .names()
                .get();
        return admin.describeTopics(names).allTopicNames().get().values();
    }

    private static Map<String, String> settings(EmbeddedCluster cluster) {
        return Map.of(
                "bootstrap.servers", cluster.bootstrapServers(),
                "schema.registry.url", "mock://three-brokers",
                "topics.partitions.jobs", "3",
                "topics.partitions.environments", "1",
                "topics.replication.factor", "3",
                "worker.slots", "3",
                "lead.slots", "1");
    }
}
