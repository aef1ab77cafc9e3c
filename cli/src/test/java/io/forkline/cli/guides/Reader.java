package io.forkline.cli.guides;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.ChildProcess;
import io.forkline.cli.cluster.ProcessCluster;
import io.forkline.schemas.connection.ClusterConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whoever follows a guide, block by block, in one folder, on a cluster of a test. Where the guide has the addresses and names that {@code forkline
 * up} prints, it takes those of that cluster.
 */
final class Reader {

    private static final Pattern TOPIC = Pattern.compile("forkline\\.(?=(jobs-json|jobs|results|dead-letters)\\b)");

    private final Path folder;
    private final UnaryOperator<String> here;
    private final String python;

    private Reader(Path folder, UnaryOperator<String> here, String python) {
        this.folder = folder;
        this.here = here;
        this.python = python;
    }

    /** @param python the interpreter that has the clients that guides use */
    static Reader with(Path folder, ProcessCluster cluster, String python) throws IOException {
        ClusterConnection connection = cluster.connection();
        Reader reader = new Reader(folder, text -> here(text, connection, cluster.registryUrl()), python);
        reader.write("forkline.properties", properties(connection, cluster.registryUrl()));
        reader.script("forkline", cluster.withOptions());
        return reader;
    }

    /** One whose commands need no cluster. */
    static Reader alone(Path folder) throws IOException {
        Reader reader = new Reader(folder, UnaryOperator.identity(), "python3");
        reader.script("forkline");
        return reader;
    }

    /** Does what the block says, and looks whether it came out as the guide says. */
    void follow(Guide guide, Guide.Block block) throws Exception {
        String where = guide.page().getFileName() + ":" + block.line();
        List<String> command = switch (block.language()) {
            case "bash" -> bash(block);
            case "python" ->
                List.of(python, write("example.py", here.apply(block.text())).toString());
            case "java" -> java(block);
            default -> throw new AssertionError(where + " is in " + block.language() + ", which nobody runs");
        };
        try (ChildProcess process = ChildProcess.start(folder, Map.of("PWD", folder.toString()), inFolder(command))) {
            int exitCode = process.awaitEnd();
            String output = process.output();
            assertThat(exitCode).as(where + " printed\n" + output).isZero();
            assertThat(block.missing(output)).as(where + " printed\n" + output).isEmpty();
        }
    }

    private List<String> bash(Guide.Block block) throws IOException {
        return List.of(
                "bash",
                "-euo",
                "pipefail",
                write("example.sh", here.apply(block.text())).toString());
    }

    /** Statements with their imports, as a program. */
    private List<String> java(Guide.Block block) throws IOException {
        Map<Boolean, List<String>> lines =
                here.apply(block.text()).lines().collect(Collectors.partitioningBy(line -> line.startsWith("import ")));
        Path source = write(
                "Example.java",
                String.join("\n", lines.get(true)) + "\nclass Example {\n"
                        + "    public static void main(String[] args) throws Exception {\n"
                        + String.join("\n", lines.get(false)) + "\n    }\n}\n");
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
    }

    private List<String> inFolder(List<String> command) {
        return Stream.concat(Stream.of("sh", "-c", "cd \"$0\" && exec \"$@\"", folder.toString()), command.stream())
                .toList();
    }

    private static String here(String text, ClusterConnection connection, String registryUrl) {
        return TOPIC.matcher(text)
                .replaceAll(connection.layout().prefix())
                .replace("http://localhost:8081/apis/ccompat/v7", registryUrl)
                .replace("localhost:9092", connection.bootstrapServers());
    }

    private static String properties(ClusterConnection connection, String registryUrl) {
        return "bootstrap.servers=" + connection.bootstrapServers() + "\nschema.registry.url=" + registryUrl
                + "\ntopics.prefix=" + connection.layout().prefix() + "\n";
    }

    private void script(String name, String... options) throws IOException {
        String command = Stream.concat(ChildProcess.commandLine().stream(), Stream.of("\"$@\""))
                .collect(Collectors.joining(" "));
        Path script = write(name, "#!/bin/sh\nexec " + command + " " + String.join(" ", options) + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
