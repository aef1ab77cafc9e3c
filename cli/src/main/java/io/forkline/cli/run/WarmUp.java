package io.forkline.cli.run;

import io.forkline.cli.terminal.Progress;
import io.forkline.cli.terminal.Text;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.environment.Environment;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Makes a snapshot ready before any task asks for it: the builder then finds it there, and the first fork finds it warm. */
public final class WarmUp {

    private WarmUp() {}

    /**
     * Builds the snapshot if it is not there, and forks it once.
     *
     * @throws SandboxException when it cannot be built, with the last lines of its setup
     */
    public static void of(SandboxProvider provider, Environment environment, Progress progress)
            throws SandboxException, InterruptedException {
        Optional<Snapshot> there = provider.find(environment.id());
        Snapshot snapshot = there.isPresent()
                ? there.get()
                : provider.prepare(environment.snapshotSpec(), line -> {
                    progress.detail("build " + environment.name() + ": " + line);
                    progress.now("building the snapshot of " + environment.name() + ": " + line);
                });
        try (Sandbox first = provider.fork(snapshot, ForkOptions.of(snapshot))) {
            progress.done("snapshot " + snapshot.id().abbreviated() + " of " + environment.name() + " "
                    + (there.isPresent()
                            ? "is there"
                            : "built in " + Text.millis(snapshot.buildTime().toMillis()))
                    + ", warm fork in " + Text.millis(first.forkTime(TimeUnit.MICROSECONDS) / 1000.0)
                    + " (" + snapshot.provider() + ")");
        }
    }
}
