package io.forkline.snapshots.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.serde.StateCodec;
import io.forkline.snapshots.Jobs;
import io.forkline.snapshots.record.KnownJob;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;

class KnownJobRowsTest {

    @Test
    void rowWrittenBeforeIdsCouldBeFreeIsOfAJobThatBegan() throws Exception {
        Schema older;
        try (InputStream text = KnownJob.class.getResourceAsStream("KnownJob.v1.avsc")) {
            older = new Schema.Parser().parse(text);
        }
        ByteBuffer row = new BinaryMessageEncoder<GenericData.Record>(GenericData.get(), older)
                .encode(new GenericRecordBuilder(older)
                        .set("contentHash", ByteBuffer.wrap(new byte[16]))
                        .set("runs", 2)
                        .set("replays", List.of("again"))
                        .set("lastSeen", Jobs.START.toEpochMilli())
                        .build());

        KnownJob job = new StateCodec<>(KnownJob.class).decode(row.array());

        assertThat(job).isEqualTo(new KnownJob(ByteBuffer.wrap(new byte[16]), 2, List.of("again"), Jobs.START, null));
    }
}
