package io.forkline.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.ChildProcess;
import io.forkline.cli.TestHost;
import io.forkline.cli.chaos.process.SmallRegistry;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.topic.TopicLayout;
import io.forkline.testsupport.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A cluster with its topics, and the three services in processes of their own. */
public final class ProcessCluster implements AutoCloseable {

    private static final String ENVIRONMENTS =
            Path.of("src/test/resources/environments").toAbsolutePath().toString();

    private static final String SETTINGS = "services.properties";

    private final Path folder;
    private final String environments;
    private final Map<String, String> variables;
    private final TestBroker broker;
    private final SmallRegistry registry;
    private final List<String> options;
    private final List<ChildProcess> services = new ArrayList<>();

    private ProcessCluster(TestBroker broker, Path folder, String environments, Map<String, String> variables)
            throws IOException {
        this.folder = folder;
        this.environments = environments;
        this.variables = variables;
        this.broker = broker;
        this.registry = new SmallRegistry();
        this.options = List.of(
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--schema-registry",
                registry.url(),
                "--topic-prefix",
                broker.prefix());
    }

    /** Returns when all services are ready. */
    static ProcessCluster start(TestBroker broker, Path folder) throws IOException {
        return start(broker, folder, Map.of("OPENAI_API_KEY", ""));
    }

    /** The same, whose processes have these variables instead of or beside those of this one. */
    static ProcessCluster start(TestBroker broker, Path folder, Map<String, String> variables) throws IOException {
        return start(broker, folder, ENVIRONMENTS, variables, List.of());
    }

    /** The same with the environments that come with the project. */
    public static ProcessCluster startAsItComes(TestBroker broker, Path folder) throws IOException {
        String environments = TestHost.PROJECT.resolve("environments").toString();
        return start(broker, folder, environments, Map.of("OPENAI_API_KEY", ""), List.of());
    }

    /** The same, whose services have these lines in a settings file. */
    public static ProcessCluster start(
            TestBroker broker, Path folder, Map<String, String> variables, List<String> settings) throws IOException {
        return start(broker, folder, ENVIRONMENTS, variables, settings);
    }

    private static ProcessCluster start(
            TestBroker broker, Path folder, String environments, Map<String, String> variables, List<String> settings)
            throws IOException {
        Files.write(folder.resolve(SETTINGS), settings);
        ProcessCluster cluster = new ProcessCluster(broker, folder, environments, variables);
        boolean started = false;
        try {
            cluster.createTopics();
            cluster.startServices();
            started = true;
            return cluster;
        } finally {
            if (!started) {
                cluster.close();
            }
        }
    }

    public List<ChildProcess> services() {
        return List.copyOf(services);
    }

    /** Kills the snapshot service, which is the planner. */
    void killPlanner() throws InterruptedException {
        ChildProcess planner = services.removeFirst();
        planner.handle().destroyForcibly();
        planner.awaitEnd();
    }

    /** Starts it anew, and returns when it is ready. */
    void startPlanner() throws IOException {
        services.addFirst(process(withSettings(planner())));
        services.getFirst().awaitOutput("is ready.");
    }

    /** For a client in this process. */
    public ClusterConnection connection() {
        return new ClusterConnection(
                broker.bootstrapServers(),
                registry.url(),
                Map.of(),
                new TopicLayout(broker.prefix(), 6, 6, 1, (short) -1),
                Map.of());
    }

    /** Where its schemas are. */
    public String registryUrl() {
        return registry.url();
    }

    /** A command of its own process that is told of this cluster. */
    ChildProcess process(String... arguments) throws IOException {
        return ChildProcess.forkline(folder, variables, withOptions(arguments));
    }

    /** A command and what tells it of this cluster. */
    public String[] withOptions(String... arguments) {
        return Stream.concat(Stream.of(arguments), options.stream()).toArray(String[]::new);
    }

    @Override
    public void close() {
        services.forEach(ChildProcess::close);
        registry.close();
    }

    private void startServices() throws IOException {
        String state = folder.resolve("state").toString();
        service(planner());
        service("fork-worker", "--environments", environments, "--slots", "2", "--health-port", "0");
        service("aggregator", "--state-dir", state, "--health-port", "0");
        services.forEach(service -> service.awaitOutput("is ready."));
    }

    private String[] planner() {
        return new String[] {
            "snapshot-service",
            "--environments",
            environments,
            "--state-dir",
            folder.resolve("state").toString(),
            "--health-port",
            "0"
        };
    }

    private void service(String... arguments) throws IOException {
        services.add(process(withSettings(arguments)));
    }

    private String[] withSettings(String... arguments) {
        String[] settings = {"--config", folder.resolve(SETTINGS).toString()};
        return Stream.concat(Stream.of(arguments), Stream.of(settings)).toArray(String[]::new);
    }

    private void createTopics() {
        TestHost host = new TestHost(TestHost.HOME);
        assertThat(host.execute(withOptions("topics", "create"))).as(host.err()).isZero();
        assertThat(host.out()).contains("created    ").contains("jobs, 6 partitions");
    }
}
