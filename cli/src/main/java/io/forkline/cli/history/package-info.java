/**
 * What the topics say about jobs. {@link io.forkline.cli.history.JobLog} reads records up to the ends of their partitions,
 * {@link io.forkline.cli.history.History} sorts them by job, and {@link io.forkline.cli.history.JobHistory} and
 * {@link io.forkline.cli.history.RunHistory} tell the state that they make together, in whatever order they were read: topics
 * are read side by side. No service is asked, so the answer is right also while none runs. Design note 0019.
 */
@NullMarked
package io.forkline.cli.history;

import org.jspecify.annotations.NullMarked;
