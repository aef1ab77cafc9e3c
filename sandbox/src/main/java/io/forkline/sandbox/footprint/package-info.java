/**
 * What sandboxes have on their host, as anybody sees it from outside: a {@link io.forkline.sandbox.footprint.Footprint} is a set of
 * {@link io.forkline.sandbox.footprint.Trace traces}, taken while supervisors live and looked for again when they are gone. It asks no
 * supervisor, so that it can be the judge of one.
 */
@NullMarked
package io.forkline.sandbox.footprint;

import org.jspecify.annotations.NullMarked;
