package io.forkline.sandbox;

import java.util.Optional;

/**
 * How one fork differs from its snapshot.
 *
 * @param id chosen by the caller, who may ask again with the same; see {@link SandboxProvider#fork}
 * @param limits what the fork may use
 * @param target tree that the fork sees, read only, at {@link Sandbox#TARGET}; empty for none
 */
public record ForkOptions(ForkId id, SandboxLimits limits, Optional<TargetTree> target) {

    /** A new id, the snapshot's own limits and no target. */
    public static ForkOptions of(Snapshot snapshot) {
        return new ForkOptions(ForkId.random(), snapshot.limits(), Optional.empty());
    }

    /** The same under this id. */
    public ForkOptions withId(ForkId chosen) {
        return new ForkOptions(chosen, limits, target);
    }

    /** The same with this target. */
    public ForkOptions withTarget(TargetTree tree) {
        return new ForkOptions(id, limits, Optional.of(tree));
    }
}
