package io.forkline.cli.chaos.process;

import io.forkline.cli.Closing;
import io.forkline.cli.chaos.plan.Dice;
import io.forkline.cli.chaos.plan.Fault;
import io.forkline.cli.chaos.plan.Target;
import io.forkline.cli.terminal.Progress;
import io.forkline.guarantees.LeaseEnd;
import io.forkline.guarantees.LeaseWatch;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.topic.ShareGroup;
import io.forkline.schemas.topic.TopicApplier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * A cluster that is there to be hurt: broker and services in processes of their own, the registry and the model in this one, all on the loopback
 * address. Safe for several threads.
 */
public final class ChaosCluster implements AutoCloseable {

    /** How long workers hold a task without renewing: shorter than a pause, so that others get what a zombie holds. */
    private static final Duration LOCK = Duration.ofSeconds(8);

    private static final int LEAD_SLOTS = 4;

    private final Closing closing;
    private final ChaosFolder folder;
    private final SmallRegistry registry;
    private final ModelServer model;
    private final Watchers watchers;
    private final Map<Target, Member> members = new EnumMap<>(Target.class);
    private final ClusterConnection connection;

    private ChaosCluster(Closing closing, ChaosFolder folder, Path root, long seed, Progress progress)
            throws IOException {
        this.closing = closing;
        this.folder = folder;
        this.registry = closing.add(new SmallRegistry());
        this.model = closing.add(new ModelServer(Dice.of(seed, "model")));
        this.watchers = closing.add(new Watchers(new Guardian(), new LeaseWatch(folder.home()), progress::detail));
        int port = freePort();
        Map<String, String> settings = settings(port);
        this.connection = ClusterConnection.from(Settings.of(settings));
        settings.putAll(ofServices());
        folder.writeSettings(settings);
        Launches launches = new Launches(folder, root, model.baseUrl(), port);
        for (Target target : Target.values()) {
            members.put(target, closing.add(new Member(target, launches.of(target), watchers)));
        }
        closing.add(this::endServices);
    }

    /**
     * Starts it, and returns when all of it is ready.
     *
     * @param root the folder of the launcher
     */
    public static ChaosCluster start(ChaosFolder folder, Path root, long seed, Progress progress)
            throws IOException, InterruptedException {
        Closing closing = new Closing();
        boolean started = false;
        try {
            ChaosCluster cluster = new ChaosCluster(closing, folder, root, seed, progress);
            cluster.startAll(progress);
            started = true;
            return cluster;
        } finally {
            if (!started) {
                closing.close();
            }
        }
    }

    /** For clients in this process. */
    public ClusterConnection connection() {
        return connection;
    }

    /** Calls to the model so far, by job. */
    public Map<String, Integer> modelCalls() {
        return model.calls();
    }

    /** Looks at what forks have now. */
    public void look() throws IOException {
        watchers.look();
    }

    /** Does it, and returns when the process goes on or is about to be started again. */
    public void suffer(Fault fault) throws IOException, InterruptedException {
        switch (fault) {
            case Fault.Kill kill -> {
                Member member = member(kill.target());
                member.awaitAlive();
                watchers.look();
                member.kill(kill.down());
            }
            case Fault.KillServices kill -> {
                watchers.look();
                Target.services().forEach(target -> member(target).kill(kill.down()));
            }
            case Fault.Pause pause -> {
                Member member = member(pause.target());
                member.awaitAlive();
                member.pause(pause.length());
            }
            case Fault.RegistryAway outage -> {
                registry.setAway(true);
                try {
                    Thread.sleep(outage.length().toMillis());
                } finally {
                    registry.setAway(false);
                }
            }
        }
    }

    /**
     * Calls to the model that may be in no verdict after this fault: those of the lead tasks that a stopped aggregator held, or whose lock it could not
     * renew; two for each, since an answer that does not fit is asked for once more.
     */
    public static int callsLostBy(Fault fault) {
        boolean isOfLead = switch (fault) {
            case Fault.Kill kill -> kill.target() == Target.AGGREGATOR || kill.target() == Target.BROKER;
            case Fault.Pause pause -> pause.target() == Target.AGGREGATOR || pause.target() == Target.BROKER;
            case Fault.KillServices all -> true;
            case Fault.RegistryAway outage -> false;
        };
        return isOfLead ? 2 * LEAD_SLOTS : 0;
    }

    /** Ends all processes, services first, and says what became of the forks of every one that has ended since the start. */
    public List<LeaseEnd> stop() throws IOException {
        watchers.look();
        endServices();
        member(Target.BROKER).close();
        return watchers.ends();
    }

    /** The processes that ended and were not killed. */
    public List<Ended> endedByThemselves() {
        return watchers.byThemselves();
    }

    /** Kills whatever is left. May be called twice. */
    @Override
    public void close() {
        closing.close();
    }

    private void startAll(Progress progress) throws IOException, InterruptedException {
        progress.now("starting the broker");
        member(Target.BROKER).start();
        member(Target.BROKER).awaitReady();
        createTopics();
        progress.now("starting the services");
        for (Target target : Target.services()) {
            member(target).start();
        }
        for (Target target : Target.services()) {
            member(target).awaitReady();
        }
        progress.done("broker, snapshot service, two fork workers and aggregator in processes of their own; logs in "
                + folder.logs());
    }

    private void createTopics() throws InterruptedException {
        try (Admin admin = Admin.create(connection.kafkaProperties())) {
            new TopicApplier(admin, connection.layout()).apply();
            Map<ConfigResource, Collection<AlterConfigOp>> locks = new HashMap<>();
            for (ShareGroup group : ShareGroup.values()) {
                ConfigEntry lock = new ConfigEntry("share.record.lock.duration.ms", Long.toString(LOCK.toMillis()));
                locks.put(
                        new ConfigResource(
                                ConfigResource.Type.GROUP, connection.layout().name(group)),
                        List.of(new AlterConfigOp(lock, AlterConfigOp.OpType.SET)));
            }
            admin.incrementalAlterConfigs(locks).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the locks of the share groups cannot be set", e.getCause());
        }
    }

    private Map<String, String> settings(int port) {
        return new HashMap<>(Map.of(
                "bootstrap.servers",
                ChaosBrokerCommand.HOST + ":" + port,
                "schema.registry.url",
                registry.url(),
                "topics.partitions.jobs",
                "3",
                "topics.partitions.environments",
                "2"));
    }

    private Map<String, String> ofServices() {
        return Map.of(
                "environments.dir", folder.environments().toString(),
                "planner.instance.id", "planner",
                "aggregator.instance.id", "aggregator",
                "planner.lead.reserve", "10s",
                "planner.snapshot.backoff", "1s",
                "planner.snapshot.pause", "3s",
                "worker.slots", "4",
                "worker.drain", "5s",
                "lead.slots", Integer.toString(LEAD_SLOTS),
                "lead.timeout", "10s");
    }

    /** All at once, while the broker is there. */
    private void endServices() {
        List<Thread> threads = Target.services().stream()
                .map(target -> Thread.ofVirtual().start(member(target)::close))
                .toList();
        threads.forEach(ChaosCluster::join);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(ChaosBrokerCommand.HOST))) {
            return socket.getLocalPort();
        }
    }

    private Member member(Target target) {
        Member member = members.get(target);
        if (member == null) {
            throw new IllegalStateException("there is no " + target);
        }
        return member;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
