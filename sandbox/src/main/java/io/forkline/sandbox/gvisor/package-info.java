/**
 * The provider whose forks have a kernel of their own: gVisor, by its program {@code runsc}. Layers are built and verified by
 * the local provider, once for both. A MEMORY snapshot is then what its name says: a process that has imported the environment's
 * modules is checkpointed to disk ({@link io.forkline.sandbox.gvisor.GvisorProvider} asks, {@link
 * io.forkline.sandbox.snapshot.Checkpoints} keeps), and each fork is
 * restored from that into a container of its own. A FILESYSTEM snapshot starts a container cold. A supervisor process has the
 * lease, as for the local provider; below it, each container has a keeper that takes all of it along when it is killed.
 */
@NullMarked
package io.forkline.sandbox.gvisor;

import org.jspecify.annotations.NullMarked;
