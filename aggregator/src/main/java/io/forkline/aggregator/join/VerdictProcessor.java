package io.forkline.aggregator.join;

import io.forkline.aggregator.run.Leading;
import io.forkline.aggregator.run.RunState;
import io.forkline.schemas.id.RunId;
import io.forkline.schemas.record.LeadVerdict;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A verdict on the open attempt ends the run, or pauses it. Repetitions and verdicts on other attempts change nothing. */
final class VerdictProcessor extends RunProcessor<LeadVerdict> {

    private static final Logger LOG = LoggerFactory.getLogger(VerdictProcessor.class);

    VerdictProcessor(Outputs outputs, JoinConfig config, AlarmBegins begins, JoinMeters meters, RunSpans spans) {
        super(outputs, config, begins, meters, spans);
    }

    @Override
    public void process(Record<byte[], LeadVerdict> record) {
        LeadVerdict verdict = record.value();
        RunId run = RunId.parse(verdict.getRunId());
        Optional<RunState> before = desk().find(run);
        Optional<Outputs.Output> used =
                tenant(verdict, before).flatMap(tenant -> outputs().used(verdict, tenant));
        if (before.orElse(null) instanceof Leading leading && leading.awaits(verdict)) {
            move(run, before, leading.judged(verdict, desk().reports(leading.plan()), timeOf(record)), record);
        } else {
            LOG.debug("verdict that nobody awaits, runId={} attempt={}", run, verdict.getAttempt());
        }
        // Also what nobody awaits has been paid for.
        used.ifPresent(output -> forward(output, record));
    }

    /** Who pays. A verdict on a task of before tenants were counted does not say. */
    private static Optional<String> tenant(LeadVerdict verdict, Optional<RunState> state) {
        return Optional.ofNullable(verdict.getTenant())
                .or(() -> state.orElse(null) instanceof Leading leading
                        ? Optional.of(leading.plan().getTenant())
                        : Optional.empty());
    }
}
