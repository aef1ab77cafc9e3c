package io.forkline.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkline.cli.ChildProcess;
import io.forkline.cli.TestHost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that nobody here wrote put jobs in and read results, through a real registry. They are the examples, as they stand in {@code
 * examples}; what they need is installed under {@code target}, and a test whose runtime is not there says so and is skipped.
 */
class ForeignClientsIT {

    private static final Path EXAMPLES = TestHost.PROJECT.resolve("examples");
    private static final Path INSTALLED = Path.of("target", "it-clients").toAbsolutePath();
    private static final String RESULTS = "forkline.results";

    @TempDir
    private static Path folder;

    private static DevelopmentCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = DevelopmentCluster.start(folder);
        cluster.runJob("first");
    }

    @AfterAll
    static void stop() throws Exception {
        if (cluster != null) {
            try (DevelopmentCluster ended = cluster) {
                ended.stop();
            }
        }
    }

    @Test
    void confluentsPythonClientPutsAJobInAndReadsItsResult() throws Exception {
        List<String> command = List.of(
                python(),
                EXAMPLES.resolve("python/submit_and_await.py").toString(),
                "--bootstrap-servers",
                cluster.bootstrapServers(),
                "--schema-registry",
                cluster.registryUrl(),
                "--environment",
                "greeting",
                "--target",
                DevelopmentCluster.project(),
                "--job-id",
                "from-python");

        String printed = run(command);

        assertThat(printed).contains("from-python/1 is COMPLETE", "Hello 90", "Goodbye 90");
        assertThat(run(command)).as("the same job again, after any doubt").isEqualTo(printed);
        assertThat(cluster.run("jobs", "show", "from-python")).contains("from-python");
    }

    @Test
    void kafkajsPutsAJobInAndReadsItsResult() throws Exception {
        Path project = node();

        String printed = run(List.of(
                "node",
                project.resolve("submit-and-await.js").toString(),
                "--bootstrap-servers",
                cluster.bootstrapServers(),
                "--schema-registry",
                cluster.registryUrl(),
                "--environment",
                "greeting",
                "--target",
                DevelopmentCluster.project(),
                "--job-id",
                "from-node"));

        assertThat(printed).contains("from-node/1 is COMPLETE", "Hello 90", "Goodbye 90");
    }

    @Test
    void confluentsJavaClientReadsResults() throws Exception {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        compile(EXAMPLES.resolve("java/ConsumeResults.java"), classes);

        String printed = run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classes + ":" + System.getProperty("java.class.path"),
                "ConsumeResults",
                cluster.bootstrapServers(),
                cluster.registryUrl(),
                RESULTS,
                "1"));

        assertThat(printed).contains("first/1 is COMPLETE");
    }

    @Test
    void kcatShowsKeysAndTheIdsOfSchemas() throws Exception {
        assumeTrue(isInstalled("kcat", "-V"), "kcat is not installed");
        Path values = folder.resolve("values");

        byte[] value = output(
                List.of(
                        "kcat",
                        "-b",
                        cluster.bootstrapServers(),
                        "-C",
                        "-t",
                        RESULTS,
                        "-o",
                        "beginning",
                        "-c",
                        "1",
                        "-q",
                        "-D",
                        ""),
                values);

        assertThat(value[0]).isZero();
        assertThat(ByteBuffer.wrap(value, 1, Integer.BYTES).getInt())
                .isEqualTo(cluster.latest(RESULTS + "-value").get("id").asInt());
    }

    @Test
    void kcatShowsValuesWhereItWasBuiltToAskARegistry() throws Exception {
        assumeTrue(isInstalled("kcat", "-V"), "kcat is not installed");
        assumeTrue(run(List.of("kcat", "-V")).contains("Avro"), "this kcat was built without Avro");

        String printed = run(List.of(
                "kcat",
                "-b",
                cluster.bootstrapServers(),
                "-C",
                "-t",
                RESULTS,
                "-o",
                "beginning",
                "-c",
                "1",
                "-q",
                "-s",
                "value=avro",
                "-r",
                cluster.registryUrl()));

        assertThat(printed).contains("\"first\"", "COMPLETE");
    }

    /** A Python that has the example's requirements. */
    private static String python() throws Exception {
        assumeTrue(isInstalled("python3", "-c", "import venv"), "python3 with venv is not installed");
        Path requirements = EXAMPLES.resolve("python/requirements.txt");
        Path environment = INSTALLED.resolve("python");
        Path done = environment.resolve("requirements.txt");
        if (!Files.exists(done) || Files.mismatch(requirements, done) >= 0) {
            install("python3", "-m", "venv", "--clear", environment.toString());
            install(environment.resolve("bin/pip").toString(), "install", "--quiet", "-r", requirements.toString());
            Files.copy(requirements, done, StandardCopyOption.REPLACE_EXISTING);
        }
        return environment.resolve("bin/python").toString();
    }

    /** A copy of the example that has its dependencies. */
    private static Path node() throws Exception {
        assumeTrue(
                isInstalled("node", "--version") && isInstalled("npm", "--version"), "node and npm are not installed");
        Path project = Files.createDirectories(INSTALLED.resolve("node"));
        Path lock = EXAMPLES.resolve("node/package-lock.json");
        Path done = project.resolve("installed.json");
        boolean isInstalled = Files.exists(done) && Files.mismatch(lock, done) < 0;
        for (String file : List.of("package.json", "package-lock.json", "submit-and-await.js")) {
            Files.copy(
                    EXAMPLES.resolve("node").resolve(file), project.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!isInstalled) {
            install("npm", "ci", "--prefix", project.toString(), "--ignore-scripts", "--no-audit", "--no-fund");
            Files.copy(lock, done, StandardCopyOption.REPLACE_EXISTING);
        }
        return project;
    }

    private static void install(String... command) throws Exception {
        Files.createDirectories(INSTALLED);
        try (ChildProcess child = ChildProcess.start(folder, Map.of(), List.of(command))) {
            if (child.awaitEnd() != 0) {
                abort("`" + String.join(" ", command) + "` does not work here:\n" + child.output());
            }
        }
    }

    private static boolean isInstalled(String... command) throws InterruptedException {
        try (ChildProcess child = ChildProcess.start(folder, Map.of(), List.of(command))) {
            return child.awaitEnd() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String run(List<String> command) throws Exception {
        try (ChildProcess child = ChildProcess.start(folder, Map.of(), command)) {
            assertThat(child.awaitEnd()).as(child.output()).isZero();
            return child.output();
        }
    }

    private static byte[] output(List<String> command, Path file) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectOutput(file.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
        return Files.readAllBytes(file);
    }

    private static void compile(Path source, Path classes) {
        ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        List<String> options = Stream.of(
                        "-Xlint:all",
                        "-Werror",
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        source.toString())
                .toList();
        int status =
                ToolProvider.getSystemJavaCompiler().run(null, complaints, complaints, options.toArray(String[]::new));
        assertThat(status).as(complaints.toString(StandardCharsets.UTF_8)).isZero();
    }
}
