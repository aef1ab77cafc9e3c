package io.forkline.cli.kafka;

import io.forkline.aggregator.lead.LeadListener;
import io.forkline.cli.TestHost;
import io.forkline.cli.cluster.ServiceOptions;
import io.forkline.cli.run.Sandboxes;
import io.forkline.cli.service.Service;
import io.forkline.cli.service.ServiceGroup;
import io.forkline.cli.service.ServiceSettings;
import io.forkline.cli.service.Services;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.environment.Environments;
import io.forkline.sandbox.target.TargetLimits;
import io.forkline.sandbox.target.TargetStore;
import io.forkline.schemas.access.Party;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.health.PartHealth;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.settings.Settings;
import io.forkline.workers.ForkListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The three services in this process, each with settings of its own, as if they were three processes. */
final class Deployment implements AutoCloseable {

    private static final Path ENVIRONMENTS =
            Path.of("src/test/resources/environments").toAbsolutePath();

    private final TestHost host = new TestHost(TestHost.HOME);
    private final List<SchemaRegistry> registries = new ArrayList<>();
    private final SandboxProvider provider;
    private final ServiceGroup group;

    private Deployment(Path state, Function<Party, Map<String, String>> settings) throws Exception {
        this.provider = Sandboxes.open(host.host());
        Environments environments = Sandboxes.environments(ENVIRONMENTS);
        Service snapshots = services(state, Party.SNAPSHOT_SERVICE, settings)
                .snapshots(environments, provider, (environment, id, line) -> {});
        Service workers = services(state, Party.FORK_WORKER, settings)
                .workers(
                        environments,
                        provider,
                        TargetStore.open(host.host().home().targets(), TargetLimits.DEFAULT),
                        ForkListener.SILENT);
        Service aggregator = services(state, Party.AGGREGATOR, settings).aggregator(LeadListener.SILENT);
        this.group = new ServiceGroup(List.of(snapshots, workers, aggregator));
    }

    /** Returns when all run, each of which has found what it needs. */
    static Deployment start(Path state, Function<Party, Map<String, String>> settings) throws Exception {
        Deployment deployment = new Deployment(state, settings);
        boolean started = false;
        try {
            deployment.group.start();
            deployment.group.awaitReady();
            started = true;
            return deployment;
        } finally {
            if (!started) {
                deployment.close();
            }
        }
    }

    /** How all parts are. */
    List<PartHealth> health() {
        return group.health();
    }

    /** Fails when a service has stopped by itself. */
    void requireHealthy() {
        group.requireHealthy();
    }

    @Override
    public void close() {
        group.close();
        registries.forEach(SchemaRegistry::close);
        provider.close();
    }

    private Services services(Path state, Party party, Function<Party, Map<String, String>> settings)
            throws InterruptedException {
        Settings own = Settings.of(settings.apply(party));
        ClusterConnection connection = ClusterConnection.from(own);
        ServiceOptions.requireCluster(connection, party);
        SchemaRegistry registry = connection.openRegistry();
        registries.add(registry);
        return new Services(ServiceSettings.from(own, connection, Map.of(), state.resolve(party.label())), registry);
    }
}
