package io.forkline.telemetry.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LogFieldsTest {

    private static final Schema REPORT = SchemaBuilder.record("Report")
            .fields()
            .requiredString("runId")
            .requiredString("taskId")
            .requiredString("finding")
            .endRecord();
    private static final Schema EVENT = SchemaBuilder.record("Event")
            .fields()
            .name("event")
            .type(REPORT)
            .noDefault()
            .endRecord();

    @Test
    void idsOfARecordOrOfTheOneInsideItAndOfItsTraceAreFields() {
        Headers headers = new RecordHeaders()
                .add(
                        "traceparent",
                        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".getBytes(StandardCharsets.UTF_8));
        GenericData.Record event = new GenericRecordBuilder(EVENT)
                .set("event", report("job-1/1/Security"))
                .build();

        Map<String, String> during = during(event, headers);

        assertThat(during)
                .containsOnly(
                        Map.entry("runId", "job-1/1"),
                        Map.entry("taskId", "job-1/1/Security"),
                        Map.entry("traceId", "0af7651916cd43dd8448eb211c80319c"));
        assertThat(fields()).isEmpty();
    }

    @Test
    void idsOfAnyLengthAreCut() {
        assertThat(during(report("x".repeat(10_000)), new RecordHeaders()).get("taskId"))
                .hasSize(303);
    }

    @Test
    void whatIsNoRecordHasNone() {
        assertThat(during("a text", new RecordHeaders())).isEmpty();
    }

    private static GenericData.Record report(String taskId) {
        return new GenericRecordBuilder(REPORT)
                .set("runId", "job-1/1")
                .set("taskId", taskId)
                .set("finding", "payload")
                .build();
    }

    private static Map<String, String> during(Object record, Headers headers) {
        LogFields fields = LogFields.of(record, headers);
        try {
            return fields();
        } finally {
            fields.close();
        }
    }

    private static Map<String, String> fields() {
        Map<String, String> copy = MDC.getCopyOfContextMap();
        return copy == null ? new HashMap<>() : copy;
    }
}
