package io.forkline.workers;

import io.forkline.leases.Delivery;
import io.forkline.leases.Outcome;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.serde.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The records that carry reports, keyed by job, with the trace of the task. */
record ReportTopic(String topic, RecordCodec<ReportEvent> codec) {

    private static final String TRACE = "traceparent";

    Outcome outcome(PerspectiveReport report, Delivery delivery) {
        byte[] key = report.getJobId().getBytes(StandardCharsets.UTF_8);
        Headers headers = new RecordHeaders();
        Header trace = delivery.headers().lastHeader(TRACE);
        if (trace != null) {
            headers.add(trace);
        }
        // Encoded when it is asked for: the schema registry may be away for a while.
        return () -> List.of(new ProducerRecord<>(topic, null, key, codec.encode(new ReportEvent(report)), headers));
    }
}
