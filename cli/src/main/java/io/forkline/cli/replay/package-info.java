/**
 * Jobs run again. {@link io.forkline.cli.replay.ReplayFilter} says which are meant, {@link io.forkline.cli.replay.Selection} which of them can
 * be replayed as far as their history tells, and the client library makes the records: what it refuses is told too. Nothing is published
 * before someone has said yes.
 */
@NullMarked
package io.forkline.cli.replay;

import org.jspecify.annotations.NullMarked;
