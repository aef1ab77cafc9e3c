package io.forkline.aggregator.join;

import io.forkline.aggregator.run.Move;
import io.forkline.aggregator.run.RunState;
import io.forkline.schemas.id.RunId;
import io.forkline.schemas.record.ControlAction;
import io.forkline.schemas.record.RunControl;
import io.forkline.telemetry.trace.StageSpan;
import io.forkline.telemetry.trace.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the four kinds of input have in common: a run makes a move, and it is written down. */
abstract class RunProcessor<T extends SpecificRecord> extends ContextualProcessor<byte[], T, byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(RunProcessor.class);

    private final Outputs outputs;
    private final JoinConfig config;
    private final AlarmBegins begins;
    private final JoinMeters meters;
    private final RunSpans spans;
    private RunDesk desk;

    RunProcessor(Outputs outputs, JoinConfig config, AlarmBegins begins, JoinMeters meters, RunSpans spans) {
        this.meters = meters;
        this.outputs = outputs;
        this.config = config;
        this.begins = begins;
        this.spans = spans;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        desk = new RunDesk(context, begins.unknown(context.taskId()), config.retention());
    }

    final RunDesk desk() {
        return desk;
    }

    final Outputs outputs() {
        return outputs;
    }

    final JoinConfig config() {
        return config;
    }

    final JoinMeters meters() {
        return meters;
    }

    static Instant timeOf(Record<?, ?> record) {
        return Instant.ofEpochMilli(record.timestamp());
    }

    /** Writes a move down: encodes first, so that what fails has written nothing. */
    final void move(RunId run, Optional<RunState> before, Move move, Record<?, ?> cause) {
        move(run, before, move, cause.timestamp(), TraceContext.of(cause.headers()));
    }

    /** @param cause the trace of what makes the run move; where it has a plan, the trace is the plan's */
    final void move(RunId run, Optional<RunState> before, Move move, long timestamp, Optional<TraceContext> cause) {
        Instant at = Instant.ofEpochMilli(timestamp);
        Optional<Outputs.Output> output = outputs.of(move);
        desk.write(run, before, move.next());
        meters.moved(context().taskId(), run, before, move, at);
        spans.joined(run, before, move, at);
        Optional<TraceContext> trace = RunSpans.traceOf(before, move).or(() -> cause);
        if (move instanceof Move.Answer answer) {
            StageSpan result = spans.result(answer.result(), trace, at);
            Headers headers = outputs.headers(answer, TraceContext.headers(result.context()));
            output.ifPresent(out -> forward(out, timestamp, headers));
            result.end(Instant.ofEpochMilli(context().currentSystemTimeMs()));
            LOG.info("run is over, runId={} status={}", run, answer.result().getStatus());
        } else {
            output.ifPresent(out -> forward(out, timestamp, TraceContext.headers(trace)));
        }
    }

    /** As {@link #move}, where the reports are enough: what is still at work for the run is to end. */
    final void goOnWithoutTheRest(RunId run, Optional<RunState> before, Move move, Record<?, ?> cause) {
        Outputs.Output end = outputs.of(RunControl.newBuilder()
                .setJobId(run.job().value())
                .setRunId(run.toString())
                .setAction(ControlAction.CANCEL)
                .setRequestedAt(timeOf(cause))
                .setRequestedBy("the aggregator")
                .setReason("the quorum was reached")
                .setForksOnly(true)
                .build());
        move(run, before, move, cause);
        forward(end, cause);
    }

    final void forward(Outputs.Output output, Record<?, ?> cause) {
        forward(output, cause.timestamp(), TraceContext.headers(TraceContext.of(cause.headers())));
    }

    final void forward(Outputs.Output output, long timestamp, Headers headers) {
        byte[] key = output.key().getBytes(StandardCharsets.UTF_8);
        context().forward(new Record<>(key, output.value(), timestamp, headers), output.sink());
    }
}
