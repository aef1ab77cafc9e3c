package io.forkline.sandbox;

/**
 * What a provider has at this moment to make forks from.
 *
 * @param parked forks that are made ahead and wait
 * @param nests of all environments in use, and of builds under way
 */
public record ForkPool(int parked, int nests) {

    /** Nothing. */
    public static final ForkPool EMPTY = new ForkPool(0, 0);
}
