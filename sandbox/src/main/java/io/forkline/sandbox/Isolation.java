package io.forkline.sandbox;

import java.util.Optional;

/**
 * What keeps the forks of an environment apart from their host, as the environment asks for it.
 *
 * @param by the provider that makes the forks
 * @param fallback what becomes of it on a host that has not got that provider
 */
public record Isolation(Provider by, Fallback fallback) {

    /** Namespaces of Linux. */
    public static final Isolation DEFAULT = new Isolation(Provider.LOCAL, Fallback.NONE);

    public Isolation {
        if (by == Provider.LOCAL && fallback != Fallback.NONE) {
            throw new IllegalArgumentException("the local provider has no fallback");
        }
    }

    /** Why forks of a kind that are kept apart like this cannot have this network; empty when they can. */
    public Optional<String> refusal(SnapshotKind kind, NetworkAccess network) {
        if (network.isNone()) {
            return Optional.empty();
        }
        return switch (by) {
            case LOCAL -> refusalByLocal(network);
            case GVISOR -> refusalByGvisor(kind, network);
        };
    }

    private static Optional<String> refusalByLocal(NetworkAccess network) {
        return network.host()
                ? Optional.of("isolation: local gives no fork the network of its host; give none or host-allow-list,"
                        + " or isolation: gvisor")
                : Optional.empty();
    }

    private Optional<String> refusalByGvisor(SnapshotKind kind, NetworkAccess network) {
        if (!network.host()) {
            return Optional.of(
                    "isolation: gvisor keeps no list of destinations; give none or host, or isolation: local");
        }
        if (kind == SnapshotKind.MEMORY) {
            return Optional.of("a process with a network cannot be checkpointed; give none, or kind: filesystem");
        }
        return fallback == Fallback.LOCAL
                ? Optional.of(
                        "isolation.fallback: local cannot give the network of the host; give none, or fallback: none")
                : Optional.empty();
    }

    /** Who makes forks. */
    public enum Provider {
        /** Linux's own means. */
        LOCAL,
        /** A kernel in user space: gVisor's program {@code runsc}. */
        GVISOR
    }

    /** What takes the place of a provider that is not there. */
    public enum Fallback {
        /** Nothing: no fork is made. */
        NONE,
        /** {@link Provider#LOCAL}; the snapshot and each report say so. */
        LOCAL
    }
}
