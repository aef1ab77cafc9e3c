package io.forkline.workers;

import io.forkline.sandbox.Secrets;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.TargetTree;

/**
 * A task with all that a fork needs on this host.
 *
 * @param queuedMs from the time the task was issued to the time it was begun here
 */
record Readied(CheckedTask task, Snapshot snapshot, TargetTree target, Secrets secrets, double queuedMs) {}
