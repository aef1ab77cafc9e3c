package io.forkline.snapshots.admission;

import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.serde.StateCodec;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.snapshots.record.PlannerEvent;
import io.forkline.snapshots.record.RunOver;
import io.forkline.snapshots.record.TaskReported;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Tells the step by environment what happened to a run, in a few bytes; passes over what that step need not know. */
final class Forwarding<T> extends ContextualProcessor<byte[], T, byte[], byte[]> {

    /** Enough for the report that the planner writes when it gives a task up. */
    private static final int MOST_ERROR_CHARS = 4_096;

    private static final StateCodec<PlannerEvent> EVENT = new StateCodec<>(PlannerEvent.class);

    private final Function<T, Optional<Addressed>> translate;

    private Forwarding(Function<T, Optional<Addressed>> translate) {
        this.translate = translate;
    }

    /** Reports: which task was answered. */
    static Forwarding<ReportEvent> ofReports() {
        return new Forwarding<>(event -> event.getEvent() instanceof PerspectiveReport report
                ? Optional.of(new Addressed(report.getEnvironmentId(), reported(report)))
                : Optional.empty());
    }

    /** Results: which run is over. A run that was rejected before its environment was known has nothing to drop. */
    static Forwarding<JobResult> ofResults() {
        return new Forwarding<>(result -> Optional.ofNullable(result.getEnvironmentId())
                .map(environmentId -> new Addressed(environmentId, new RunOver(result.getRunId()))));
    }

    @Override
    public void process(Record<byte[], T> record) {
        translate
                .apply(record.value())
                .map(event -> outgoing(record, event))
                .filter(Forwarding::isOfATaskOfOurs)
                .ifPresent(event -> context().forward(event));
    }

    /** Without the headers, which come from anyone and are of any size. */
    private static Record<byte[], byte[]> outgoing(Record<byte[], ?> record, Addressed event) {
        return record.withKey(event.environmentId().getBytes(StandardCharsets.UTF_8))
                .withValue(EVENT.encode(new PlannerEvent(event.event())))
                .withHeaders(new RecordHeaders());
    }

    /** No task that was issued has ids of this length, and a forward that is too large would end the planner. */
    private static boolean isOfATaskOfOurs(Record<byte[], byte[]> event) {
        return event.key().length + event.value().length < ForklineTopic.PLANNER_EVENTS.maxMessageBytes() / 2;
    }

    private static TaskReported reported(PerspectiveReport report) {
        boolean retryable = report.getOutcome() == ReportOutcome.RETRYABLE;
        return new TaskReported(
                report.getTaskId(),
                report.getRunId(),
                report.getAttempt(),
                retryable,
                report.getNotBefore(),
                retryable ? cut(report.getError()) : null);
    }

    private static @Nullable String cut(@Nullable String error) {
        return error == null || error.length() <= MOST_ERROR_CHARS ? error : error.substring(0, MOST_ERROR_CHARS);
    }

    private record Addressed(String environmentId, Object event) {}
}
