package io.forkline.telemetry.log;

import io.forkline.telemetry.trace.TraceContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The fields of all log lines that the current thread writes until {@link #close}: {@code jobId}, {@code runId}, {@code taskId},
 * {@code environmentId} and {@code traceId}, as far as a record has them. Nothing else of a record is ever a field.
 */
public final class LogFields implements AutoCloseable {

    private static final List<String> OF_RECORDS = List.of("jobId", "runId", "taskId", "environmentId");
    private static final String TRACE_ID = "traceId";
    /** Where a record is a union of others, its one field. */
    private static final String EVENT = "event";
    /** Ids come from anyone; those of ours are shorter. */
    private static final int MOST_CHARS = 300;

    private final Map<String, String> fields;

    private LogFields(Map<String, String> fields) {
        this.fields = fields;
        fields.forEach(MDC::put);
    }

    /** Those of a record that is being handled. */
    public static LogFields of(Object record, Headers headers) {
        Map<String, String> fields = new HashMap<>();
        collect(record, fields);
        TraceContext.of(headers).flatMap(TraceContext::traceId).ifPresent(id -> fields.put(TRACE_ID, id));
        return new LogFields(fields);
    }

    /** Those of a run that something is done for without a record. */
    public static LogFields ofRun(String jobId, String runId) {
        return new LogFields(Map.of("jobId", jobId, "runId", runId));
    }

    /** They end here. */
    @Override
    public void close() {
        fields.keySet().forEach(MDC::remove);
    }

    private static void collect(@Nullable Object value, Map<String, String> fields) {
        if (value instanceof IndexedRecord record) {
            OF_RECORDS.forEach(name -> {
                if (of(record, name) instanceof CharSequence id) {
                    fields.put(name, bounded(id));
                }
            });
            collect(of(record, EVENT), fields);
        }
    }

    private static @Nullable Object of(IndexedRecord record, String name) {
        Schema.Field field = record.getSchema().getField(name);
        return field == null ? null : record.get(field.pos());
    }

    private static String bounded(CharSequence id) {
        return id.length() <= MOST_CHARS ? id.toString() : id.subSequence(0, MOST_CHARS) + "...";
    }
}
