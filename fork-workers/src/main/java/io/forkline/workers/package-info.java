/**
 * Fork workers. {@link io.forkline.workers.ForkWorkerService} takes fork tasks from their share group and hands each to a
 * {@code ForkTaskHandler}: it fetches the target, finds or builds the snapshot, and lets a {@code PerspectiveRunner} fork a
 * sandbox and run the perspective in it (several, one after another, in a {@code BaselineRunner}). What the perspective
 * printed is read by {@code ReportLine}; what came of the task leaves as one report. A task without a perspective is a
 * {@code TargetTaskHandler}'s, and says what a target is now. A {@code ControlReader} hears of
 * cancelled runs and has their forks killed.
 */
@NullMarked
package io.forkline.workers;

import org.jspecify.annotations.NullMarked;
