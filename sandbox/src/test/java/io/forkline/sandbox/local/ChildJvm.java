package io.forkline.sandbox.local;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.contract.Specs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A JVM of its own with a provider in it, for tests that kill it, freeze it, or need it to be somebody else's. */
public final class ChildJvm {

    /** All that tests bring. */
    static final Pattern ALL = Pattern.compile("");

    /** What the sandbox runs with; tests bring far more. */
    private static final Pattern NEEDED = Pattern.compile("jackson|snakeyaml|compress|commons-|zstd");

    private ChildJvm() {}

    /**
     * Starts one.
     *
     * @param directory where it keeps everything; it and what is in it may be read by all
     * @param as a command to put in front, for example one that changes the user
     * @param script what it runs in a fork with {@code sh -c}, for at most {@code timeout}; it prints the script's stdout
     * @param allowed what the fork reaches, each as {@code host:port}
     */
    static Process start(Path directory, List<String> as, Duration timeout, String script, String... allowed)
            throws IOException {
        String[] fixed = {directory.toString(), timeout.toString(), script};
        return start(
                directory,
                as,
                ChildJvm.class,
                Stream.concat(Stream.of(fixed), Stream.of(allowed)).toArray(String[]::new));
    }

    /** Starts one with another main class of the tests'. */
    public static Process start(Path directory, List<String> as, Class<?> main, String... arguments)
            throws IOException {
        return start(directory, as, NEEDED, main, arguments);
    }

    /**
     * The same for a main class that needs more.
     *
     * @param needed the archives that it needs, by a part of their path; all directories of the class path are there
     */
    static Process start(Path directory, List<String> as, Pattern needed, Class<?> main, String... arguments)
            throws IOException {
        var command = new ArrayList<>(as);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPathForAll(directory, needed),
                main.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("PATH", "/usr/bin:/bin:" + System.getenv("PATH"));
        return builder.start();
    }

    /** The local repository may be where other users cannot read. */
    private static String classPathForAll(Path directory, Pattern needed) throws IOException {
        var entries = new ArrayList<String>();
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            var path = Path.of(entry);
            if (Files.isDirectory(path) || !needed.matcher(path.toString()).find()) {
                entries.add(entry);
            } else {
                var copy = directory.resolve(path.getFileName());
                if (!Files.exists(copy)) {
                    Files.copy(path, copy);
                }
                entries.add(copy.toString());
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    public static void main(String[] arguments) throws Exception {
        var directory = Path.of(arguments[0]);
        var home = ForklineHome.at(directory.resolve("child-home"));
        try (var provider = LocalProvider.open(home)) {
            var spec = Specs.in(directory.resolve("child-environment"))
                    .file("a.py", "print('warm')")
                    .setup("echo 'x = 1' > /opt/forkline/site/installed.py")
                    .preload("installed")
                    .allow(Arrays.copyOfRange(arguments, 3, arguments.length))
                    .spec();
            var snapshot = provider.prepare(spec, BuildListener.SILENT);
            try (var sandbox = provider.fork(snapshot, ForkOptions.of(snapshot))) {
                var result = sandbox.run(
                        Command.of(List.of("sh", "-c", arguments[2]), Map.of(), Duration.parse(arguments[1])));
                Files.writeString(directory.resolve("answer"), result.toString());
            }
        }
    }
}
