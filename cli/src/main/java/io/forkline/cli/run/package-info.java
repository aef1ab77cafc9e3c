/**
 * {@code forkline run}: everything in one process. {@link io.forkline.cli.run.OneProcess} opens an ephemeral broker, a
 * registry in memory, the sandboxes and the three services, side by side where they allow it;
 * {@link io.forkline.cli.run.JobWatch} reads the topics to tell how the job gets on; {@link io.forkline.cli.run.RunCommand}
 * submits the job and shows its result.
 */
@NullMarked
package io.forkline.cli.run;

import org.jspecify.annotations.NullMarked;
