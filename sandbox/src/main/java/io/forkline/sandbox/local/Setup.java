package io.forkline.sandbox.local;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.Layer;
import io.forkline.sandbox.NetworkAccess;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxLimits;
import io.forkline.sandbox.SnapshotSpec;
import io.forkline.sandbox.snapshot.LayerBuild;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs an environment's setup in a base sandbox, and makes a layer of what it wrote. */
final class Setup {

    /** A setup's disk is the host's; this only keeps a runaway from filling it. */
    private static final long MAX_FILE_BYTES = 64L * 1024 * 1024 * 1024;

    /** What pip, curl, git and npm say when they cannot get through. */
    private static final List<String> NO_NETWORK = List.of(
            "Temporary failure in name resolution",
            "Name or service not known",
            "Failed to resolve",
            "Could not resolve host",
            "Network is unreachable",
            "Connection refused",
            "ConnectTimeoutError",
            "ReadTimeoutError",
            "Failed to establish a new connection",
            "EAI_AGAIN");

    /** What every program says, in the C library's words. */
    private static final String DISK_FULL = "No space left on device";

    private final Host host;
    private final Supervisor supervisor;
    private final SnapshotSpec spec;
    private final BuildListener listener;
    private final LayerBuild build;

    Setup(Host host, Supervisor supervisor, SnapshotSpec spec, BuildListener listener, LayerBuild build) {
        this.host = host;
        this.supervisor = supervisor;
        this.build = build;
        this.spec = spec;
        this.listener = listener;
    }

    /**
     * The layer; empty when there is nothing to run. The base sandbox is gone when this returns.
     *
     * @param below digests of the layers that the setup builds on, base first
     */
    Optional<Layer> run(List<String> below) throws SandboxException, InterruptedException, IOException {
        if (spec.setup().isEmpty()) {
            return Optional.empty();
        }
        var surroundings = SetupSurroundings.gather(build.stage(), System.getenv());
        var base = ForkSource.start(supervisor, plan(below, surroundings));
        try (var sandbox = base.fork(limits())) {
            runCommands(sandbox, surroundings.environment());
            listener.progress("Saving what the setup installed");
            return Optional.of(save(base));
        } finally {
            base.stop();
        }
    }

    private Layer save(ForkSource base) throws SandboxException, InterruptedException, IOException {
        var staged = build.stage();
        base.capture(staged);
        return build.commit(staged);
    }

    private ZygotePlan plan(List<String> below, SetupSurroundings surroundings) throws SandboxException {
        var kind = spec.setupNetwork() ? ZygotePlan.Kind.BASE_WITH_NETWORK : ZygotePlan.Kind.BASE;
        var plan = host.plan(below, limits(), kind, List.of());
        var lowers = new ArrayList<Path>(List.of(surroundings.lower()));
        lowers.addAll(plan.lowers());
        return new ZygotePlan(
                        lowers,
                        plan.binds(),
                        plan.limits(),
                        kind,
                        List.of(),
                        Parking.NONE,
                        Nests.ONE,
                        NetworkAccess.NONE)
                .alsoBinding(surroundings.binds());
    }

    /** What a fork may open, write and say is no measure for an installer; its time bounds that. */
    private SandboxLimits limits() {
        var limits = spec.limits();
        return new SandboxLimits(
                limits.cpus(),
                limits.memoryBytes(),
                limits.processes(),
                MAX_FILE_BYTES,
                SandboxLimits.DEFAULT_OPEN_FILES,
                MAX_FILE_BYTES,
                Long.MAX_VALUE);
    }

    private void runCommands(LocalSandbox sandbox, Map<String, String> environment)
            throws SandboxException, InterruptedException {
        var left = spec.setupTimeout();
        for (var line : spec.setup()) {
            listener.progress("$ " + line);
            var log = new BuildLog(listener);
            var command = Command.of(List.of("/bin/sh", "-c", line), environment, left);
            var result = sandbox.runAloud(command, log::accept);
            check(line, result, log);
            left = left.minus(result.stages().starting()).minus(result.stages().ran());
            if (!left.isPositive()) {
                throw tooLong(line, log);
            }
        }
    }

    private void check(String line, CommandResult result, BuildLog log) throws SandboxException {
        switch (result) {
            case CommandResult.StoppedAtLimit stopped -> throw tooLong(line, log);
            case CommandResult.Killed killed ->
                throw new IllegalStateException("nobody but this has the base sandbox, so nobody kills it");
            case CommandResult.Exited exited -> {
                if (exited.exitCode() != 0) {
                    throw failed(line, exited.exitCode(), log);
                }
            }
        }
    }

    private SandboxException tooLong(String line, BuildLog log) {
        return SandboxException.permanent(
                "The setup of environment " + spec.environment() + " was stopped after "
                        + seconds(spec.setupTimeout()) + " s, its time limit, in \"" + line
                        + "\". Raise setup.timeout if it needs longer. Its last lines:\n" + log.tail(),
                null);
    }

    private SandboxException failed(String line, int exitCode, BuildLog log) {
        var tail = log.tail();
        var what = "\"" + line + "\" exited with " + exitCode;
        if (NO_NETWORK.stream().anyMatch(log::mentions)) {
            return noNetwork(what, tail);
        }
        if (log.mentions(DISK_FULL)) {
            return diskFull(what, tail);
        }
        return SandboxException.permanent(
                "The setup of environment " + spec.environment() + " failed: " + what + ". Its last lines:\n" + tail,
                null);
    }

    private SandboxException diskFull(String what, String tail) {
        return SandboxException.retryable(
                "The setup of environment " + spec.environment()
                        + " found the disk full (make room where FORKLINE_HOME is): " + what + ". Its last lines:\n"
                        + tail,
                null);
    }

    private SandboxException noNetwork(String what, String tail) {
        var setup = "The setup of environment " + spec.environment() + " could not reach the network";
        return spec.setupNetwork()
                ? SandboxException.retryable(
                        setup + " (check that this machine reaches the registry, and pip's proxy and index settings): "
                                + what + ". Its last lines:\n" + tail,
                        null)
                : SandboxException.permanent(
                        setup + ", because it has none; set setup.network to true if it needs one: " + what
                                + ". Its last lines:\n" + tail,
                        null);
    }

    private static long seconds(Duration duration) {
        return Math.max(1, duration.toSeconds());
    }
}
