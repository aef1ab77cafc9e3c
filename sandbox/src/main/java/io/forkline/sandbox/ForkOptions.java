package io.forkline.sandbox;

import java.util.Optional;

/**
 * How one fork differs from its snapshot.
 *
 * @param id chosen by the caller, who may ask again with the same; see {@link SandboxProvider#fork}
 * @param limits what the fork may use
 * @param usual what forks of this snapshot may use unless somebody wants less for one of them: those that are made ahead have these
 *     limits, and only who asks for the same gets one of them
 * @param target tree that the fork sees, read only, at {@link Sandbox#TARGET}; empty for none
 */
public record ForkOptions(ForkId id, SandboxLimits limits, SandboxLimits usual, Optional<TargetTree> target) {

    /** A new id, the snapshot's own limits and no target. */
    public static ForkOptions of(Snapshot snapshot) {
        return new ForkOptions(ForkId.random(), snapshot.limits(), snapshot.limits(), Optional.empty());
    }

    /** The same under this id. */
    public ForkOptions withId(ForkId chosen) {
        return new ForkOptions(chosen, limits, usual, target);
    }

    /** The same with this target. */
    public ForkOptions withTarget(TargetTree tree) {
        return new ForkOptions(id, limits, usual, Optional.of(tree));
    }

    /** The same with these limits for this one fork. */
    public ForkOptions withLimits(SandboxLimits own) {
        return new ForkOptions(id, own, usual, target);
    }
}
