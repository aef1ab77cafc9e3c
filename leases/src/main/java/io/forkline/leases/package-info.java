/**
 * How a worker holds a task. {@link io.forkline.leases.LeasedWorkers} opens a number of slots on a share group
 * (KIP-932). Each slot is a {@code SlotLoop} with a share consumer of its own: it takes one record, starts a
 * {@code TaskRun} on a thread of its own, and renews the record's acquisition lock (a {@code Lease}) until that ends. The
 * run decodes the record, calls the {@link io.forkline.leases.TaskHandler} and publishes the
 * {@link io.forkline.leases.Outcome}; only then does the loop acknowledge. A task may thus be delivered more than once,
 * and is never lost; why share groups, and why the renewal goes as it goes, is in design note 0002.
 */
@NullMarked
package io.forkline.leases;

import org.jspecify.annotations.NullMarked;
