package io.forkline.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.schemas.record.ExpectedPerspective;
import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.Limits;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.record.Timings;
import io.forkline.schemas.record.TokenUsage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;

class StateCodecTest {

    private static final int HEADER_BYTES = 10;

    private final StateCodec<RunPlanned> plans = new StateCodec<>(RunPlanned.class);

    @Test
    void rowOfAnOlderSchemaIsReadWithTheDefaultsOfTheNewFields() throws IOException {
        Schema older = resource("RunPlanned.v1.avsc");
        byte[] row = row(older, new RandomRecords(new Random(1)).bytes(older));

        RunPlanned plan = plans.decode(row);

        assertThat(plan.getContentHash()).isNull();
        assertThat(plan.getExpected()).allMatch(ExpectedPerspective.class::isInstance);
        assertThat(RecordJson.tree(plans.decode(plans.encode(plan)))).isEqualTo(RecordJson.tree(plan));
    }

    @Test
    void planOfBeforeThereWereQuorumsIsReadWithoutOne() throws IOException {
        Schema older = resource("RunPlanned.v2.avsc");

        RunPlanned plan = plans.decode(row(older, new RandomRecords(new Random(1)).bytes(older)));

        assertThat(plan.getQuorum()).isNull();
    }

    @Test
    void planOfBeforeItHadATraceIsReadWithoutOne() throws IOException {
        Schema older = resource("RunPlanned.v3.avsc");

        RunPlanned plan = plans.decode(row(older, new RandomRecords(new Random(1)).bytes(older)));

        assertThat(plan.getTraceparent()).isNull();
        assertThat(plan.getTracestate()).isNull();
        assertThat(plan.getPlannedAt()).isNull();
    }

    @Test
    void verdictOfBeforeTokensWereCountedIsReadAsNobodys() throws IOException {
        Schema older = resource("LeadVerdict.v1.avsc");

        LeadVerdict verdict =
                new StateCodec<>(LeadVerdict.class).decode(row(older, new RandomRecords(new Random(1)).bytes(older)));

        assertThat(verdict.getTenant()).isNull();
        assertThat(verdict.getOverBudget()).isFalse();
    }

    @Test
    void reportThatWasJoinedBeforeThereWereStagesIsReadWithoutThem() throws IOException {
        StateCodec<PerspectiveReport> reports = new StateCodec<>(PerspectiveReport.class);
        Schema older = resource("PerspectiveReport.v1.avsc");
        List<byte[]> rows = IntStream.range(0, 20)
                .mapToObj(seed -> row(older, new RandomRecords(new Random(seed)).bytes(older)))
                .toList();

        List<Timings> timings = rows.stream()
                .map(reports::decode)
                .map(PerspectiveReport::getTimings)
                .filter(Objects::nonNull)
                .toList();

        assertThat(timings)
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.getStages()).isNull());
    }

    @Test
    void taskOfARunThatWasAdmittedBeforeThereWereLimitsOfJobsIsRead() throws IOException {
        Schema older = resource("ForkTask.v1.avsc");
        byte[] row = row(older, new RandomRecords(new Random(1)).bytes(older));

        ForkTask task = new StateCodec<>(ForkTask.class).decode(row);

        assertThat(task.getJobLimits()).isNull();
        assertThat(task.getSecrets()).isEmpty();
        assertThat(task.getLimits())
                .returns(1024, Limits::getOpenFiles)
                .returns(null, Limits::getFileSizeBytes)
                .returns(64L << 20, Limits::getOutputBytes);
    }

    @Test
    void rowOfASchemaThatNobodyKnowsIsABug() {
        byte[] other = new StateCodec<>(TokenUsage.class).encode(new TokenUsage(1L, 2L, 3L));

        assertThatThrownBy(() -> plans.decode(other))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was it written by a newer version?");
    }

    private static Schema resource(String name) throws IOException {
        try (InputStream text = RunPlanned.class.getResourceAsStream(name)) {
            return new Schema.Parser().parse(text);
        }
    }

    /** Avro's single-object encoding: two bytes of its own, the fingerprint with its lowest byte first, the binary. */
    private static byte[] row(Schema schema, byte[] avro) {
        return ByteBuffer.allocate(HEADER_BYTES + avro.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0xC3)
                .put((byte) 0x01)
                .putLong(SchemaNormalization.parsingFingerprint64(schema))
                .put(avro)
                .array();
    }
}
