package io.forkline.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.TestBroker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Compiles the example as it stands in {@code examples/java} and runs it. */
@ExtendWith(BrokerExtension.class)
class SubmitAndAwaitExampleIT {

    private static final Path EXAMPLE = Path.of("..", "examples", "java", "SubmitAndAwait.java");

    @TempDir
    private Path directory;

    @Test
    void exampleSubmitsAJobAndPrintsItsResult(TestBroker broker) throws Exception {
        Deployment deployment = Deployment.create(broker);
        Path configuration = write(deployment);
        compile();

        String printed;
        try (Responder responder = new Responder(deployment.connection())) {
            printed = run(configuration);
            assertThat(responder.answered()).hasSize(1);
        }

        assertThat(printed).matches("(?s)[0-9a-f-]{36}/1 is COMPLETE\\s+");
    }

    private Path write(Deployment deployment) throws IOException {
        Properties properties = new Properties();
        properties.putAll(deployment.settings());
        Path file = directory.resolve("forkline.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return file;
    }

    private void compile() {
        ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        complaints,
                        complaints,
                        "-Xlint:all",
                        "-Werror",
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        directory.toString(),
                        EXAMPLE.toString());
        assertThat(status).as(complaints.toString(StandardCharsets.UTF_8)).isZero();
    }

    private String run(Path configuration) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            loader.loadClass("SubmitAndAwait").getMethod("main", String[].class).invoke(null, (Object)
                    new String[] {configuration.toString()});
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
