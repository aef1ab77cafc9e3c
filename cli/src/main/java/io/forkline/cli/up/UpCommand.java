package io.forkline.cli.up;

import io.forkline.cli.Closing;
import io.forkline.cli.CommandException;
import io.forkline.cli.ExitCode;
import io.forkline.cli.Host;
import io.forkline.cli.log.LogOptions;
import io.forkline.cli.run.Sandboxes;
import io.forkline.cli.service.ConfigOption;
import io.forkline.cli.terminal.Progress;
import io.forkline.schemas.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
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
            "Starts a development broker, a schema registry and all services. What they know outlasts the command: jobs, results,"
                    + " schemas and their ids.",
            ""
        },
        footer = {
            "",
            "The first start fetches the registry (Apicurio, 160 MB) with Maven. All listen on the loopback address, unless --host"
                    + " names another for broker and registry.",
            "A changed or new environment is used by the next job.",
            "",
            "Examples:",
            "  forkline up",
            "  forkline up --infrastructure-only --kafka-port 19092",
            "  forkline up --infrastructure-only --host 0.0.0.0 --advertised-host kafka"
        })
public final class UpCommand implements Callable<Integer> {

    private static final int MOST_PORT = 65_535;
    private static final Duration LOOK = Duration.ofMillis(500);
    /** Whoever stops a development cluster waits for perspectives a little, and for no setup. */
    private static final Map<String, String> DEFAULTS =
            Map.of("worker.drain", "5s", "builder.drain", "0s", "health.port", "8090");

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
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = Addresses.LOOPBACK,
            description =
                    "Address that broker and registry listen on; default ${DEFAULT-VALUE}. They ask nobody who it is.")
    private String listen = Addresses.LOOPBACK;

    @Option(
            names = "--advertised-host",
            paramLabel = "NAME",
            description = "Name or address by which clients reach it; default the one it listens on.")
    private @Nullable String advertised;

    @Option(
            names = "--health-port",
            paramLabel = "PORT",
            description =
                    "Port of the services' health and metrics at 127.0.0.1 (health.port; health.host); 0 for a free one;"
                            + " default 8090.")
    private @Nullable String healthPort;

    @Option(
            names = "--environments",
            paramLabel = "DIR",
            description = "Folder of environments (environments.dir); default the one beside the launcher.")
    private @Nullable Path environments;

    @Mixin
    private LogOptions log = new LogOptions();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--secrets",
            paramLabel = "DIR",
            description =
                    "Folder with a file for each secret of the environments (worker.secrets.dir); without it, a secret NAME"
                            + " is the variable FORKLINE_SECRET_NAME.")
    private @Nullable Path secrets;

    @Option(names = "--data", paramLabel = "DIR", description = "Where the data stays; default FORKLINE_HOME/up.")
    private @Nullable Path data;

    public UpCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws Exception {
        Path folder = data == null ? host.home().root().resolve("up") : data.toAbsolutePath();
        requirePort("--kafka-port", kafkaPort);
        requirePort("--registry-port", registryPort);
        Infrastructure.Place place =
                new Infrastructure.Place(folder, Addresses.of(listen, advertised), kafkaPort, registryPort);
        Map<String, String> settings = config.settings(host, overrides());
        Path all = Sandboxes.folder(host, environments, settings);
        if (!infrastructureOnly) {
            Sandboxes.requireFolder(all);
        }
        try (Closing opened = new Closing()) {
            opened.add(DataFolder.take(folder));
            // Ahead of fetching what would then have nowhere to listen.
            RegistryProcess.requireFree(place.addresses(), registryPort);
            Infrastructure infrastructure;
            UpServices services;
            try (Progress progress = new Progress(host.terminal())) {
                warnOfStrangers(place, progress);
                Path program = new RegistryProgram(host.home().root().resolve("programs")).fetch(progress);
                infrastructure = opened.add(Infrastructure.start(program, place, progress, host.terminal()));
                services = infrastructureOnly
                        ? UpServices.none()
                        : UpServices.start(
                                host,
                                opened,
                                infrastructure.connection(),
                                all,
                                Settings.of(DEFAULTS).with(settings),
                                folder.resolve("state"),
                                progress);
            }
            new Welcome(host, place, services.status(), services.environments()).print();
            opened.add(() -> host.terminal().err().println(goodbye()));
            CountDownLatch never = new CountDownLatch(1);
            do {
                infrastructure.requireHealthy();
                services.group().requireHealthy();
            } while (!never.await(LOOK.toMillis(), TimeUnit.MILLISECONDS));
            return ExitCode.COMPLETE;
        }
    }

    private String goodbye() {
        return "Stopping"
                + (infrastructureOnly ? "" : " the services, which finish what runs for up to 5 s, then")
                + " the registry and the broker";
    }

    private Map<String, String> overrides() {
        Map<String, String> overrides = new HashMap<>(log.settings());
        if (secrets != null) {
            overrides.put("worker.secrets.dir", secrets.toString());
        }
        if (healthPort != null) {
            overrides.put("health.port", healthPort);
        }
        return overrides;
    }

    private static void requirePort(String option, int port) {
        if (port < 1 || port > MOST_PORT) {
            throw CommandException.usage(option + " takes a number from 1 to " + MOST_PORT + ", this is " + port);
        }
    }

    private static void warnOfStrangers(Infrastructure.Place place, Progress progress) {
        if (!place.addresses().isLoopback()) {
            progress.warn("whoever reaches " + place.bootstrapServers() + " or port " + place.registryPort()
                    + " of this machine may publish jobs, which run code here, and read all results: neither broker nor registry"
                    + " asks who it is; use --host only in a network of your own");
        }
    }
}
