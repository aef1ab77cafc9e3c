package io.forkline.sandbox.gvisor;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.contract.Specs;
import io.forkline.sandbox.isolation.ProviderByIsolation;
import io.forkline.sandbox.local.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A JVM of its own with a fork by gVisor, for tests that kill it. */
final class GvisorChild {

    private GvisorChild() {}

    /**
     * Starts one.
     *
     * @param directory where it keeps everything; from the first thing on that the script writes it has a file {@code begun}
     * @param script what it runs in the fork with {@code sh -c}
     */
    static Process start(Path directory, String script) throws IOException {
        return ChildJvm.start(directory, List.of(), GvisorChild.class, directory.toString(), script);
    }

    public static void main(String[] arguments) throws Exception {
        var directory = Path.of(arguments[0]);
        var home = ForklineHome.at(directory.resolve("child-home"));
        try (var provider = ProviderByIsolation.open(home, Gvisor.CONFIG)) {
            var spec = Specs.in(directory.resolve("child-environment"))
                    .isolation(Gvisor.ISOLATION)
                    .spec();
            var snapshot = provider.prepare(spec, BuildListener.SILENT);
            try (var sandbox = provider.fork(snapshot, ForkOptions.of(snapshot))) {
                var unused = sandbox.run(
                        Command.of(List.of("sh", "-c", arguments[1]), Map.of(), Duration.ofMinutes(5)),
                        (stream, chunk) -> write(directory.resolve("begun")));
            }
        }
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, "");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
