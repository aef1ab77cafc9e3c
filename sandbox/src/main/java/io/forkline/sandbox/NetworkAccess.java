package io.forkline.sandbox;

import java.util.HashSet;
import java.util.List;

/**
 * What forks reach beyond themselves: nothing, a list, or what their host reaches.
 *
 * @param host whether it is all that the host reaches, the host itself included
 * @param allowed else all of it: at most {@value #MOST} destinations, each once; empty for no network
 */
public record NetworkAccess(boolean host, List<Destination> allowed) {

    /** More would be a network, not a list. */
    public static final int MOST = 32;

    /** Nothing. */
    public static final NetworkAccess NONE = to(List.of());

    /** All that the host reaches. */
    public static final NetworkAccess HOST = new NetworkAccess(true, List.of());

    /** As no destination is written. */
    private static final String ALL_OF_THE_HOST = "host";

    public NetworkAccess {
        allowed = List.copyOf(allowed);
        if (host && !allowed.isEmpty()) {
            throw new IllegalArgumentException("the host reaches more than a list; these are " + allowed);
        }
        if (allowed.size() > MOST || new HashSet<>(allowed).size() < allowed.size()) {
            throw new IllegalArgumentException("at most " + MOST + " destinations, each once; these are " + allowed);
        }
    }

    /** These destinations, and no others. */
    public static NetworkAccess to(List<Destination> allowed) {
        return new NetworkAccess(false, allowed);
    }

    /**
     * Reads what {@link #texts} wrote.
     *
     * @throws IllegalArgumentException when it is not that
     */
    public static NetworkAccess parse(List<String> texts) {
        return texts.equals(HOST.texts())
                ? HOST
                : to(texts.stream().map(Destination::parse).toList());
    }

    /** Whether forks have no network. */
    public boolean isNone() {
        return !host && allowed.isEmpty();
    }

    /** The destinations as text, in order; {@code host} alone for all that the host reaches. */
    public List<String> texts() {
        return host
                ? List.of(ALL_OF_THE_HOST)
                : allowed.stream().map(Destination::toString).toList();
    }
}
