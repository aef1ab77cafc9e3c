package io.forkline.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.serde.RandomRecords;
import io.forkline.schemas.serde.RecordJson;
import java.util.Map;
import java.util.Random;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class JsonFieldsTest {

    private static final SpecificData MODEL = SpecificData.getForClass(JobRequested.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Every field of every kind, nested ones too: a field that is added to a record is read without a word here. */
    @RepeatedTest(50)
    void recordThatIsShownAsJsonIsReadAsTheSameRecord(RepetitionInfo round) throws Exception {
        JobRequested job = random(round.getCurrentRepetition());
        JsonNode shown = JSON.readTree(RecordJson.text(job));
        Errors errors = new Errors();

        JobRequested read = new JobRequested();
        new JsonFields(MODEL, (schema, object) -> Map.of(), errors).read(read, shown, "");

        assertThat(errors.messages()).isEmpty();
        assertThat(RecordJson.text(read)).isEqualTo(RecordJson.text(job));
    }

    private static JobRequested random(int seed) throws Exception {
        byte[] bytes = new RandomRecords(new Random(seed)).bytes(JobRequested.getClassSchema());
        return new SpecificDatumReader<JobRequested>(
                        JobRequested.getClassSchema(), JobRequested.getClassSchema(), MODEL)
                .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
    }
}
