package io.forkline.schemas.json;

import io.forkline.schemas.cloudevent.ReceivedEvent;
import io.forkline.schemas.job.JobRules;
import io.forkline.schemas.job.ReplayRules;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.Target;
import io.forkline.schemas.record.TargetKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Reads jobs that came as JSON. What only an environment or the clock can say of a job is left to the planner's admission. */
public final class JsonJobs {

    private static final SpecificData MODEL = SpecificData.getForClass(JobRequested.class);

    /** Where limits are spoken of as an environment names them, and JSON has the names of the record. */
    private static final Pattern LIMIT = Pattern.compile("^limits\\.(memory|disk|fileSize|output) ");

    private JsonJobs() {}

    /**
     * Reads the record of a job; anybody may have written it.
     *
     * @param submittedAt time of the record in the log, from which a deadline that is a duration counts
     */
    public static JobReading read(
            byte @Nullable [] key, byte @Nullable [] value, Headers headers, Instant submittedAt) {
        return switch (ReceivedEvent.of(value, headers)) {
            case ReceivedEvent.Unreadable unreadable -> new JobReading.Unreadable(unreadable.why());
            case ReceivedEvent.Data event -> read(event, event.id().or(() -> text(key)), submittedAt);
        };
    }

    private static JobReading read(ReceivedEvent.Data event, Optional<String> idBeside, Instant submittedAt) {
        Errors errors = new Errors();
        event.errors().forEach(errors::add);
        JobRequested job = new JobRequested();
        new JsonFields(MODEL, new JobFields(idBeside, submittedAt, errors), errors).read(job, event.data(), "");
        Errors kinds = errors.copy();
        fill(job, kinds);
        JobRules.allWrong(job)
                .map(message -> LIMIT.matcher(message).replaceFirst("limits.$1Bytes "))
                .filter(message -> !kinds.isIn(message))
                .forEach(errors::add);
        replay(job).ifPresent(errors::add);
        if (errors.isEmpty()) {
            return new JobReading.Job(job, event.headers());
        }
        List<String> messages = errors.messages();
        return new JobReading.Wrong(messages, refused(job, messages), event.headers());
    }

    /** Puts the default in place of each field that is not what it has to be; where it has none, something that says nothing. */
    private static void fill(JobRequested job, Errors wrong) {
        for (Schema.Field field : job.getSchema().getFields()) {
            if (field.hasDefaultValue() && wrong.isIn(field.name())) {
                job.put(field.pos(), MODEL.deepCopy(field.schema(), MODEL.getDefaultValue(field)));
            }
        }
        if (job.getEnvironment() == null) {
            job.setEnvironment("");
        }
        if (job.getTarget() == null || wrong.isIn("target")) {
            job.setTarget(Target.newBuilder().setKind(TargetKind.INLINE).build());
        }
    }

    private static Optional<String> replay(JobRequested job) {
        if (job.getReplay() == null) {
            return Optional.empty();
        }
        return ReplayRules.isRequestId(job.getReplay().getRequestId())
                ? job.getJobId() == null ? Optional.empty() : ReplayRules.wrong(job)
                : Optional.of("replay.requestId has "
                        + job.getReplay().getRequestId().length() + " characters; accepted is 1 to "
                        + ReplayRules.MOST_REQUEST_ID_CHARS + ", not all blank");
    }

    private static Optional<JobRequested> refused(JobRequested job, List<String> errors) {
        if (job.getJobId() == null) {
            return Optional.empty();
        }
        job.setRefusal(JobRules.inOneText(errors));
        return Optional.of(job);
    }

    private static Optional<String> text(byte @Nullable [] key) {
        return key == null || key.length == 0 ? Optional.empty() : Optional.of(new String(key, StandardCharsets.UTF_8));
    }
}
