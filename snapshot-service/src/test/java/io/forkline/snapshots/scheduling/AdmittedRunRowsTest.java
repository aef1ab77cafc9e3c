package io.forkline.snapshots.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.serde.StateCodec;
import io.forkline.snapshots.record.AdmittedRun;
import io.forkline.snapshots.record.PlannerEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;

class AdmittedRunRowsTest {

    private static final AdmittedRun WITHOUT_STATE = new AdmittedRun(
            "job-1/1",
            "an-id",
            "review",
            1_000L,
            "00-a-b-01",
            ByteBuffer.wrap(new byte[] {1}),
            ByteBuffer.wrap(new byte[] {2}),
            null);

    @Test
    void rowOfBeforeThereWasATracestateHasNone() throws Exception {
        Schema older = schema("AdmittedRun.v1.avsc");

        AdmittedRun run = new StateCodec<>(AdmittedRun.class).decode(bytes(run(older), older));

        assertThat(run).isEqualTo(WITHOUT_STATE);
    }

    @Test
    void eventOfBeforeLikewise() throws Exception {
        Schema older = schema("PlannerEvent.v1.avsc");
        Schema ofRun = older.getField("event").schema().getTypes().stream()
                .filter(type -> type.getName().equals("AdmittedRun"))
                .findFirst()
                .orElseThrow();
        GenericData.Record event =
                new GenericRecordBuilder(older).set("event", run(ofRun)).build();

        PlannerEvent read = new StateCodec<>(PlannerEvent.class).decode(bytes(event, older));

        assertThat(read.getEvent()).isEqualTo(WITHOUT_STATE);
    }

    private static GenericData.Record run(Schema schema) {
        return new GenericRecordBuilder(schema)
                .set("runId", "job-1/1")
                .set("environmentId", "an-id")
                .set("environment", "review")
                .set("answerWithinMs", 1_000L)
                .set("traceparent", "00-a-b-01")
                .set("plan", ByteBuffer.wrap(new byte[] {1}))
                .set("task", ByteBuffer.wrap(new byte[] {2}))
                .build();
    }

    private static byte[] bytes(GenericData.Record record, Schema schema) throws IOException {
        ByteBuffer buffer = new BinaryMessageEncoder<GenericData.Record>(GenericData.get(), schema).encode(record);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static Schema schema(String name) throws IOException {
        try (InputStream text = AdmittedRun.class.getResourceAsStream(name)) {
            return new Schema.Parser().parse(text);
        }
    }
}
