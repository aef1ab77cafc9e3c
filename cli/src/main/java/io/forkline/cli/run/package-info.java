/**
 * {@code forkline run}: everything in one process. {@link io.forkline.cli.run.OneProcess} opens an ephemeral broker, a
 * registry in memory, the sandboxes and the three services, side by side where they allow it;
 * {@link io.forkline.cli.run.SingleRun} submits the job when they run and waits for its result, which
 * {@link io.forkline.cli.run.RunCommand} shows.
 */
@NullMarked
package io.forkline.cli.run;

import org.jspecify.annotations.NullMarked;
