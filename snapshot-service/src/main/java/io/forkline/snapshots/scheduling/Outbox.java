package io.forkline.snapshots.scheduling;

import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.PlanEvent;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.record.RunRejected;
import io.forkline.schemas.record.SnapshotRequested;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.telemetry.trace.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * What is to go out. Collected while the processor decides and written by {@link #send} when it has, so that a decision that
 * fails half way has sent nothing.
 */
final class Outbox {

    private final RecordCodec<ForkTask> tasks;
    private final RecordCodec<SnapshotRequested> requests;
    private final RecordCodec<PlanEvent> plans;
    private final RecordCodec<ReportEvent> reports;
    private final List<Outgoing> outgoing = new ArrayList<>();

    Outbox(
            RecordCodec<ForkTask> tasks,
            RecordCodec<SnapshotRequested> requests,
            RecordCodec<PlanEvent> plans,
            RecordCodec<ReportEvent> reports) {
        this.tasks = tasks;
        this.requests = requests;
        this.plans = plans;
        this.reports = reports;
    }

    /**
     * Begins with nothing: what an attempt collected that was given up half way belongs to no commit. Registers the schemas, so that writing does not depend on
     * the registry later, in the middle of a decision.
     */
    void begin() {
        outgoing.clear();
        tasks.register();
        requests.register();
        plans.register();
        reports.register();
    }

    void task(ForkTask task, Optional<TraceContext> trace) {
        add(SchedulingStep.TASKS, task.getTaskId(), tasks, task, trace);
    }

    void request(SnapshotRequested request, Optional<TraceContext> trace) {
        add(SchedulingStep.REQUESTS, request.getEnvironmentId(), requests, request, trace);
    }

    void rejection(RunRejected rejected, Optional<TraceContext> trace) {
        add(SchedulingStep.PLANS, rejected.getJobId(), plans, new PlanEvent(rejected), trace);
    }

    void report(PerspectiveReport report, Optional<TraceContext> trace) {
        add(SchedulingStep.REPORTS, report.getJobId(), reports, new ReportEvent(report), trace);
    }

    /** Writes what was collected. */
    void send(ProcessorContext<byte[], byte[]> context, Instant now) {
        for (Outgoing each : outgoing) {
            context.forward(new Record<>(each.key(), each.value(), now.toEpochMilli(), each.headers()), each.sink());
        }
        outgoing.clear();
    }

    private <T extends SpecificRecord> void add(
            String sink, String key, RecordCodec<T> codec, T value, Optional<TraceContext> trace) {
        Headers headers = TraceContext.headers(trace);
        outgoing.add(new Outgoing(sink, key.getBytes(StandardCharsets.UTF_8), codec.encode(value), headers));
    }

    private record Outgoing(String sink, byte[] key, byte[] value, Headers headers) {}
}
