package io.forkline.cli.up;

import io.forkline.broker.FileTree;
import io.forkline.cli.CommandException;
import io.forkline.cli.terminal.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The registry's program, Apicurio Registry, as Maven Central has it. Fetched with Maven, so that the user's mirrors and
 * proxies apply, and kept.
 */
final class RegistryProgram {

    private static final Pattern PROGRESS = Pattern.compile("Progress \\([0-9]+\\): (.*)");
    private static final int LINES_TO_QUOTE = 8;

    private final Path keep;
    private final Properties versions = new Properties();

    /** @param keep the folder it is kept in, beside other versions */
    RegistryProgram(Path keep) {
        this.keep = keep;
        try (var in = RegistryProgram.class.getResourceAsStream("registry.properties")) {
            versions.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("a resource of this program cannot be read", e);
        }
    }

    /**
     * The jar to start; fetches the program when it is not there.
     *
     * @throws CommandException when it cannot be had, with Maven's own last lines
     */
    Path fetch(Progress progress) throws InterruptedException {
        Path home = keep.resolve("apicurio-" + versions.getProperty("version"));
        Path jar = home.resolve("quarkus-run.jar");
        if (Files.exists(jar)) {
            return jar;
        }
        progress.note("The schema registry is needed for the first time: fetching Apicurio Registry "
                + versions.getProperty("version") + " (160 MB) with Maven");
        try {
            Files.createDirectories(keep);
            Path stage = Files.createTempDirectory(keep, "stage-");
            try {
                download(stage, progress);
                progress.now("unpacking the schema registry");
                unpack(stage, stage.resolve("program"));
                Files.move(stage.resolve("program"), home);
            } finally {
                FileTree.delete(stage);
            }
        } catch (IOException e) {
            throw CommandException.failed("the schema registry cannot be kept in " + keep + ": " + e.getMessage(), e);
        }
        progress.done("Fetched the schema registry to " + home);
        return jar;
    }

    private void download(Path stage, Progress progress) throws IOException, InterruptedException {
        // Not in batch mode, which would tell nothing while it downloads.
        run(
                stage,
                List.of(
                        "mvn",
                        versions.getProperty("plugin") + ":copy",
                        "-Dartifact=" + versions.getProperty("artifact"),
                        "-DoutputDirectory=" + stage,
                        "-Dstyle.color=never"),
                "Maven 3.8.7 or newer is needed to fetch the schema registry; install it, or start a registry of your own"
                        + " and give its address to the services with --schema-registry",
                line -> {
                    Matcher matcher = PROGRESS.matcher(line);
                    if (matcher.matches()) {
                        progress.now("fetching the schema registry: " + matcher.group(1));
                    }
                });
    }

    private static void unpack(Path stage, Path into) throws IOException, InterruptedException {
        Path archive;
        try (Stream<Path> files = Files.list(stage)) {
            archive = files.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("Maven did not leave an archive in " + stage));
        }
        Files.createDirectory(into);
        run(
                stage,
                List.of("tar", "-xzf", archive.toString(), "-C", into.toString(), "--no-same-owner"),
                "tar is needed to unpack the schema registry; install it",
                line -> {});
    }

    private static void run(Path folder, List<String> command, String remedy, Consumer<String> listener)
            throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw CommandException.failed(command.getFirst() + " cannot be started: " + remedy, e);
        }
        Deque<String> last = new ArrayDeque<>();
        try {
            // Whoever waits for a line cannot be interrupted; whoever waits for an end can.
            Thread reader = Thread.ofVirtual().start(() -> read(process, last, listener));
            int exitCode = process.waitFor();
            reader.join();
            if (exitCode != 0) {
                throw CommandException.failed(
                        "the schema registry cannot be fetched: " + command.getFirst() + " ended with " + exitCode
                                + " and said\n  " + String.join("\n  ", last),
                        null);
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    private static void read(Process process, Deque<String> last, Consumer<String> listener) {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            // A carriage return ends a line too, as progress has it.
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                listener.accept(line);
                if (!line.isBlank() && !line.contains("Progress (")) {
                    last.addLast(line);
                }
                if (last.size() > LINES_TO_QUOTE) {
                    last.removeFirst();
                }
            }
        } catch (IOException e) {
            last.addLast("what it says cannot be read: " + e.getMessage());
        }
    }
}
