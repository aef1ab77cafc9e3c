package io.forkline.aggregator.join;

import io.forkline.aggregator.run.Done;
import io.forkline.aggregator.run.JoinedReports;
import io.forkline.aggregator.run.Joining;
import io.forkline.aggregator.run.Leading;
import io.forkline.aggregator.run.Move;
import io.forkline.aggregator.run.RunState;
import io.forkline.aggregator.run.Unplanned;
import io.forkline.schemas.id.RunId;
import io.forkline.schemas.record.PlanEvent;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.record.RunRejected;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;

/** Plans begin a run, rejections end it. */
final class PlanProcessor extends RunProcessor<PlanEvent> {

    PlanProcessor(Outputs outputs, JoinConfig config, AlarmBegins begins, JoinMeters meters, RunSpans spans) {
        super(outputs, config, begins, meters, spans);
    }

    @Override
    public void process(Record<byte[], PlanEvent> record) {
        switch (record.value().getEvent()) {
            case RunPlanned plan -> planned(plan, record);
            case RunRejected rejection -> rejected(rejection, record);
            default -> throw new IllegalStateException("not a plan: " + record.value());
        }
    }

    /** The first plan of a run counts. */
    private void planned(RunPlanned plan, Record<?, ?> record) {
        RunId run = RunId.parse(plan.getRunId());
        Optional<RunState> before = desk().find(run);
        if (before.orElseGet(() -> Unplanned.since(timeOf(record))) instanceof Unplanned unplanned) {
            JoinedReports held = desk().reports(plan);
            Move move = unplanned.planned(plan, held, timeOf(record));
            if (unplanned.leavesOut(plan, held)) {
                goOnWithoutTheRest(run, before, move, record);
            } else {
                move(run, before, move, record);
            }
        }
    }

    private void rejected(RunRejected rejection, Record<?, ?> record) {
        RunId run = RunId.parse(rejection.getRunId());
        Optional<RunState> before = desk().find(run);
        Instant now = timeOf(record);
        Optional<Move> move = switch (before.orElseGet(() -> Unplanned.since(now))) {
            case Unplanned unplanned -> Optional.of(unplanned.rejected(rejection, now));
            case Joining joining -> Optional.of(joining.rejected(rejection, desk().reports(joining.plan()), now));
            case Leading leading -> Optional.of(leading.rejected(rejection, desk().reports(leading.plan()), now));
            case Done done -> Optional.empty();
        };
        move.ifPresent(made -> move(run, before, made, record));
    }
}
