package io.forkline.sandbox;

import java.util.HashSet;
import java.util.List;

/**
 * What forks reach beyond themselves.
 *
 * @param allowed all of it: at most {@value #MOST} destinations, each once; empty for no network
 */
public record NetworkAccess(List<Destination> allowed) {

    /** More would be a network, not a list. */
    public static final int MOST = 32;

    /** Nothing. */
    public static final NetworkAccess NONE = new NetworkAccess(List.of());

    public NetworkAccess {
        allowed = List.copyOf(allowed);
        if (allowed.size() > MOST || new HashSet<>(allowed).size() < allowed.size()) {
            throw new IllegalArgumentException("at most " + MOST + " destinations, each once; these are " + allowed);
        }
    }

    /** Whether forks have no network. */
    public boolean isNone() {
        return allowed.isEmpty();
    }

    /** The destinations as text, in order. */
    public List<String> texts() {
        return allowed.stream().map(Destination::toString).toList();
    }
}
