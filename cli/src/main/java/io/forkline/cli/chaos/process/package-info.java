/**
 * A cluster that is there to be hurt. {@link io.forkline.cli.chaos.process.ChaosCluster} has a process for the broker and for each service, which are killed,
 * stopped and started again, and, in this process, a registry and a model of its own. A {@code Guardian} ends them all when this process is gone.
 */
@NullMarked
package io.forkline.cli.chaos.process;

import org.jspecify.annotations.NullMarked;
