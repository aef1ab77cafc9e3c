/**
 * The planner's second step, by environment. {@link io.forkline.snapshots.scheduling.SchedulingProcessor} hears of admitted
 * runs, answered tasks, finished runs and snapshots, and of time. {@code Snapshots} lets a run go when its snapshot is ready and
 * asks for the snapshot once for all who wait; {@code RunTasks} issues the tasks of the runs that go, as {@code TaskWindow} has
 * places, and again when a report says that it may work later. What is to happen later lies in the {@code DueIndex}; what goes
 * out is collected in the {@code Outbox} and written last.
 */
@NullMarked
package io.forkline.snapshots.scheduling;

import org.jspecify.annotations.NullMarked;
