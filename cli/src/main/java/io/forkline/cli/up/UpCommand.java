package io.forkline.cli.up;

import io.forkline.aggregator.lead.LeadListener;
import io.forkline.cli.Closing;
import io.forkline.cli.CommandException;
import io.forkline.cli.Host;
import io.forkline.cli.health.HealthServer;
import io.forkline.cli.log.LogOptions;
import io.forkline.cli.run.Sandboxes;
import io.forkline.cli.service.ConfigOption;
import io.forkline.cli.service.ServiceGroup;
import io.forkline.cli.service.ServiceSettings;
import io.forkline.cli.service.Services;
import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Progress;
import io.forkline.cli.terminal.Terminal;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A cluster for developers: a broker whose data stays, a registry, and the services. */
@Command(
        name = "up",
        description = {
            "Starts a development broker, a schema registry and all services. What they know outlasts the command.",
            ""
        },
        footer = {
            "",
            "The first start fetches the registry (Apicurio, 160 MB) with Maven. All listen on the loopback address.",
            "",
            "Examples:",
            "  forkline up",
            "  forkline up --infrastructure-only --kafka-port 19092"
        })
public final class UpCommand implements Callable<Integer> {

    private static final int MOST_PORT = 65_535;
    private static final Duration LOOK = Duration.ofMillis(500);
    /** Whoever stops a development cluster waits for perspectives a little, and for no setup. */
    private static final Map<String, String> DRAIN = Map.of("worker.drain", "5s", "builder.drain", "0s");

    private final Host host;

    @Option(names = "--infrastructure-only", description = "Only broker, registry and topics; you start the services.")
    private boolean infrastructureOnly;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "Port of the broker; default ${DEFAULT-VALUE}.")
    private int kafkaPort;

    @Option(
            names = "--registry-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "Port of the registry; default ${DEFAULT-VALUE}.")
    private int registryPort;

    @Option(
            names = "--environments",
            paramLabel = "DIR",
            description = "Folder of environments (environments.dir); default the one beside the launcher.")
    private @Nullable Path environments;

    @Mixin
    private LogOptions log = new LogOptions();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--data", paramLabel = "DIR", description = "Where the data stays; default FORKLINE_HOME/up.")
    private @Nullable Path data;

    public UpCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws Exception {
        Path folder = data == null ? host.home().root().resolve("up") : data;
        requirePort("--kafka-port", kafkaPort);
        requirePort("--registry-port", registryPort);
        Map<String, String> settings = config.settings(host, log.settings());
        try (Closing opened = new Closing()) {
            opened.add(DataFolder.take(folder));
            Infrastructure infrastructure;
            ServiceGroup services;
            try (Progress progress = new Progress(host.terminal())) {
                Path program = new RegistryProgram(host.home().root().resolve("programs")).fetch(progress);
                infrastructure = opened.add(Infrastructure.start(program, folder, kafkaPort, registryPort, progress));
                services = infrastructureOnly
                        ? new ServiceGroup(List.of())
                        : startServices(opened, infrastructure.connection(), folder, settings, progress);
            }
            explain(host.terminal(), infrastructure.connection());
            CountDownLatch never = new CountDownLatch(1);
            do {
                infrastructure.requireHealthy();
                services.requireHealthy();
            } while (!never.await(LOOK.toMillis(), TimeUnit.MILLISECONDS));
            return 0;
        }
    }

    private static void requirePort(String option, int port) {
        if (port < 1 || port > MOST_PORT) {
            throw CommandException.usage(option + " takes a number from 1 to " + MOST_PORT + ", this is " + port);
        }
    }

    private ServiceGroup startServices(
            Closing opened, ClusterConnection connection, Path folder, Map<String, String> settings, Progress progress)
            throws SandboxException, InterruptedException {
        progress.now("starting the services");
        Environments known = Sandboxes.environments(Sandboxes.folder(host, environments, settings));
        known.broken().forEach((name, why) -> progress.warn(why));
        SandboxProvider provider = opened.add(Sandboxes.open(host));
        SchemaRegistry registry = opened.add(connection.openRegistry());
        ServiceSettings running = ServiceSettings.from(
                Settings.of(DRAIN).with(settings), connection, host.env(), folder.resolve("state"));
        Tracing tracing = opened.add(Tracing.open(running.tracing(), "forkline"));
        Services services = new Services(running, registry, tracing);
        ServiceGroup group = opened.add(new ServiceGroup(List.of(
                services.snapshots(
                        known,
                        provider,
                        (environment, id, line) ->
                                host.terminal().err().println("build " + environment + ": " + Text.clean(line))),
                services.workers(known, provider, TargetStore.open(host.home().targets()), ForkListener.SILENT),
                services.aggregator(LeadListener.SILENT))));
        HealthServer.startWhereWanted(running.health(), group::health)
                .ifPresent(server ->
                        progress.done("health at " + opened.add(server).url()));
        group.start();
        group.awaitReady();
        progress.done("snapshot service, fork worker and aggregator");
        return group;
    }

    private void explain(Terminal terminal, ClusterConnection connection) {
        String cluster = " --bootstrap-servers " + connection.bootstrapServers() + " --schema-registry "
                + connection.registryUrl();
        terminal.out().println();
        terminal.out().println(terminal.paint(Ink.BOLD, "Ready.") + " Try in another terminal:");
        if (infrastructureOnly) {
            List.of("snapshot-service", "fork-worker", "aggregator")
                    .forEach(service -> terminal.out().println("  forkline " + service + cluster));
            terminal.out().println("and then");
        }
        terminal.out().println("  forkline submit examples/sample-project" + cluster + " --wait");
        terminal.out().println("  forkline results --follow" + cluster);
        terminal.out().println("  forkline snapshots list");
        terminal.out().println();
        terminal.out()
                .println("Ctrl-C stops it; the data stays in "
                        + (data == null ? host.home().root().resolve("up") : data.toAbsolutePath()) + ".");
    }
}
