package io.forkline.snapshots.conversion;

import io.forkline.schemas.deadletter.DeadLetter;
import io.forkline.schemas.json.JobReading;
import io.forkline.schemas.json.JsonJobs;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.serde.RecordSize;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.topologies.Burial;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Makes records of the topic jobs of JSON. All that can fail is behind it before it writes anything: what a processor wrote before it threw may
 * be committed.
 */
final class ConversionProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {

    /** For the key and the framing of a batch. */
    private static final int HEADROOM_BYTES = 16 * 1024;

    private final RecordCodec<JobRequested> jobs;
    private final Burial burial;

    ConversionProcessor(RecordCodec<JobRequested> jobs, Burial burial) {
        this.jobs = jobs;
        this.burial = burial;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        jobs.register();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Instant submittedAt = Instant.ofEpochMilli(record.timestamp());
        switch (JsonJobs.read(record.key(), record.value(), record.headers(), submittedAt)) {
            case JobReading.Job job -> submit(record, job);
            case JobReading.Wrong wrong -> refuse(record, wrong);
            case JobReading.Unreadable unreadable -> bury(record, DeadLetter.UNREADABLE, unreadable.why());
        }
    }

    private void submit(Record<byte[], byte[]> record, JobReading.Job job) {
        Record<byte[], byte[]> converted = converted(record, job.job(), job.headers());
        if (isTooLarge(converted)) {
            bury(
                    record,
                    DeadLetter.TOO_LARGE,
                    "the record of the job has " + converted.value().length
                            + " bytes beside its headers, and the topic takes "
                            + ForklineTopic.JOBS.maxMessageBytes()
                            + " with them; give the target by URI, and few headers");
        } else {
            context().forward(converted, ConversionStep.JOBS);
        }
    }

    /** The dead letter is for operators, with the bytes that came; the job that is turned down is for whoever waits for its result. */
    private void refuse(Record<byte[], byte[]> record, JobReading.Wrong wrong) {
        Optional<Record<byte[], byte[]>> answer = wrong.refused()
                .map(job -> converted(record, job, wrong.headers()))
                .filter(converted -> !isTooLarge(converted));
        bury(record, wrong.refused().isPresent() ? DeadLetter.INVALID_JOB : DeadLetter.INVALID_JOB_ID, wrong.message());
        answer.ifPresent(refused -> context().forward(refused, ConversionStep.JOBS));
    }

    private Record<byte[], byte[]> converted(Record<byte[], byte[]> record, JobRequested job, Headers headers) {
        return record.withKey(job.getJobId().getBytes(StandardCharsets.UTF_8))
                .withValue(jobs.encode(job))
                .withHeaders(headers);
    }

    private void bury(Record<byte[], byte[]> record, String cause, String message) {
        context().forward(burial.bury(record, context(), cause, message), ConversionStep.DEAD_LETTERS);
    }

    private static boolean isTooLarge(Record<byte[], byte[]> record) {
        long bytes = RecordSize.of(record.key()) + RecordSize.of(record.value()) + RecordSize.of(record.headers());
        return bytes > ForklineTopic.JOBS.maxMessageBytes() - HEADROOM_BYTES;
    }
}
