package io.forkline.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.forkline.cli.ChildProcess;
import io.forkline.cli.CommandException;
import io.forkline.cli.TestHost;
import io.forkline.cli.terminal.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code forkline up} in a process of its own, with a real registry, on ports of its own and environments that a test may change. */
final class DevelopmentCluster implements AutoCloseable {

    private static final Path GREETING = Path.of("src/test/resources/environments/greeting");

    private final Path folder;
    private final int kafkaPort;
    private final int registryPort;
    private ChildProcess up;

    private DevelopmentCluster(Path folder, int kafkaPort, int registryPort) throws IOException {
        this.folder = folder;
        this.kafkaPort = kafkaPort;
        this.registryPort = registryPort;
        copy(GREETING, environments().resolve("greeting"));
        this.up = launch();
    }

    /** Returns when everything runs. Skips the test where the registry's program cannot be had. */
    static DevelopmentCluster start(Path folder) throws IOException, InterruptedException {
        registryProgram();
        List<Integer> ports = freePorts();
        DevelopmentCluster cluster = new DevelopmentCluster(folder, ports.getFirst(), ports.getLast());
        boolean started = false;
        try {
            cluster.up.awaitOutput("Ctrl-C stops it");
            started = true;
            return cluster;
        } finally {
            if (!started) {
                cluster.close();
            }
        }
    }

    /** The registry's jar. Skips the test where it cannot be had. */
    static Path registryProgram() throws InterruptedException {
        TestHost host = new TestHost(TestHost.HOME);
        try (Progress progress = new Progress(host.host().terminal())) {
            return new RegistryProgram(TestHost.HOME.resolve("programs")).fetch(progress);
        } catch (CommandException e) {
            return abort("Apicurio Registry cannot be fetched here: " + e.getMessage());
        }
    }

    /** Where its data is. */
    static Path data(Path folder) {
        return folder.resolve("data");
    }

    private ChildProcess launch() throws IOException {
        return ChildProcess.forkline(
                folder,
                Map.of("OPENAI_API_KEY", ""),
                "up",
                "--kafka-port",
                Integer.toString(kafkaPort),
                "--registry-port",
                Integer.toString(registryPort),
                "--health-port",
                "0",
                "--environments",
                environments().toString(),
                "--data",
                data(folder).toString());
    }

    /** Stops it as SIGTERM does, and returns what it said all its life. */
    String stop() throws InterruptedException {
        up.handle().destroy();
        up.awaitEnd();
        return up.output();
    }

    void startAgain() throws IOException {
        up = launch();
        up.awaitOutput("Ctrl-C stops it");
    }

    String output() {
        return up.output();
    }

    void awaitOutput(String text) {
        up.awaitOutput(text);
    }

    Path environments() {
        return folder.resolve("environments");
    }

    String bootstrapServers() {
        return "127.0.0.1:" + kafkaPort;
    }

    String registryUrl() {
        return "http://127.0.0.1:" + registryPort + "/apis/ccompat/v7";
    }

    /** Runs a command of the command line on this cluster; returns what it printed. */
    String run(String... arguments) {
        TestHost host = new TestHost(TestHost.HOME);
        String[] all = Stream.concat(
                        Stream.of(arguments),
                        Stream.of("--bootstrap-servers", bootstrapServers(), "--schema-registry", registryUrl()))
                .toArray(String[]::new);
        assertThat(host.execute(all)).as(host.err() + host.out()).isZero();
        return host.out();
    }

    /** Runs a job and returns its result as it is shown. */
    String runJob(String jobId) {
        return run("submit", project(), "--environment", "greeting", "--job-id", jobId, "--wait");
    }

    static String project() {
        return TestHost.PROJECT.resolve("examples/sample-project").toString();
    }

    /** The latest version of a subject, as the registry tells anybody. */
    JsonNode latest(String subject) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String body = client.send(
                            HttpRequest.newBuilder(
                                            URI.create(registryUrl() + "/subjects/" + subject + "/versions/latest"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return new ObjectMapper().readTree(body);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
        }
    }

    static List<Integer> freePorts() throws IOException {
        List<Integer> ports = new ArrayList<>();
        try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ports.add(first.getLocalPort());
            ports.add(second.getLocalPort());
        }
        return ports;
    }

    @Override
    public void close() {
        up.close();
    }
}
