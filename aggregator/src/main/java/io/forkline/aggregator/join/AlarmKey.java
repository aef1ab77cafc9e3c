package io.forkline.aggregator.join;

import io.forkline.aggregator.run.Alarm;
import io.forkline.schemas.id.RunId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;

/** A key of the time index: ordered by time, then by kind and run. Eight bytes of milliseconds, one of kind, the run id. */
record AlarmKey(Alarm alarm, RunId run) {

    private static final int PREFIX_BYTES = Long.BYTES + 1;

    Bytes toBytes() {
        byte[] id = run.toString().getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(PREFIX_BYTES + id.length)
                .putLong(alarm.at().toEpochMilli())
                .put((byte) alarm.kind().number())
                .put(id)
                .array());
    }

    static AlarmKey of(Bytes key) {
        ByteBuffer buffer = ByteBuffer.wrap(key.get());
        Instant at = Instant.ofEpochMilli(buffer.getLong());
        Alarm.Kind kind = Alarm.Kind.of(buffer.get());
        byte[] id = new byte[buffer.remaining()];
        buffer.get(id);
        return new AlarmKey(new Alarm(at, kind), RunId.parse(new String(id, StandardCharsets.UTF_8)));
    }

    /** Below every key of this time and later ones, above every key of an earlier one. */
    static Bytes first(Instant time) {
        return Bytes.wrap(
                ByteBuffer.allocate(Long.BYTES).putLong(time.toEpochMilli()).array());
    }

    /** Above every key of this time and before, below every key of a later one. */
    static Bytes last(Instant time) {
        return Bytes.wrap(
                ByteBuffer.allocate(Long.BYTES).putLong(time.toEpochMilli() + 1).array());
    }
}
