/**
 * What becomes of a run, without Kafka. A run is a {@link io.forkline.aggregator.run.RunState}: {@code Unplanned} while its
 * plan is not known, {@code Joining} while reports are awaited, {@code Leading} while the verdict is, {@code Done} when the
 * result is out. A move is a method of the state that may make it, and gives a {@link io.forkline.aggregator.run.Move}: the
 * next state, and the lead task or the result that goes out with it. States are values; what they know of the reports they
 * are handed as {@link io.forkline.aggregator.run.JoinedReports}.
 */
@NullMarked
package io.forkline.aggregator.run;

import org.jspecify.annotations.NullMarked;
