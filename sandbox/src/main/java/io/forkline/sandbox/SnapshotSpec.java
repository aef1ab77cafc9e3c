package io.forkline.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a snapshot is made from.
 *
 * @param id digest of all the rest and of the base; the same id is the same snapshot
 * @param environment name of the environment, for people
 * @param kind what a fork will be
 * @param folder the environment's files, copied to {@code /opt/environment} of the snapshot; read only
 * @param filesDigest digest of those files that went into the id, see {@link io.forkline.sandbox.environment.EnvironmentFiles}; empty
 *     where the id does not speak of them
 * @param setup commands, each for {@code /bin/sh -c}, run in order in {@code /opt/environment}
 * @param setupNetwork whether the setup has the network
 * @param setupTimeout wall time for the whole setup
 * @param verify commands, each for {@code /bin/sh -c}, that must exit 0 in a fork without network
 * @param preload Python modules that the warm process has imported; empty for kind FILESYSTEM
 * @param limits what the setup, the warm process and by default each fork may use
 * @param network what a fork reaches; neither the setup nor the warm process
 * @param isolation what keeps its forks apart from the host
 */
public record SnapshotSpec(
        EnvironmentId id,
        String environment,
        SnapshotKind kind,
        Path folder,
        Optional<String> filesDigest,
        List<String> setup,
        boolean setupNetwork,
        Duration setupTimeout,
        List<String> verify,
        List<String> preload,
        SandboxLimits limits,
        NetworkAccess network,
        Isolation isolation) {

    /**
     * {@code PYTHONHASHSEED} of every interpreter in a sandbox. It is fixed when the first one starts, and a clone cannot change it; so it
     * is no secret, the same everywhere, and part of the id: sets are gone through in one order in all forks, today and tomorrow.
     */
    public static final String PYTHON_HASH_SEED = "0";

    public SnapshotSpec {
        setup = List.copyOf(setup);
        verify = List.copyOf(verify);
        preload = List.copyOf(preload);
        if (!setupTimeout.isPositive()) {
            throw new IllegalArgumentException("the time for the setup is positive, this is " + setupTimeout);
        }
        isolation.refusal(kind, network).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
    }

    /** The same of whatever the folder holds, whose forks have no network, and are kept apart as usual. */
    public SnapshotSpec(
            EnvironmentId id,
            String environment,
            SnapshotKind kind,
            Path folder,
            List<String> setup,
            boolean setupNetwork,
            Duration setupTimeout,
            List<String> verify,
            List<String> preload,
            SandboxLimits limits) {
        this(
                id,
                environment,
                kind,
                folder,
                Optional.empty(),
                setup,
                setupNetwork,
                setupTimeout,
                verify,
                preload,
                limits,
                NetworkAccess.NONE,
                Isolation.DEFAULT);
    }
}
