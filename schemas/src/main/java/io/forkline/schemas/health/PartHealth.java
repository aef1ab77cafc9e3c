package io.forkline.schemas.health;

/**
 * A part of a service and how it is.
 *
 * @param part what operators call it: {@code planner topology}, {@code lead worker}
 */
public record PartHealth(String part, Condition condition) {}
