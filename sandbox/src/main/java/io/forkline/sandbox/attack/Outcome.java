package io.forkline.sandbox.attack;

import java.time.Duration;

/**
 * An attempt that was made.
 *
 * @param why what stopped it; or the evidence that nothing did; or what this host lacks
 * @param took with the making and the end of its fork
 */
public record Outcome(Attempt attempt, Verdict verdict, String why, Duration took) {}
