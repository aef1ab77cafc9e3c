package io.forkline.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.guarantees.Seen;
import io.forkline.guarantees.TopicsReader;
import io.forkline.producer.ForklineClient;
import io.forkline.producer.Submission;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.topic.TopicApplier;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.TestBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two deployments with prefixes of their own on one broker, at the same time. */
@ExtendWith(BrokerExtension.class)
class SeveralDeploymentsIT {

    @TempDir
    private Path folder;

    @Test
    void jobsOfTheSameIdRunOnceInEachAndNeitherSeesTheOthers(TestBroker broker) throws Exception {
        Map<String, String> one = settings(broker, "one.");
        Map<String, String> two = settings(broker, "two.");
        createTopics(broker, one);
        createTopics(broker, two);
        try (Deployment first = Deployment.start(folder.resolve("one"), party -> one);
                Deployment second = Deployment.start(folder.resolve("two"), party -> two);
                ForklineClient ofFirst = ForklineClient.connect(connection(one));
                ForklineClient ofSecond = ForklineClient.connect(connection(two))) {
            Submission same = Jobs.submit(ofFirst, "same");
            Submission sameElsewhere = Jobs.submit(ofSecond, "same");
            Submission own = Jobs.submit(ofSecond, "own");

            Jobs.await(ofFirst, same);
            Jobs.await(ofSecond, sameElsewhere);
            Jobs.await(ofSecond, own);

            assertThat(results(one)).containsExactly("same");
            assertThat(results(two)).containsExactlyInAnyOrder("same", "own");
            first.requireHealthy();
            second.requireHealthy();
        }
        assertThat(groups(broker, one)).isNotEmpty().noneMatch(group -> group.startsWith(two.get("topics.prefix")));
        assertThat(groups(broker, two)).hasSameSizeAs(groups(broker, one));
    }

    private static List<String> results(Map<String, String> settings) {
        return new TopicsReader(connection(settings))
                .read().results().stream()
                        .map(Seen::value)
                        .map(JobResult::getJobId)
                        .toList();
    }

    /** Consumer and share groups. */
    private static List<String> groups(TestBroker broker, Map<String, String> settings) throws Exception {
        return broker.admin().listGroups().all().get().stream()
                .map(group -> group.groupId())
                .filter(group -> group.startsWith(settings.get("topics.prefix")))
                .toList();
    }

    private static void createTopics(TestBroker broker, Map<String, String> settings) throws InterruptedException {
        new TopicApplier(broker.admin(), connection(settings).layout()).apply();
    }

    private static ClusterConnection connection(Map<String, String> settings) {
        return ClusterConnection.from(Settings.of(settings));
    }

    private static Map<String, String> settings(TestBroker broker, String name) {
        return Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "schema.registry.url", "mock://several",
                "topics.prefix", broker.prefix() + name,
                "topics.partitions.jobs", "2",
                "topics.partitions.environments", "1",
                "worker.slots", "2",
                "lead.slots", "1");
    }
}
