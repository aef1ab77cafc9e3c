package io.forkline.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.TestHost;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.TestBroker;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The topics of a cluster, where somebody else owns them. */
@ExtendWith(BrokerExtension.class)
class TopicsIT {

    @Test
    void whatIsMissingIsListedAndNotCreated(TestBroker broker) throws Exception {
        String prefix = broker.uniqueName("owned") + ".";

        TestHost dry = execute(broker, prefix, 0, "topics", "create", "--dry-run");
        TestHost check = execute(broker, prefix, 1, "topics", "check");
        TestHost commands = execute(broker, prefix, 1, "topics", "check", "--commands");

        assertThat(dry.out())
                .contains("missing    " + prefix + "jobs, 6 partitions", "topics are missing, 3 share groups differ");
        assertThat(check.out()).isEqualTo(dry.out());
        assertThat(commands.out().lines())
                .allMatch(line -> line.startsWith("kafka-topics.sh ") || line.startsWith("kafka-configs.sh "))
                .anyMatch(line -> line.contains(" --create --topic " + prefix + "aggregator-runs-changelog "));
        assertThat(topics(broker, prefix)).isEmpty();
        execute(broker, prefix, 0, "topics", "create");
        assertThat(execute(broker, prefix, 0, "topics", "check").out()).contains("are as configured");
    }

    @Test
    void serviceCreatesNoTopicThatItMisses(TestBroker broker) throws Exception {
        String prefix = broker.uniqueName("misses") + ".";

        TestHost service = execute(broker, prefix, 1, "aggregator");

        assertThat(service.err())
                .contains("is missing", "Run `forkline topics create`")
                .doesNotContain("\tat ");
        assertThat(topics(broker, prefix)).isEmpty();
    }

    private static List<String> topics(TestBroker broker, String prefix) throws Exception {
        return broker.admin().listTopics().names().get().stream()
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    private static TestHost execute(TestBroker broker, String prefix, int expected, String... command) {
        TestHost host = new TestHost(TestHost.HOME);
        String[] arguments = Stream.concat(
                        Stream.of(command),
                        Stream.of(
                                "--bootstrap-servers",
                                broker.bootstrapServers(),
                                "--schema-registry",
                                "mock://topics",
                                "--topic-prefix",
                                prefix))
                .toArray(String[]::new);
        assertThat(host.execute(arguments)).as(host.err()).isEqualTo(expected);
        return host;
    }
}
