package io.forkline.sandbox;

import java.util.Optional;

/**
 * How one fork differs from its snapshot.
 *
 * @param limits what the fork may use
 * @param target tree that the fork sees, read only, at {@link Sandbox#TARGET}; empty for none
 */
public record ForkOptions(SandboxLimits limits, Optional<TargetTree> target) {

    /** The snapshot's own limits and no target. */
    public static ForkOptions of(Snapshot snapshot) {
        return new ForkOptions(snapshot.limits(), Optional.empty());
    }

    /** The same with this target. */
    public ForkOptions withTarget(TargetTree tree) {
        return new ForkOptions(limits, Optional.of(tree));
    }
}
