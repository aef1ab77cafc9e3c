package io.forkline.aggregator.join;

import io.forkline.aggregator.run.Move;
import io.forkline.aggregator.run.RunState;
import io.forkline.schemas.id.RunId;
import io.forkline.schemas.record.ControlAction;
import io.forkline.schemas.record.RunControl;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the four kinds of input have in common: a run makes a move, and it is written down. */
abstract class RunProcessor<T extends SpecificRecord> extends ContextualProcessor<byte[], T, byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(RunProcessor.class);
    private static final String TRACE_CONTEXT = "traceparent";
    /** It has 55 bytes today. One that has not goes no further: with it a record of ours could be too large for its topic. */
    private static final int MOST_TRACE_CONTEXT_BYTES = 512;

    private final Outputs outputs;
    private final JoinConfig config;
    private final AlarmBegins begins;
    private final JoinMeters meters;
    private RunDesk desk;

    RunProcessor(Outputs outputs, JoinConfig config, AlarmBegins begins, JoinMeters meters) {
        this.meters = meters;
        this.outputs = outputs;
        this.config = config;
        this.begins = begins;
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
        move(run, before, move, cause.timestamp(), traceContext(cause.headers()));
    }

    final void move(RunId run, Optional<RunState> before, Move move, long timestamp, Headers headers) {
        Optional<Outputs.Output> output = outputs.of(move);
        desk.write(run, before, move.next());
        output.ifPresent(out -> forward(out, timestamp, outputs.headers(move, headers)));
        meters.moved(context().taskId(), run, before, move, Instant.ofEpochMilli(timestamp));
        if (move instanceof Move.Answer answer) {
            LOG.info("run is over, runId={} status={}", run, answer.result().getStatus());
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
        forward(output, cause.timestamp(), traceContext(cause.headers()));
    }

    final void forward(Outputs.Output output, long timestamp, Headers headers) {
        byte[] key = output.key().getBytes(StandardCharsets.UTF_8);
        context().forward(new Record<>(key, output.value(), timestamp, headers), output.sink());
    }

    private static Headers traceContext(Headers headers) {
        Headers kept = new RecordHeaders();
        Optional.ofNullable(headers.lastHeader(TRACE_CONTEXT))
                .filter(header -> header.value() != null && header.value().length <= MOST_TRACE_CONTEXT_BYTES)
                .ifPresent(kept::add);
        return kept;
    }
}
