package io.forkline.schemas.cloudevent;

import io.forkline.schemas.id.RunId;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.ResultStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/**
 * A record of ours as a CloudEvent, in the binary mode of the Kafka binding: the value stays what it is, its attributes are headers. So whoever
 * cannot read the value still learns of what and how it ended.
 *
 * @param id one for each event of a source: the same id is the same event, however often its record is seen
 * @param source who says it, a URI reference
 * @param type what happened
 * @param subject the job
 * @param time when
 * @param status of a result; empty for a job
 */
public record CloudEventHeaders(
        String id, String source, String type, String subject, Instant time, Optional<ResultStatus> status) {

    /** A job is asked for. */
    public static final String JOB_REQUESTED = "io.forkline.job.requested.v1";

    /** A run is over. */
    public static final String JOB_RESULT = "io.forkline.job.result.v1";

    /** What the names of our types begin with. */
    static final String OWN_TYPES = "io.forkline.";

    static final String PREFIX = "ce_";
    static final String CONTENT_TYPE = "content-type";
    static final String VERSION = "1.0";

    /** The value is Avro, in Confluent's wire format. */
    static final String AVRO = "application/avro";

    /** A job record. The same job again has the same id; a replay of it has one of its own. */
    public static CloudEventHeaders of(JobRequested job, String sourceName, Instant time) {
        String id = job.getReplay() == null
                ? job.getJobId()
                : job.getJobId() + "/" + job.getReplay().getRequestId();
        return new CloudEventHeaders(id, source(sourceName), JOB_REQUESTED, job.getJobId(), time, Optional.empty());
    }

    /** A result; its id is that of the run, which has one result. */
    public static CloudEventHeaders of(JobResult result, String sourceName) {
        return new CloudEventHeaders(
                RunId.parse(result.getRunId()).toString(),
                source(sourceName),
                JOB_RESULT,
                result.getJobId(),
                result.getFinishedAt(),
                Optional.of(result.getStatus()));
    }

    /** Adds them to the headers of a record, in place of those of another event. */
    public void addTo(Headers headers) {
        put(headers, PREFIX + "specversion", VERSION);
        put(headers, PREFIX + "id", id);
        put(headers, PREFIX + "source", source);
        put(headers, PREFIX + "type", type);
        put(headers, PREFIX + "subject", subject);
        put(headers, PREFIX + "time", time.toString());
        status.ifPresent(value -> put(headers, PREFIX + "status", value.name()));
        put(headers, CONTENT_TYPE, AVRO);
    }

    static void put(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Names of topics and applications have no character that a URN may not have. */
    private static String source(String name) {
        return "urn:forkline:" + name;
    }
}
