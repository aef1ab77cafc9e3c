package io.forkline.workers;

import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.environment.Environment;
import io.forkline.sandbox.environment.Environments;
import java.util.Optional;

/** The snapshots of this host; one that a task needs and that is lost is built again by the builder's own code. */
final class Snapshots {

    private final SandboxProvider provider;
    private final Environments environments;
    private final ForkListener listener;

    Snapshots(SandboxProvider provider, Environments environments, ForkListener listener) {
        this.provider = provider;
        this.environments = environments;
        this.listener = listener;
    }

    /**
     * The snapshot of a task's environment.
     *
     * @throws SandboxException when it is not here and cannot be built here; retryable where another host may have it
     */
    Snapshot of(CheckedTask task) throws SandboxException, InterruptedException {
        Optional<Snapshot> here = provider.find(task.environmentId());
        if (here.isPresent()) {
            return here.get();
        }
        Environment environment = environments
                .find(task.environmentId())
                .orElseThrow(() -> SandboxException.retryable(missing(task), null));
        return provider.prepare(environment.snapshotSpec(), line -> listener.preparing(task.id(), line));
    }

    private String missing(CheckedTask task) {
        String name = task.record().getEnvironment();
        String wanted = task.environmentId().abbreviated();
        String remedy = environments
                .find(name)
                .map(other -> "this host has it as " + other.id().abbreviated()
                        + ": its folder, Python or system libraries differ from the planner's; make them the same")
                .orElse("this host has no environment of that name; copy its folder here");
        return "the snapshot of environment " + name + " (" + wanted + ") is not on this host, and " + remedy;
    }
}
