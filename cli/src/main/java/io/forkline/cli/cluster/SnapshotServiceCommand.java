package io.forkline.cli.cluster;

import io.forkline.cli.Host;
import io.forkline.cli.run.Sandboxes;
import io.forkline.cli.service.EnvironmentNews;
import io.forkline.cli.service.ServiceSettings;
import io.forkline.cli.service.Services;
import io.forkline.cli.status.Monitor;
import io.forkline.cli.terminal.Text;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.environment.Environments;
import io.forkline.sandbox.environment.EnvironmentsWatch;
import io.forkline.schemas.access.Party;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.telemetry.trace.Tracing;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The planner topology and the snapshot builder. */
@Command(
        name = "snapshot-service",
        description = {"Plans jobs and builds snapshots, until it is stopped.", ""},
        footer = {
            "",
            "Example:",
            "  forkline snapshot-service --environments /srv/environments --config forkline.properties"
        })
public final class SnapshotServiceCommand implements Callable<Integer> {

    private final Host host;

    @Option(
            names = "--environments",
            paramLabel = "DIR",
            description = "Folder of environments (environments.dir); default the one beside the launcher.")
    private @Nullable Path environments;

    @Mixin
    private ServiceOptions options = new ServiceOptions();

    public SnapshotServiceCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException, SandboxException {
        ServiceSettings settings = options.settings(
                host, environments == null ? Map.of() : Map.of("environments.dir", environments.toString()));
        Environments all = Sandboxes.environments(settings.environments().orElse(host.environments()));
        ServiceOptions.requireCluster(settings.connection(), Party.SNAPSHOT_SERVICE);
        try (Monitor monitor = Monitor.of(settings.status());
                SandboxProvider provider = Sandboxes.open(host);
                SchemaRegistry registry = settings.connection().openRegistry();
                EnvironmentsWatch watch = EnvironmentNews.watch(all, host.terminal());
                Tracing tracing = settings.tracing().open("forkline-snapshot-service")) {
            var service = new Services(settings, registry, monitor.meters(), tracing)
                    .snapshots(
                            all,
                            provider,
                            (environment, id, line) ->
                                    host.terminal().err().println("build " + environment + ": " + Text.clean(line)));
            return ServiceRun.untilStopped(
                    service,
                    monitor,
                    host.terminal(),
                    Text.count(all.list().size(), "environment") + " in " + watch.folder() + ", watched for changes");
        }
    }
}
