package io.forkline.workers;

import io.forkline.leases.Outcome;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.telemetry.trace.TraceContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The records that carry answers to tasks, with the trace of the task. */
record AnswerTopic<T extends SpecificRecord>(String topic, RecordCodec<T> codec) {

    Outcome outcome(String key, T answer, Optional<TraceContext> trace) {
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        // Encoded when it is asked for: the schema registry may be away for a while.
        return () ->
                List.of(new ProducerRecord<>(topic, null, keyBytes, codec.encode(answer), TraceContext.headers(trace)));
    }
}
