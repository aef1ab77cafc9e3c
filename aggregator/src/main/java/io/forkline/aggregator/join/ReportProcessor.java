package io.forkline.aggregator.join;

import io.forkline.aggregator.run.Done;
import io.forkline.aggregator.run.JoinedReports;
import io.forkline.aggregator.run.Joining;
import io.forkline.aggregator.run.Leading;
import io.forkline.aggregator.run.Move;
import io.forkline.aggregator.run.RunState;
import io.forkline.aggregator.run.Unplanned;
import io.forkline.schemas.id.RunId;
import io.forkline.schemas.record.DeadlineReached;
import io.forkline.schemas.record.DeadlineStage;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.record.ReportOutcome;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins reports, and closes runs when the mark of a time comes back behind them. */
final class ReportProcessor extends RunProcessor<ReportEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(ReportProcessor.class);

    ReportProcessor(Outputs outputs, JoinConfig config, AlarmBegins begins, JoinMeters meters, RunSpans spans) {
        super(outputs, config, begins, meters, spans);
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        meters().begin(context.taskId());
        desk().forEachOpenPlan(plan -> meters().restored(context.taskId(), plan));
        context.schedule(config().tick(), PunctuationType.WALL_CLOCK_TIME, new AlarmClock(this)::ring);
    }

    @Override
    public void close() {
        meters().end(context().taskId());
    }

    @Override
    public void process(Record<byte[], ReportEvent> record) {
        switch (record.value().getEvent()) {
            case PerspectiveReport report -> reported(report, record);
            case DeadlineReached mark -> timeOver(mark, record);
            default -> throw new IllegalStateException("not a report: " + record.value());
        }
    }

    private void reported(PerspectiveReport report, Record<?, ?> record) {
        boolean isFinal = report.getOutcome() != ReportOutcome.RETRYABLE;
        if (!isFinal || desk().hasReport(report.getTaskId())) {
            return;
        }
        RunId run = RunId.parse(report.getRunId());
        Optional<RunState> before = desk().find(run);
        Instant now = timeOf(record);
        switch (before.orElseGet(() -> Unplanned.since(now))) {
            case Unplanned unplanned -> hold(run, before, unplanned, report, record);
            case Joining joining -> join(run, joining, report, record);
            case Leading leading -> late(run, leading, report, record);
            case Done done -> afterTheResult(report);
        }
    }

    private void late(RunId run, Leading leading, PerspectiveReport report, Record<?, ?> record) {
        Leading next = leading.late(report);
        move(run, Optional.of(leading), new Move.To(next), record);
        if (!next.equals(leading)) {
            meters().lateBeforeTheResult();
        }
    }

    private void afterTheResult(PerspectiveReport report) {
        LOG.debug("report came after the result, taskId={}", report.getTaskId());
        if (report.getOutcome() != ReportOutcome.CANCELLED) {
            meters().afterTheResult();
        }
    }

    private void hold(
            RunId run, Optional<RunState> before, Unplanned unplanned, PerspectiveReport report, Record<?, ?> record) {
        move(run, before, new Move.To(unplanned), record);
        desk().keep(report);
    }

    private void join(RunId run, Joining joining, PerspectiveReport report, Record<?, ?> record) {
        if (!joining.expects(report)) {
            LOG.warn("report of a task that the plan does not have, taskId={}", report.getTaskId());
            return;
        }
        Joining next = joining.received(report);
        if (joining.arrived() == 0 && next.arrived() > 0) {
            meters().firstReport(context().taskId(), run, timeOf(record));
        }
        Move move = new Move.To(next);
        boolean leavesOut = false;
        if (next.isComplete() || next.mayBeEnough()) {
            JoinedReports reports = desk().reports(next.plan(), report);
            leavesOut = !next.isComplete() && next.isEnough(reports);
            move = next.isComplete() || leavesOut ? next.close(reports, timeOf(record)) : move;
        }
        if (leavesOut) {
            goOnWithoutTheRest(run, Optional.of(joining), move, record);
        } else {
            move(run, Optional.of(joining), move, record);
        }
        if (!(move.next() instanceof Done)) {
            desk().keep(report);
        }
    }

    private void timeOver(DeadlineReached mark, Record<?, ?> record) {
        RunId run = RunId.parse(mark.getRunId());
        Optional<RunState> before = desk().find(run);
        before.flatMap(state -> afterMark(state, mark.getStage(), timeOf(record)))
                .ifPresent(move -> move(run, before, move, record));
    }

    private Optional<Move> afterMark(RunState state, DeadlineStage stage, Instant now) {
        return switch (state) {
            case Joining joining -> {
                JoinedReports reports = desk().reports(joining.plan());
                yield Optional.of(
                        switch (stage) {
                            case REPORT -> joining.close(reports, now);
                            case RESULT -> joining.outOfTime(reports, now);
                        });
            }
            case Leading leading ->
                stage == DeadlineStage.RESULT
                        ? Optional.of(leading.outOfTime(desk().reports(leading.plan()), now))
                        : Optional.empty();
            case Unplanned unplanned -> Optional.empty();
            case Done done -> Optional.empty();
        };
    }

    /** Marks in the log that a time of a run is over. */
    final void mark(RunId run, DeadlineStage stage, Instant at, long timestamp) {
        DeadlineReached mark = new DeadlineReached(run.job().value(), run.toString(), stage, at);
        forward(outputs().of(mark), timestamp, new RecordHeaders());
    }
}
