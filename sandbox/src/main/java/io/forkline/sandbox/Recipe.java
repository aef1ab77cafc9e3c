package io.forkline.sandbox;

import java.util.List;

/**
 * How a snapshot came to be, for people. The commands are those of its environment.
 *
 * @param setup what was run, in order
 * @param setupNetwork whether that had the network
 * @param verify what had to work afterwards
 */
public record Recipe(List<String> setup, boolean setupNetwork, List<String> verify) {

    public Recipe {
        setup = List.copyOf(setup);
        verify = List.copyOf(verify);
    }
}
