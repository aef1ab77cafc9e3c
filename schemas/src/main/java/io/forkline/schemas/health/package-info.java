/**
 * How a part of a service (a topology, a worker) is, as it says of itself: {@link io.forkline.schemas.health.Condition}. Each part decides
 * by what only it can see, above all by whether its threads go on and by {@link io.forkline.schemas.health.Contact} with the brokers.
 */
@NullMarked
package io.forkline.schemas.health;

import org.jspecify.annotations.NullMarked;
