/**
 * What a service says of itself to whoever watches it over HTTP: {@link io.forkline.cli.health.HealthServer} answers, by what the parts of the
 * services say.
 */
@NullMarked
package io.forkline.cli.health;

import org.jspecify.annotations.NullMarked;
