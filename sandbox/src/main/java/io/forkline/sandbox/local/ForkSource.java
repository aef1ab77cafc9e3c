package io.forkline.sandbox.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forkline.sandbox.ForkId;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForkStages;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/** An environment that is ready: what forks are taken from. Safe for many threads. */
public final class ForkSource {

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
        return start(supervisor, plan::request);
    }

    /**
     * Asks a supervisor for a source, and waits until it is ready.
     *
     * @param request what to ask for under a name that is given
     */
    public static ForkSource start(Supervisor supervisor, Function<String, ObjectNode> request)
            throws SandboxException, InterruptedException {
        var source = new ForkSource(supervisor, "zygote-" + NUMBERS.incrementAndGet());
        try {
            var unused = Supervisor.await(supervisor.send(request.apply(source.name)));
            return source;
        } catch (SandboxException | InterruptedException failed) {
            source.stop();
            throw failed;
        }
    }

    /** A new fork, confined and waiting for its first command. */
    LocalSandbox fork(SandboxLimits limits) throws SandboxException, InterruptedException {
        return fork(new ForkOptions(ForkId.random(), limits, limits, Optional.empty()), System.nanoTime(), id -> {});
    }

    /**
     * The same, for a caller who was called at this reading of {@link System#nanoTime}.
     *
     * @param onClose hears the id when the fork is closed
     */
    LocalSandbox fork(ForkOptions options, long called, Consumer<ForkId> onClose)
            throws SandboxException, InterruptedException {
        // not the id: what is left of a first attempt must not be taken for the second
        var fork = "fork-" + NUMBERS.incrementAndGet();
        var request = Frames.JSON
                .createObjectNode()
                .put("op", "fork")
                .put("fork", fork)
                .put("zygote", name);
        request.set("limits", ZygotePlan.limits(options.limits()));
        request.set("usual", ZygotePlan.limits(options.usual()));
        options.target().ifPresent(tree -> request.put("target", tree.root().toString()));
        forks.incrementAndGet();
        Reply reply;
        try {
            reply = Supervisor.await(supervisor.send(request));
        } catch (SandboxException | InterruptedException | RuntimeException failed) {
            forks.decrementAndGet();
            var unused = supervisor.send(
                    Frames.JSON.createObjectNode().put("op", "close").put("fork", fork));
            throw failed;
        }
        return new LocalSandbox(supervisor, fork, options.id(), stages(reply, System.nanoTime() - called), () -> {
            forks.decrementAndGet();
            onClose.accept(options.id());
        });
    }

    private static ForkStages stages(Reply reply, long nanos) {
        var message = reply.message();
        var claim = message.path("claimNanos").asLong();
        var mount = message.path("mountNanos").asLong();
        return new ForkStages(
                message.path("parked").asBoolean(),
                Duration.ofNanos(Math.max(0, nanos - claim - mount)),
                Duration.ofNanos(claim),
                Duration.ofNanos(mount));
    }

    /** Asks for this many parked forks, and waits until they are there. */
    void park(int count) throws SandboxException, InterruptedException {
        var unused = Supervisor.await(supervisor.send(Frames.JSON
                .createObjectNode()
                .put("op", "park")
                .put("zygote", name)
                .put("count", count)));
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
    public void stop() {
        stop(supervisor, name);
    }

    /** The same for one that is only being started. */
    public static void stop(Supervisor supervisor, String name) {
        var stopped =
                supervisor.send(Frames.JSON.createObjectNode().put("op", "stop").put("zygote", name));
        stopped.handle((reply, failed) -> name).join();
    }
}
