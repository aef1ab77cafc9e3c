package io.forkline.sandbox;

/**
 * What keeps the forks of an environment apart from their host, as the environment asks for it.
 *
 * @param by the provider that makes the forks
 * @param fallback what becomes of it on a host that has not got that provider
 * @param network what the forks reach; {@link Network#HOST} only with {@link Provider#GVISOR} and kind FILESYSTEM
 */
public record Isolation(Provider by, Fallback fallback, Network network) {

    /** Namespaces of Linux, no network. */
    public static final Isolation DEFAULT = new Isolation(Provider.LOCAL, Fallback.NONE, Network.NONE);

    public Isolation {
        if (by == Provider.LOCAL && (fallback != Fallback.NONE || network != Network.NONE)) {
            throw new IllegalArgumentException("the local provider has neither a fallback nor a network");
        }
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

    /** What a fork reaches. */
    public enum Network {
        /** Nothing. */
        NONE,
        /** All that the host reaches, the host itself included. */
        HOST
    }
}
