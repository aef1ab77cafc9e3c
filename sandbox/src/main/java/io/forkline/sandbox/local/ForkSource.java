package io.forkline.sandbox.local;

import io.forkline.sandbox.ForkId;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxLimits;
import io.forkline.sandbox.TargetTree;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A zygote that is ready: what forks are taken from. Safe for many threads. */
final class ForkSource {

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Supervisor supervisor;
    private final String name;
    private final AtomicInteger forks = new AtomicInteger();

    private ForkSource(Supervisor supervisor, String name) {
        this.supervisor = supervisor;
        this.name = name;
    }

    /** Starts the zygote and waits until it has imported its modules. */
    static ForkSource start(Supervisor supervisor, ZygotePlan plan) throws SandboxException, InterruptedException {
        var source = new ForkSource(supervisor, "zygote-" + NUMBERS.incrementAndGet());
        try {
            var unused = Supervisor.await(supervisor.send(plan.request(source.name)));
            return source;
        } catch (SandboxException | InterruptedException failed) {
            source.stop();
            throw failed;
        }
    }

    /** A new fork, confined and waiting for its first command. */
    LocalSandbox fork(SandboxLimits limits, Optional<TargetTree> target) throws SandboxException, InterruptedException {
        return fork(limits, target, System.nanoTime());
    }

    /** The same, for a caller who was called at this reading of {@link System#nanoTime}. */
    LocalSandbox fork(SandboxLimits limits, Optional<TargetTree> target, long called)
            throws SandboxException, InterruptedException {
        var id = ForkId.random();
        var request = Frames.JSON
                .createObjectNode()
                .put("op", "fork")
                .put("fork", id.value())
                .put("zygote", name);
        request.set("limits", ZygotePlan.limits(limits));
        target.ifPresent(tree -> request.put("target", tree.root().toString()));
        forks.incrementAndGet();
        try {
            var unused = Supervisor.await(supervisor.send(request));
        } catch (SandboxException | InterruptedException | RuntimeException failed) {
            forks.decrementAndGet();
            var unused = supervisor.send(
                    Frames.JSON.createObjectNode().put("op", "close").put("fork", id.value()));
            throw failed;
        }
        return new LocalSandbox(supervisor, id, System.nanoTime() - called, forks::decrementAndGet);
    }

    /** Copies what a base sandbox has written to a directory on the host. */
    void capture(Path destination) throws SandboxException, InterruptedException {
        var request = Frames.JSON
                .createObjectNode()
                .put("op", "capture")
                .put("zygote", name)
                .put("destination", destination.toString());
        var unused = Supervisor.await(supervisor.send(request));
    }

    boolean isIdle() {
        return forks.get() == 0;
    }

    /** Ends it with all its forks; they are gone when this returns. An interrupt is kept for later. */
    void stop() {
        var stopped =
                supervisor.send(Frames.JSON.createObjectNode().put("op", "stop").put("zygote", name));
        stopped.handle((reply, failed) -> name).join();
    }
}
