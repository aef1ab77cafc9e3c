package io.forkline.producer;

import io.forkline.schemas.cloudevent.CloudEventHeaders;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.id.JobId;
import io.forkline.schemas.id.RunId;
import io.forkline.schemas.job.JobContent;
import io.forkline.schemas.record.ControlAction;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.RunControl;
import io.forkline.schemas.record.TargetReport;
import io.forkline.schemas.registry.RegistryUnavailableException;
import io.forkline.schemas.registry.SchemaRefusedException;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.topic.ForklineTopic;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes jobs, finds their results, replays and cancels them. Safe for many threads; each {@link #await} and each stream has a
 * consumer of its own. Everything may be called again after a failure: a job with an id of its own runs once however often
 * it is published.
 *
 * <p>Failures: {@link RegistryUnavailableException} when the schema registry is out of reach (the same call may work
 * later), {@link SchemaRefusedException} when it says no, {@link ClientException} when Kafka did not do it.
 */
public final class ForklineClient implements AutoCloseable {

    /** The result may lie on another broker than the job, and their clocks may differ. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    private final ClusterConnection connection;
    private final Clock clock;
    private final SchemaRegistry registry;
    private final RecordCodec<JobRequested> jobs;
    private final RecordCodec<RunControl> controls;
    private final RecordCodec<JobResult> results;
    private final Publishing publishing;
    private final SubmitSpans spans;

    private ForklineClient(ClusterConnection connection, Clock clock, OpenTelemetry telemetry) {
        this.connection = connection;
        this.clock = clock;
        this.registry = connection.openRegistry();
        this.jobs = connection.codec(registry, ForklineTopic.JOBS, JobRequested.class);
        this.controls = connection.codec(registry, ForklineTopic.CONTROLS, RunControl.class);
        this.results = connection.codec(registry, ForklineTopic.RESULTS, JobResult.class);
        this.publishing = new Publishing(openProducer(connection));
        this.spans = new SubmitSpans(telemetry);
    }

    /**
     * A client of this cluster. Nothing is asked of it yet, so a wrong address shows with the first call. Where the program has
     * set up OpenTelemetry as its global one, submissions are spans of the current trace.
     */
    public static ForklineClient connect(ClusterConnection connection) {
        return connect(connection, Clock.systemUTC());
    }

    /** A client whose submissions are spans of the current trace, by this OpenTelemetry. */
    public static ForklineClient connect(ClusterConnection connection, OpenTelemetry telemetry) {
        return new ForklineClient(connection, Clock.systemUTC(), telemetry);
    }

    /** A client that takes the time of deadlines from this clock. */
    public static ForklineClient connect(ClusterConnection connection, Clock clock) {
        return new ForklineClient(connection, clock, GlobalOpenTelemetry.getOrNoop());
    }

    /**
     * Publishes a job and returns when the cluster has it for good.
     *
     * @throws IllegalArgumentException when the deadline of the job is over
     */
    public Submission submit(Job job) throws InterruptedException {
        return publish(job.toRecord(clock), job.id().isEmpty());
    }

    Submission publish(JobRequested record, boolean idIsNew) throws InterruptedException {
        CloudEventHeaders event =
                CloudEventHeaders.of(record, connection.layout().prefix() + "client", clock.instant());
        byte[] value = jobs.encode(record);
        RecordMetadata written = spans.during(record, headers -> {
            event.addTo(headers);
            return publishing.publish(topic(ForklineTopic.JOBS), record.getJobId(), value, headers);
        });
        return new Submission(
                new JobId(record.getJobId()),
                written.partition(),
                written.offset(),
                Instant.ofEpochMilli(written.timestamp()),
                idIsNew,
                JobContent.hash(record),
                record.getReplay() != null);
    }

    /**
     * The result of what was submitted, also when it came before this call. Where the producer chose the job's id, an earlier
     * submission of the same job may have been answered long ago, and that result is the answer ({@link Submission#isRepeat}
     * tells), unless the job was turned down then and so is a new run now.
     *
     * @throws JobIdReusedException when the id was used before for a job with other content, as soon as that one has its result
     * @throws TimeoutException when there is none by then; the run goes on, and a further call may find it
     */
    public JobResult await(Submission submission, Duration atMost) throws InterruptedException, TimeoutException {
        StartingPoint start = submission.idIsNew()
                ? new StartingPoint.Since(submission.timestamp().minus(CLOCK_SKEW))
                : new StartingPoint.Beginning();
        JobResult result =
                await(submission.jobId(), start, submission::isAnsweredBy, "job " + submission.jobId(), atMost);
        if (!submission.isOfSameContent(result)) {
            throw new JobIdReusedException(submission.jobId(), result.getFinishedAt());
        }
        return result;
    }

    /**
     * The latest result of a job that the cluster still has, else the first that comes. Reads all results of the job's
     * partition.
     *
     * @throws TimeoutException when there is none by then; the run goes on, and a further call may find it
     */
    public JobResult await(JobId job, Duration atMost) throws InterruptedException, TimeoutException {
        try (ResultConsumer consumer = ResultConsumer.of(connection, results, job, new StartingPoint.Beginning())) {
            return consumer.latest(atMost).orElseThrow(() -> none("job " + job, atMost));
        }
    }

    /**
     * The result of one run. Reads all results of the job's partition.
     *
     * @throws TimeoutException when there is none by then; the run goes on, and a further call may find it
     */
    public JobResult await(RunId run, Duration atMost) throws InterruptedException, TimeoutException {
        String id = run.toString();
        return await(
                run.job(),
                new StartingPoint.Beginning(),
                result -> result.getRunId().equals(id),
                "run " + run,
                atMost);
    }

    /** All results from there on, as they come. The caller closes the stream; the client must outlive it. */
    public ResultStream results(StartingPoint start) throws InterruptedException {
        return new ResultStream(ResultConsumer.ofAll(connection, results, start));
    }

    /**
     * Asks for a new run of the job whose run gave this result. For many of them, {@link #replays} is quicker.
     *
     * @throws NotReplayableException when the record of the job is gone, or nothing of it is left to run
     */
    public Submission replay(JobResult result, ReplayRequest request) throws InterruptedException {
        try (Replays replays = replays()) {
            return replays.submit(result, request);
        }
    }

    /** Replays one job after the other. The caller closes it; the client must outlive it. */
    public Replays replays() {
        return new Replays(
                this,
                clock,
                new OriginRecords(connection, jobs),
                new PinnedTargets(connection, connection.codec(registry, ForklineTopic.TARGETS, TargetReport.class)));
    }

    /**
     * Asks for the end of the latest run of a job; its result then says CANCELLED, unless it came first.
     *
     * @param reason goes into the result; null for none
     */
    public void cancel(JobId job, @Nullable String reason) throws InterruptedException {
        control(job, null, reason);
    }

    /** Asks for the end of one run; its result then says CANCELLED, unless it came first. */
    public void cancel(RunId run, @Nullable String reason) throws InterruptedException {
        control(run.job(), run.toString(), reason);
    }

    /** Lets go of the cluster. May be called twice. What was submitted runs on. */
    @Override
    public void close() {
        publishing.close();
        registry.close();
    }

    private JobResult await(JobId job, StartingPoint start, Predicate<JobResult> wanted, String what, Duration atMost)
            throws InterruptedException, TimeoutException {
        try (ResultConsumer consumer = ResultConsumer.of(connection, results, job, start)) {
            return consumer.next(wanted, atMost).orElseThrow(() -> none(what, atMost));
        }
    }

    private static TimeoutException none(String what, Duration atMost) {
        return new TimeoutException("there is no result of " + what + " after " + time(atMost)
                + "; it may still come, and a further call may find it");
    }

    private static String time(Duration of) {
        return of.toMillisPart() == 0 ? of.toSeconds() + " s" : of.toMillis() + " ms";
    }

    private void control(JobId job, @Nullable String run, @Nullable String reason) throws InterruptedException {
        RunControl control = RunControl.newBuilder()
                .setJobId(job.value())
                .setRunId(run)
                .setAction(ControlAction.CANCEL)
                .setRequestedAt(clock.instant())
                .setRequestedBy(System.getProperty("user.name", "unknown"))
                .setReason(reason)
                .build();
        publishing.publish(topic(ForklineTopic.CONTROLS), job.value(), controls.encode(control), new RecordHeaders());
    }

    String topic(ForklineTopic topic) {
        return connection.layout().name(topic);
    }

    private static Producer<String, byte[]> openProducer(ClusterConnection connection) {
        return new KafkaProducer<>(
                Publishing.properties(connection), new StringSerializer(), new ByteArraySerializer());
    }
}
