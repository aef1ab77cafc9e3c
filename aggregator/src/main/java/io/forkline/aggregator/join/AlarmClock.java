package io.forkline.aggregator.join;

import io.forkline.aggregator.run.Leading;
import io.forkline.aggregator.run.RunState;
import io.forkline.schemas.record.DeadlineStage;
import io.forkline.telemetry.log.LogFields;
import java.time.Instant;
import java.util.Optional;

/** Does what is due, by the wall clock. Of a run's state it decides nothing that a report in the log could change. */
final class AlarmClock {

    /** So that a mass of deadlines is spread over several transactions. */
    private static final int MOST_AT_ONCE = 500;

    private final ReportProcessor processor;

    AlarmClock(ReportProcessor processor) {
        this.processor = processor;
    }

    void ring(long timestamp) {
        RunDesk desk = processor.desk();
        for (AlarmKey due : desk.alarms().due(Instant.ofEpochMilli(timestamp), MOST_AT_ONCE)) {
            LogFields fields =
                    LogFields.ofRun(due.run().job().value(), due.run().toString());
            try {
                ring(desk, due, timestamp);
            } finally {
                fields.close();
            }
        }
    }

    private void ring(RunDesk desk, AlarmKey due, long timestamp) {
        Optional<RunState> state = desk.find(due.run());
        if (state.isPresent() && desk.alarmsOf(state.get()).contains(due.alarm())) {
            ring(due, state.get(), timestamp);
        } else {
            // Set under another configuration: the run's own alarms take its place.
            desk.alarms().clear(due.run(), due.alarm());
            state.ifPresent(known ->
                    desk.alarmsOf(known).forEach(alarm -> desk.alarms().set(due.run(), alarm)));
        }
    }

    private void ring(AlarmKey due, RunState state, long timestamp) {
        RunDesk desk = processor.desk();
        switch (due.alarm().kind()) {
            case REPORT -> mark(due, DeadlineStage.REPORT, timestamp);
            case RESULT -> mark(due, DeadlineStage.RESULT, timestamp);
            case LEAD -> askAgain(due, (Leading) state, timestamp);
            case PURGE -> {
                desk.alarms().clear(due.run(), due.alarm());
                desk.forget(due.run());
            }
        }
    }

    private void mark(AlarmKey due, DeadlineStage stage, long timestamp) {
        processor.mark(due.run(), stage, due.alarm().at(), timestamp);
        processor.desk().alarms().clear(due.run(), due.alarm());
    }

    private void askAgain(AlarmKey due, Leading leading, long timestamp) {
        Instant now = Instant.ofEpochMilli(timestamp);
        processor.move(
                due.run(),
                Optional.of(leading),
                leading.again(processor.desk().reports(leading.plan()), now),
                timestamp,
                Optional.empty());
    }
}
