package io.forkline.cli.cluster;

import io.forkline.cli.ExitCode;
import io.forkline.cli.Host;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.topic.Change;
import io.forkline.schemas.topic.KafkaCommands;
import io.forkline.schemas.topic.TopicInspector;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what of a cluster's topics and share groups is missing or differs from the catalogue. */
@Command(
        name = "check",
        description = {"Lists which topics and share groups are missing or differ. Changes nothing.", ""},
        footer = {
            "",
            "Exits with 0 when all is as it should be, else with 1.",
            "",
            "Example:",
            "  forkline topics check --commands --config forkline.properties > for-those-who-own-topics.sh"
        })
public final class TopicsCheckCommand implements Callable<Integer> {

    private final Host host;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--commands",
            description = "Print what would put it right, as command lines of Kafka's own tools, and nothing else.")
    private boolean commands;

    public TopicsCheckCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        ClusterConnection connection = cluster.requireBroker(host);
        try (Admin admin = Admin.create(connection.kafkaProperties())) {
            List<Change> changes = new TopicInspector(admin, connection.layout()).check();
            if (commands) {
                new KafkaCommands(connection.layout(), connection.bootstrapServers())
                        .of(changes)
                        .forEach(host.terminal().out()::println);
            } else {
                new ChangeView(host.terminal(), false).print(changes);
                host.terminal().out().println(Applied.outlook(changes, connection.layout()));
            }
            return changes.stream().allMatch(Change.Unchanged.class::isInstance) ? ExitCode.COMPLETE : ExitCode.FAILED;
        }
    }
}
