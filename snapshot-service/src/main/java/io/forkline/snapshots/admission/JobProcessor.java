package io.forkline.snapshots.admission;

import io.forkline.sandbox.environment.Environment;
import io.forkline.sandbox.environment.Environments;
import io.forkline.schemas.deadletter.DeadLetter;
import io.forkline.schemas.id.JobId;
import io.forkline.schemas.id.RunId;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.Origin;
import io.forkline.schemas.record.PlanEvent;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.registry.RegistryUnavailableException;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.serde.RecordSize;
import io.forkline.schemas.serde.StateCodec;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.KeyPartition;
import io.forkline.snapshots.record.AdmittedRun;
import io.forkline.snapshots.record.PlannerEvent;
import io.forkline.telemetry.log.LogFields;
import io.forkline.telemetry.metrics.Metric;
import io.forkline.telemetry.trace.Stage;
import io.forkline.telemetry.trace.StageSpan;
import io.forkline.telemetry.trace.TraceContext;
import io.forkline.telemetry.trace.Tracing;
import io.forkline.topologies.Burial;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the records of the topic jobs. Decodes by itself, as a dead letter has to hold the bytes that came. All that can fail,
 * and every size, is behind it before it writes anything: what a processor wrote before it threw may be committed.
 */
final class JobProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(JobProcessor.class);
    /** For the key and the framing of a batch. */
    private static final int HEADROOM_BYTES = 16 * 1024;

    private static final Duration FORGET_EVERY = Duration.ofSeconds(1);
    private static final int FORGET_AT_MOST = 500;

    private static final StateCodec<PlannerEvent> EVENT = new StateCodec<>(PlannerEvent.class);

    private final Environments environments;
    private final Admission admission;
    private final PlanRecords records;
    private final RecordCodec<JobRequested> jobs;
    private final RecordCodec<PlanEvent> plans;
    private final RecordCodec<ReportEvent> reports;
    private final int partitions;
    private final Burial burial;
    private final Tracing tracing;
    private @Nullable KnownJobs knownJobs;

    JobProcessor(
            Environments environments,
            AdmissionConfig config,
            RecordCodec<JobRequested> jobs,
            RecordCodec<PlanEvent> plans,
            RecordCodec<ReportEvent> reports,
            int partitions,
            Burial burial,
            Tracing tracing) {
        this.burial = burial;
        this.environments = environments;
        this.admission = new Admission(environments, config);
        this.records = new PlanRecords(config.leadReserve());
        this.jobs = jobs;
        this.plans = plans;
        this.reports = reports;
        this.partitions = partitions;
        this.tracing = tracing;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        plans.register();
        reports.register();
        KnownJobs known = new KnownJobs(
                context.getStateStore(AdmissionStep.KNOWN_JOBS),
                context.getStateStore(AdmissionStep.KNOWN_JOBS_BY_AGE));
        knownJobs = known;
        context.schedule(
                FORGET_EVERY,
                PunctuationType.WALL_CLOCK_TIME,
                now -> known.forget(Instant.ofEpochMilli(now).minus(Admission.REMEMBERED), FORGET_AT_MOST));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        switch (jobs.decode(record.value())) {
            case Decoded.Value<JobRequested> job -> {
                LogFields fields = LogFields.of(job.value(), record.headers());
                try {
                    process(record, job.value());
                } finally {
                    fields.close();
                }
            }
            case Decoded.Poison<JobRequested> poison -> bury(record, DeadLetter.UNREADABLE, poison.cause());
            case Decoded.Unavailable<JobRequested> unavailable ->
                throw new RegistryUnavailableException(unavailable.cause(), null);
        }
    }

    private void process(Record<byte[], byte[]> record, JobRequested job) {
        if (!JobId.isValid(job.getJobId())) {
            bury(
                    record,
                    DeadLetter.INVALID_JOB_ID,
                    "jobId has to be 1 to 200 letters, digits, dots, underscores, colons or hyphens");
            return;
        }
        if (KeyPartition.of(job.getJobId(), partitions) != origin().partition()) {
            sendOn(record, job.getJobId().getBytes(StandardCharsets.UTF_8));
            return;
        }
        Arrival arrival = new Arrival(
                origin().offset(),
                Instant.ofEpochMilli(record.timestamp()),
                Instant.ofEpochMilli(context().currentSystemTimeMs()));
        switch (admission.decide(job, known().find(job.getJobId()), arrival)) {
            case Decision.Repeated repeated -> {
                known().remember(job.getJobId(), repeated.remembered());
                count("repeated");
            }
            case Decision.Unusable unusable -> bury(record, unusable.cause(), unusable.message());
            case Decision.Rejected rejected -> reject(record, job, rejected, arrival);
            case Decision.Admitted admitted -> admit(record, job, admitted, arrival);
        }
    }

    /** A record that a compressed batch brought may be larger than the topic takes by itself. */
    private void sendOn(Record<byte[], byte[]> stray, byte[] key) {
        if (isTooLarge(stray.value(), ForklineTopic.JOBS, stray.headers())) {
            bury(
                    stray,
                    DeadLetter.TOO_LARGE,
                    "the record of the job has " + stray.value().length + " bytes and belongs into another partition,"
                            + " which takes " + ForklineTopic.JOBS.maxMessageBytes()
                            + " with headers; give the target by URI, and few headers");
        } else {
            context().forward(stray.withKey(key), AdmissionStep.STRAYS);
        }
    }

    private void admit(Record<byte[], byte[]> record, JobRequested job, Decision.Admitted admitted, Arrival arrival) {
        StageSpan span = begin(record, job, admitted.run(), arrival)
                .with("forkline.environment.id", admitted.environment().id().value())
                .with("forkline.perspectives", admitted.running().size())
                .with("forkline.outcome", "ADMITTED");
        RunPlanned plan = records.planned(job, admitted, lineage(), arrival, span.context());
        AdmittedRun run = records.admitted(job, admitted, plan, arrival.now());
        byte[] planBytes = plans.encode(new PlanEvent(plan));
        byte[] runBytes = EVENT.encode(new PlannerEvent(run));
        List<byte[]> reused = admitted.reused().stream()
                .map(report -> reports.encode(new ReportEvent(report)))
                .toList();
        Headers headers = TraceContext.headers(span.context());
        if (reused.stream().anyMatch(report -> isTooLarge(report, ForklineTopic.REPORTS, headers))) {
            Refusal refusal =
                    Refusal.invalid("replay.reused has a report that no record of its own can hold; replay all");
            reject(record, job, admitted.refused(refusal), arrival);
            return;
        }
        if (isTooLarge(planBytes, ForklineTopic.PLANS, headers)
                || isTooLarge(runBytes, ForklineTopic.PLANNER_EVENTS, headers)) {
            Refusal refusal = Refusal.invalid("the job and its plan have " + Math.max(planBytes.length, runBytes.length)
                    + " bytes together, which no record can hold; give the target by URI, or fewer labels");
            reject(record, job, admitted.refused(refusal), arrival);
            return;
        }
        known().begun(job.getJobId(), admitted.remembered());
        context().forward(outgoing(record, job.getJobId(), planBytes, headers), AdmissionStep.PLANS);
        context().forward(outgoing(record, run.getEnvironmentId(), runBytes, headers), AdmissionStep.EVENTS);
        reused.forEach(
                report -> context().forward(outgoing(record, job.getJobId(), report, headers), AdmissionStep.REPORTS));
        count("admitted");
        span.end(arrival.now());
        LOG.info("run is planned, runId={} environmentId={}", admitted.run(), run.getEnvironmentId());
    }

    private void reject(Record<byte[], byte[]> record, JobRequested job, Decision.Rejected rejected, Arrival arrival) {
        byte[] bytes = plans.encode(new PlanEvent(records.rejected(
                job, rejected, environments.find(job.getEnvironment()).map(Environment::id), lineage(), arrival)));
        if (job.getReplay() == null) {
            known().turnedDown(job.getJobId(), rejected.remembered(), arrival.offset());
        } else {
            known().remember(job.getJobId(), rejected.remembered());
        }
        StageSpan span = begin(record, job, rejected.run(), arrival)
                .with("forkline.outcome", rejected.refusal().reason().name())
                .failedIf(true);
        context()
                .forward(
                        outgoing(record, job.getJobId(), bytes, TraceContext.headers(span.context())),
                        AdmissionStep.PLANS);
        count("rejected");
        span.end(arrival.now());
        LOG.info(
                "job is turned down, runId={} reason={}",
                rejected.run(),
                rejected.refusal().reason());
    }

    private void bury(Record<byte[], byte[]> record, String cause, String message) {
        context().forward(burial.bury(record, context(), cause, message), AdmissionStep.DEAD_LETTERS);
        count("buried");
    }

    /** Shows what may become of job records before it does. */
    static void show(Burial burial, String topic) {
        burial.watch(
                topic,
                DeadLetter.INVALID_JOB_ID,
                DeadLetter.JOB_ID_REUSED,
                DeadLetter.JOB_TOO_OLD,
                DeadLetter.INVALID_REPLAY,
                DeadLetter.TOO_LARGE,
                DeadLetter.TOO_MANY_REPLAYS);
        for (String decision : List.of("admitted", "rejected", "repeated", "buried")) {
            burial.meters().show(Metric.JOBS_RECEIVED, decision);
        }
    }

    /** Once more than there are, where a transaction was given up. */
    private void count(String decision) {
        burial.meters().count(Metric.JOBS_RECEIVED, decision);
    }

    private static Record<byte[], byte[]> outgoing(
            Record<byte[], byte[]> record, String key, byte[] value, Headers headers) {
        return record.withKey(key.getBytes(StandardCharsets.UTF_8))
                .withValue(value)
                .withHeaders(headers);
    }

    private static boolean isTooLarge(byte[] value, ForklineTopic topic, Headers headers) {
        return RecordSize.of(value) + RecordSize.of(headers) > topic.maxMessageBytes() - HEADROOM_BYTES;
    }

    private StageSpan begin(Record<byte[], byte[]> record, JobRequested job, RunId run, Arrival arrival) {
        return tracing.beginOnce(
                        Stage.PLAN,
                        TraceContext.of(record.headers()),
                        arrival.submittedAt(),
                        run + " of " + whereAndWhen(arrival))
                .with("forkline.job.id", job.getJobId())
                .with("forkline.run.id", run.toString());
    }

    /** Of the job's record. Another cluster has a job of this id at its own place and time, and this one has it again when it is forgotten. */
    private String whereAndWhen(Arrival arrival) {
        RecordMetadata origin = origin();
        return origin.topic() + " " + origin.partition() + "@" + origin.offset() + " " + arrival.submittedAt();
    }

    private Origin lineage() {
        RecordMetadata origin = origin();
        return new Origin(origin.topic(), origin.partition(), origin.offset());
    }

    private RecordMetadata origin() {
        return context()
                .recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record from a topic has an origin"));
    }

    private KnownJobs known() {
        if (knownJobs == null) {
            throw new IllegalStateException("a processor is initialised before it gets a record");
        }
        return knownJobs;
    }
}
