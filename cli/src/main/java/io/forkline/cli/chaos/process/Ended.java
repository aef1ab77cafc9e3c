package io.forkline.cli.chaos.process;

/**
 * A process that nobody killed has ended.
 *
 * @param wasReady whether it had said so; else it may have met a broker or a registry that was away
 */
public record Ended(String process, int exitCode, boolean wasReady) {}
