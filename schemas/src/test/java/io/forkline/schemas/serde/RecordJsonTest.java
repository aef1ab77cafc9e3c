package io.forkline.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.record.ControlAction;
import io.forkline.schemas.record.InlineFile;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.RunControl;
import io.forkline.schemas.record.Target;
import io.forkline.schemas.record.TargetKind;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordJsonTest {

    @Test
    void fieldsKeepTheirOrderAndNullsAreShown() {
        RunControl control = RunControl.newBuilder()
                .setJobId("j")
                .setRunId(null)
                .setAction(ControlAction.CANCEL)
                .setRequestedAt(Instant.parse("2026-01-02T03:04:05.006Z"))
                .setRequestedBy("ı\"x")
                .setReason("why")
                .build();

        assertThat(RecordJson.text(control)).isEqualToNormalizingNewlines("""
                {
                  "jobId" : "j",
                  "runId" : null,
                  "action" : "CANCEL",
                  "requestedAt" : "2026-01-02T03:04:05.006Z",
                  "requestedBy" : "ı\\"x",
                  "reason" : "why",
                  "forksOnly" : false
                }""");
    }

    @Test
    void recordsListsMapsAndBytesAreNested() {
        JobRequested job = JobRequested.newBuilder()
                .setJobId("j")
                .setEnvironment("e")
                .setTarget(Target.newBuilder()
                        .setKind(TargetKind.INLINE)
                        .setFiles(List.of(new InlineFile("a", ByteBuffer.wrap(new byte[] {1, 2, 3}))))
                        .build())
                .setPerspectives(List.of("A", "B"))
                .setDeadline(Instant.EPOCH)
                .setLabels(Map.of("b", "2", "a", "1"))
                .build();

        assertThat(RecordJson.tree(job).toString())
                .contains("\"files\":[{\"path\":\"a\",\"content\":\"AQID\"}]")
                .contains("\"perspectives\":[\"A\",\"B\"]")
                .contains("\"baseline\":false", "\"priority\":0")
                .contains("\"labels\":{\"a\":\"1\",\"b\":\"2\"}");
    }

    @Test
    void writingLeavesTheBytesOfTheRecordUnread() {
        InlineFile file = new InlineFile("a", ByteBuffer.wrap(new byte[] {1}));

        assertThat(RecordJson.text(file)).isEqualTo(RecordJson.text(file));
        assertThat(file.getContent().remaining()).isEqualTo(1);
    }
}
