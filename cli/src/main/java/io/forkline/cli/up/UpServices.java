package io.forkline.cli.up;

import io.forkline.aggregator.lead.LeadListener;
import io.forkline.cli.Closing;
import io.forkline.cli.Host;
import io.forkline.cli.run.Sandboxes;
import io.forkline.cli.service.EnvironmentNews;
import io.forkline.cli.service.ServiceGroup;
import io.forkline.cli.service.ServiceSettings;
import io.forkline.cli.service.Services;
import io.forkline.cli.status.Monitor;
import io.forkline.cli.terminal.Progress;
import io.forkline.cli.terminal.Text;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.environment.Environments;
import io.forkline.sandbox.target.TargetStore;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.settings.Settings;
import io.forkline.telemetry.trace.Tracing;
import io.forkline.workers.ForkListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All services of a development cluster, in this process.
 *
 * @param group the services
 * @param status where they say how they are, and what they count
 * @param environments what jobs may name; empty without services
 */
record UpServices(ServiceGroup group, Optional<String> status, Optional<Environments> environments) {

    /** For a cluster whose services somebody else starts. */
    static UpServices none() {
        return new UpServices(new ServiceGroup(List.of()), Optional.empty(), Optional.empty());
    }

    /**
     * Starts them, and returns when they run.
     *
     * @param opened closes them, the registry's client and the sandboxes
     * @param state folder of the state stores
     */
    static UpServices start(
            Host host,
            Closing opened,
            ClusterConnection connection,
            Path folder,
            Settings settings,
            Path state,
            Progress progress)
            throws SandboxException, InterruptedException {
        progress.now("starting the services");
        Environments environments = Sandboxes.environments(folder);
        SandboxProvider provider = opened.add(Sandboxes.open(host));
        SchemaRegistry registry = opened.add(connection.openRegistry());
        ServiceSettings running = ServiceSettings.from(settings, connection, host.env(), state);
        Monitor monitor = opened.add(Monitor.of(running.status()));
        Tracing tracing = opened.add(running.tracing().open("forkline"));
        Services services = new Services(running, registry, monitor.meters(), tracing);
        opened.add(() -> host.terminal().err().println("  the services have stopped"));
        ServiceGroup group = opened.add(new ServiceGroup(List.of(
                services.snapshots(
                        environments,
                        provider,
                        (environment, id, line) ->
                                host.terminal().err().println("build " + environment + ": " + Text.clean(line))),
                services.workers(
                        environments, provider, TargetStore.open(host.home().targets()), ForkListener.SILENT),
                services.aggregator(LeadListener.SILENT))));
        Optional<String> status =
                monitor.serve(group::health).map(server -> opened.add(server).url());
        group.start();
        group.awaitReady();
        opened.add(EnvironmentNews.watch(environments, host.terminal()));
        progress.done("snapshot service, fork worker and aggregator");
        return new UpServices(group, status, Optional.of(environments));
    }
}
