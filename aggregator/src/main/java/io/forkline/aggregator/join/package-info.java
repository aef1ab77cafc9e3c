/**
 * The join topology, the step by job. Bytes of plans, reports, verdicts and controls become records, and each kind has a processor that asks
 * the {@code RunDesk} for the state of the run, lets the state make its {@link io.forkline.aggregator.run.Move}, and hands
 * that back: the desk first encodes what goes out, then writes the rows, the alarms and the outputs, all in the transaction
 * of the record. {@code AlarmClock} looks at the time index and marks in the log which times are over; a run closes when
 * its mark comes back, behind every report that was there before it. Why, is in design note 0007.
 */
@NullMarked
package io.forkline.aggregator.join;

import org.jspecify.annotations.NullMarked;
