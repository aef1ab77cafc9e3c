package io.forkline.sandbox.local;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Isolation;
import io.forkline.sandbox.contract.Specs;
import io.forkline.sandbox.gvisor.GvisorConfig;
import io.forkline.sandbox.isolation.ProviderByIsolation;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A JVM of its own with a provider in it, for tests that kill it, freeze it, or need it to be somebody else's. */
public final class ChildJvm {

    private ChildJvm() {}

    /**
     * Starts one.
     *
     * @param directory where it keeps everything; it and what is in it may be read by all
     * @param as a command to put in front, for example one that changes the user
     * @param script what it runs in a fork with {@code sh -c}, for at most {@code timeout}; the directory then has the {@code answer}, and
     *     from the first thing that it wrote on a file {@code begun}
     */
    public static Process start(Path directory, List<String> as, Duration timeout, String script) throws IOException {
        return start(directory, as, timeout, script, Isolation.DEFAULT);
    }

    /** The same with this isolation. */
    public static Process start(Path directory, List<String> as, Duration timeout, String script, Isolation isolation)
            throws IOException {
        var arguments = List.of(
                directory.toString(), timeout.toString(), script, isolation.by().name());
        return start(directory, as, ChildJvm.class, arguments, ChildJvm::isForAProvider);
    }

    /**
     * Starts one with another main class.
     *
     * @param needed which archives it needs, by their paths; all directories of the class path are there
     */
    static Process start(
            Path directory, List<String> as, Class<?> main, List<String> arguments, Predicate<String> needed)
            throws IOException {
        var command = new ArrayList<>(as);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", classPathForAll(directory, needed), main.getName()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("PATH", "/usr/bin:/bin:" + System.getenv("PATH"));
        return builder.start();
    }

    private static boolean isForAProvider(String jar) {
        return Stream.of("jackson", "slf4j", "logback").anyMatch(jar::contains);
    }

    /** The local repository may be where other users cannot read. */
    private static String classPathForAll(Path directory, Predicate<String> needed) throws IOException {
        var entries = new ArrayList<String>();
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            var path = Path.of(entry);
            if (Files.isDirectory(path) || !needed.test(path.toString())) {
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

    private static void write(Path file) {
        try {
            Files.writeString(file, "");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public static void main(String[] arguments) throws Exception {
        var directory = Path.of(arguments[0]);
        var home = ForklineHome.at(directory.resolve("child-home"));
        var isolation = new Isolation(
                Isolation.Provider.valueOf(arguments[3]), Isolation.Fallback.NONE, Isolation.Network.NONE);
        try (var provider = ProviderByIsolation.open(home, new GvisorConfig(Optional.empty(), Optional.empty()))) {
            var spec = Specs.in(directory.resolve("child-environment"))
                    .file("a.py", "print('warm')")
                    .setup("echo 'x = 1' > /opt/forkline/site/installed.py")
                    .preload("installed")
                    .isolation(isolation)
                    .spec();
            var snapshot = provider.prepare(spec, BuildListener.SILENT);
            try (var sandbox = provider.fork(snapshot, ForkOptions.of(snapshot))) {
                var result = sandbox.run(
                        Command.of(List.of("sh", "-c", arguments[2]), Map.of(), Duration.parse(arguments[1])),
                        (stream, chunk) -> write(directory.resolve("begun")));
                Files.writeString(directory.resolve("answer"), result.toString());
                Files.writeString(directory.resolve("provider"), snapshot.provider());
            }
        }
    }
}
