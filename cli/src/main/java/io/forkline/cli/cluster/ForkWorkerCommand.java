package io.forkline.cli.cluster;

import io.forkline.cli.Host;
import io.forkline.cli.job.SizeConverter;
import io.forkline.cli.run.Sandboxes;
import io.forkline.cli.service.EnvironmentNews;
import io.forkline.cli.service.Service;
import io.forkline.cli.service.ServiceSettings;
import io.forkline.cli.service.Services;
import io.forkline.cli.status.Monitor;
import io.forkline.cli.terminal.Text;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.environment.Environments;
import io.forkline.sandbox.environment.EnvironmentsWatch;
import io.forkline.sandbox.local.Parking;
import io.forkline.sandbox.target.TargetLimits;
import io.forkline.sandbox.target.TargetStore;
import io.forkline.schemas.access.Party;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.telemetry.trace.Tracing;
import io.forkline.workers.ForkListener;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs perspectives in forks. */
@Command(
        name = "fork-worker",
        description = {"Runs perspectives in forks and reports, until it is stopped. Start as many as you like.", ""},
        footer = {"", "Example:", "  forkline fork-worker --slots 16 --bootstrap-servers kafka:9092"})
public final class ForkWorkerCommand implements Callable<Integer> {

    private final Host host;

    @Option(names = "--slots", paramLabel = "N", description = "Tasks at a time (worker.slots).")
    private @Nullable Integer slots;

    @Option(
            names = "--environments",
            paramLabel = "DIR",
            description = "Folder of environments (environments.dir), from which a snapshot that this host lacks is"
                    + " built; default the one beside the launcher.")
    private @Nullable Path environments;

    @Option(
            names = "--max-target-size",
            paramLabel = "SIZE",
            defaultValue = "256MiB",
            converter = SizeConverter.class,
            description = "Refuse a larger target; default ${DEFAULT-VALUE}.")
    private long maxTargetBytes = TargetLimits.DEFAULT.maxBytes();

    @Mixin
    private ServiceOptions options = new ServiceOptions();

    public ForkWorkerCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException, SandboxException {
        ServiceSettings settings = options.settings(host, overrides());
        settings.workers().secrets().requireDirectory();
        Environments all = Sandboxes.environments(settings.environments().orElse(host.environments()));
        ServiceOptions.requireCluster(settings.connection(), Party.FORK_WORKER);
        Parking parking = Parking.forAtOnce(settings.workers().lease().slots());
        try (Monitor monitor = Monitor.of(settings.status());
                SandboxProvider provider = Sandboxes.open(host, parking);
                SchemaRegistry registry = settings.connection().openRegistry();
                EnvironmentsWatch watch = EnvironmentNews.watch(all, host.terminal());
                Tracing tracing = settings.tracing().open("forkline-fork-worker")) {
            Service service = new Services(settings, registry, monitor.meters(), tracing)
                    .workers(
                            all,
                            provider,
                            TargetStore.open(host.home().targets(), TargetLimits.ofBytes(maxTargetBytes)),
                            ForkListener.SILENT);
            return ServiceRun.untilStopped(
                    service,
                    monitor,
                    host.terminal(),
                    Text.count(settings.workers().lease().slots(), "slot") + ", environments in " + watch.folder()
                            + ", watched for changes");
        }
    }

    private Map<String, String> overrides() {
        Map<String, String> overrides = new HashMap<>();
        if (slots != null) {
            overrides.put("worker.slots", slots.toString());
        }
        if (environments != null) {
            overrides.put("environments.dir", environments.toString());
        }
        return overrides;
    }
}
