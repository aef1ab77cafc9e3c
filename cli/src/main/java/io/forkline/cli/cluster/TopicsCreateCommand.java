package io.forkline.cli.cluster;

import io.forkline.cli.Host;
import io.forkline.cli.service.ServiceSettings;
import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.topic.Change;
import io.forkline.schemas.topic.TopicApplier;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes the topics and share groups of a cluster as the catalogue says, and says what it changed. */
@Command(
        name = "create",
        description = {
            "Creates the topics that are missing and sets what differs, of topics and share groups. Deletes nothing.",
            ""
        },
        footer = {"", "Example:", "  forkline topics create --bootstrap-servers kafka-1:9092,kafka-2:9092"})
public final class TopicsCreateCommand implements Callable<Integer> {

    private final Host host;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    public TopicsCreateCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = cluster.settings();
        ClusterConnection connection = ClusterOptions.connection(settings);
        ServiceSettings.from(settings, connection, host.env(), ServiceSettings.state(host.home()));
        ClusterCheck.requireBroker(connection);
        try (Admin admin = Admin.create(connection.kafkaProperties())) {
            List<Change> changes = new TopicApplier(admin, connection.layout()).apply();
            print(host.terminal(), changes);
            host.terminal().out().println(Applied.summary(changes, connection.layout()));
        }
        return 0;
    }

    /** Says what was changed, a line for each change. */
    static void print(Terminal terminal, List<Change> changes) {
        for (Change change : changes) {
            switch (change) {
                case Change.Created created ->
                    terminal.out()
                            .println(terminal.paint(Ink.GREEN, "created    ") + created.name() + ", "
                                    + Text.count(created.partitions(), "partition"));
                case Change.Configured set ->
                    terminal.out()
                            .println(terminal.paint(Ink.YELLOW, "configured ") + set.name() + ": " + set.key() + "="
                                    + set.after() + " (was " + set.before() + ")");
                case Change.Unchanged same -> {}
            }
        }
    }
}
