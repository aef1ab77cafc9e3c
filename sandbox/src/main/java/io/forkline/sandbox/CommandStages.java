package io.forkline.sandbox;

import java.time.Duration;

/**
 * Where the time of a command went, from the call of {@link Sandbox#run} to its return.
 *
 * @param starting from the hand-over to its first instruction
 * @param ran from its first instruction to its end
 * @param returned from its end to the caller's having the result; zero of a provider that does not tell
 */
public record CommandStages(Duration starting, Duration ran, Duration returned) {

    /** Of a provider that does not tell how long the way back took. */
    public static CommandStages of(Duration starting, Duration ran) {
        return new CommandStages(starting, ran, Duration.ZERO);
    }
}
