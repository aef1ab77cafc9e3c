package io.forkline.workers;

import io.forkline.leases.Delivery;
import io.forkline.leases.Outcome;
import io.forkline.schemas.serde.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The records that carry answers to tasks, with the trace of the task. */
record AnswerTopic<T extends SpecificRecord>(String topic, RecordCodec<T> codec) {

    private static final String TRACE = "traceparent";

    Outcome outcome(String key, T answer, Delivery delivery) {
        Headers headers = new RecordHeaders();
        Header trace = delivery.headers().lastHeader(TRACE);
        if (trace != null) {
            headers.add(trace);
        }
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        // Encoded when it is asked for: the schema registry may be away for a while.
        return () -> List.of(new ProducerRecord<>(topic, null, keyBytes, codec.encode(answer), headers));
    }
}
