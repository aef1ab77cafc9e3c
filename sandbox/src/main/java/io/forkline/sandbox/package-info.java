/**
 * The contract of a sandbox. A {@link io.forkline.sandbox.SandboxProvider} prepares a snapshot from a
 * {@link io.forkline.sandbox.SnapshotSpec} once and forks any number of {@link io.forkline.sandbox.Sandbox sandboxes}
 * from it; a sandbox runs commands and is closed. Nothing here knows Kafka.
 */
@NullMarked
package io.forkline.sandbox;

import org.jspecify.annotations.NullMarked;
