package io.forkline.cli.deadletters;

import io.forkline.schemas.deadletter.BuriedRecord;
import io.forkline.schemas.deadletter.DeadLetter;
import io.forkline.schemas.deadletter.Redrives;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record of the topic of the dead letters.
 *
 * @param buriedAt when the broker took it
 * @param key of the record that was buried
 * @param value likewise
 * @param headers of the record that was buried; all there are where it is not in Forkline's form
 * @param said what Forkline said of it; empty where the letter is not in its form, as others can write to the topic too
 * @param bytesCut how many bytes of the record are lost
 */
record Letter(
        LetterId id,
        Instant buriedAt,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Headers headers,
        Optional<DeadLetter> said,
        long bytesCut) {

    static Letter of(ConsumerRecord<byte[], byte[]> record) {
        Optional<BuriedRecord> buried = BuriedRecord.read(record.key(), record.value(), record.headers());
        return new Letter(
                LetterId.of(record),
                Instant.ofEpochMilli(record.timestamp()),
                record.key(),
                record.value(),
                buried.map(BuriedRecord::headers).orElse(record.headers()),
                buried.map(BuriedRecord::letter),
                buried.map(BuriedRecord::bytesCut).orElse(0L));
    }

    /** How often the record was redriven before it came here; empty where its header is not a number. */
    Optional<Redrives> redrives() {
        return Redrives.of(headers);
    }
}
