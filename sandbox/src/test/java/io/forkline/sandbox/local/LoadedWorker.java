package io.forkline.sandbox.local;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.contract.Specs;
import io.forkline.sandbox.target.TargetSource;
import io.forkline.sandbox.target.TargetStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A worker as busy as can be, to be killed: a few threads that fetch a target, fork, run something, and begin again, without end. It
 * says on stdout that it has begun to work.
 */
final class LoadedWorker {

    private static final int THREADS = 4;
    private static final EnvironmentId ALWAYS_THE_SAME = new EnvironmentId("5".repeat(64));
    private static final List<List<String>> COMMANDS = List.of(
            List.of("python3", "-c", "import tempfile, time; tempfile.mkdtemp(); time.sleep(0.05)"),
            List.of("python3", "-c", "import os; [os.fork() for _ in range(3)]; kept = bytearray(8 << 20)"),
            List.of("sh", "-c", "cat /target/*; (trap '' TERM HUP; setsid sleep 600) & sleep 0.05"),
            List.of("sh", "-c", "trap '' TERM HUP; (trap '' TERM HUP; setsid sleep 600) & sleep 600"));

    private LoadedWorker() {}

    /**
     * @param arguments a directory to keep everything in, a seed for what is run, and whether to begin with a build
     */
    public static void main(String[] arguments) throws Exception {
        var directory = Path.of(arguments[0]);
        var seed = Long.parseLong(arguments[1]);
        var home = ForklineHome.at(directory.resolve("child-home"));
        var specs = Specs.in(directory.resolve("child-environment"))
                .setup("echo 'x = 1' > /opt/forkline/site/installed.py")
                .preload("installed");
        var provider = LocalProvider.open(home);
        var targets = TargetStore.open(home.targets());
        var spec = Boolean.parseBoolean(arguments[2])
                ? specs.spec()
                : specs.id(ALWAYS_THE_SAME).spec();
        var snapshot = provider.prepare(spec, BuildListener.SILENT);
        for (var thread = 0; thread < THREADS; thread++) {
            var random = new Random(seed + thread);
            Thread.ofPlatform().start(() -> work(provider, targets, snapshot, random));
        }
    }

    private static void work(LocalProvider provider, TargetStore targets, Snapshot snapshot, Random random) {
        try {
            while (true) {
                var content = Long.toString(random.nextLong()).getBytes(StandardCharsets.UTF_8);
                var target = targets.fetch(new TargetSource.Inline(Map.of("file", content)));
                try (var sandbox =
                        provider.fork(snapshot, ForkOptions.of(snapshot).withTarget(target))) {
                    run(sandbox, COMMANDS.get(random.nextInt(COMMANDS.size())));
                }
                System.out.println("worked");
            }
        } catch (SandboxException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void run(Sandbox sandbox, List<String> command) throws SandboxException, InterruptedException {
        sandbox.writeFile("/tmp/given", new byte[1 << 16]);
        sandbox.run(Command.of(command, Map.of(), Duration.ofMillis(200)));
    }
}
