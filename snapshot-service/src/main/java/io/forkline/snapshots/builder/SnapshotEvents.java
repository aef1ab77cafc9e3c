package io.forkline.snapshots.builder;

import io.forkline.leases.Outcome;
import io.forkline.sandbox.Snapshot;
import io.forkline.schemas.record.SnapshotEvent;
import io.forkline.schemas.record.SnapshotKind;
import io.forkline.schemas.record.SnapshotRequested;
import io.forkline.schemas.record.SnapshotStatus;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.telemetry.trace.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The answers of a builder, as records of the topic. */
record SnapshotEvents(RecordCodec<SnapshotEvent> codec, String topic, String host) {

    /** What is kept of an error: it goes into the result of every run that waits. */
    private static final int MOST_ERROR_CHARS = 8_192;

    /** @param buildTime zero when it was there already */
    SnapshotEvent ready(SnapshotRequested request, Snapshot snapshot, Duration buildTime) {
        return answer(request, SnapshotStatus.READY)
                .setKind(SnapshotKind.valueOf(snapshot.kind().name()))
                .setBytes(snapshot.bytes())
                .setBuildMs(buildTime.toMillis())
                .build();
    }

    /** @param kind what a fork would have been */
    SnapshotEvent failed(SnapshotRequested request, SnapshotKind kind, boolean retryable, String error) {
        return answer(request, SnapshotStatus.FAILED)
                .setKind(kind)
                .setRetryable(retryable)
                .setError(error.length() <= MOST_ERROR_CHARS ? error : error.substring(0, MOST_ERROR_CHARS) + "...")
                .build();
    }

    private SnapshotEvent.Builder answer(SnapshotRequested request, SnapshotStatus status) {
        return SnapshotEvent.newBuilder()
                .setEnvironmentId(request.getEnvironmentId())
                .setEnvironment(request.getEnvironment())
                .setAttempt(request.getAttempt())
                .setStatus(status)
                .setHost(host);
    }

    Outcome outcome(SnapshotEvent event, Optional<TraceContext> trace) {
        byte[] key = event.getEnvironmentId().getBytes(StandardCharsets.UTF_8);
        return () -> List.of(new ProducerRecord<>(topic, null, key, codec.encode(event), TraceContext.headers(trace)));
    }
}
