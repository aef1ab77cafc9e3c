package io.forkline.cli.cluster;

import io.forkline.cli.Host;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.topic.Change;
import io.forkline.schemas.topic.TopicApplier;
import io.forkline.schemas.topic.TopicInspector;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the topics and share groups of a cluster as the catalogue says, and says what it changed. */
@Command(
        name = "create",
        description = {
            "Creates the topics that are missing and sets what differs, of topics and share groups. Deletes nothing.",
            "Nothing else in Forkline creates topics.",
            ""
        },
        footer = {"", "Example:", "  forkline topics create --bootstrap-servers kafka-1:9092,kafka-2:9092"})
public final class TopicsCreateCommand implements Callable<Integer> {

    private final Host host;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
    private boolean dryRun;

    public TopicsCreateCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        ClusterConnection connection = cluster.requireBroker(host);
        try (Admin admin = Admin.create(connection.kafkaProperties())) {
            List<Change> changes = dryRun
                    ? new TopicInspector(admin, connection.layout()).check()
                    : new TopicApplier(admin, connection.layout()).apply();
            new ChangeView(host.terminal(), !dryRun).print(changes);
            host.terminal()
                    .out()
                    .println(
                            dryRun
                                    ? Applied.outlook(changes, connection.layout())
                                    : Applied.summary(changes, connection.layout()));
        }
        return 0;
    }
}
