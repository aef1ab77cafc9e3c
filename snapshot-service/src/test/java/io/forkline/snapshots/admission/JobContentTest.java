package io.forkline.snapshots.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.record.InlineFile;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.LeadOptions;
import io.forkline.schemas.record.Replay;
import io.forkline.schemas.record.Target;
import io.forkline.schemas.record.TargetKind;
import io.forkline.snapshots.Jobs;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobContentTest {

    @Test
    void deadlineAndReplayAreNotContent() {
        JobRequested later = Jobs.builder("a")
                .setDeadline(Jobs.START.plusSeconds(1))
                .setReplay(new Replay("r", null))
                .build();

        assertThat(JobContent.hash(later)).isEqualTo(JobContent.hash(Jobs.job("a")));
    }

    @Test
    void everyOtherFieldIsContent() {
        ByteBuffer same = JobContent.hash(Jobs.job("a"));

        assertThat(List.of(
                        Jobs.builder("b"),
                        Jobs.builder("a").setEnvironment("other"),
                        Jobs.builder("a").setTarget(inline("a.py", "x")),
                        Jobs.builder("a").setPerspectives(List.of("Tests")),
                        Jobs.builder("a").setRequiredPerspectives(List.of("Tests")),
                        Jobs.builder("a").setLead(new LeadOptions(LeadMode.NONE, null, null)),
                        Jobs.builder("a").setBaseline(true),
                        Jobs.builder("a").setTenant("other"),
                        Jobs.builder("a").setPriority(1),
                        Jobs.builder("a").setLabels(Map.of("k", "v"))))
                .extracting(job -> JobContent.hash(job.build()))
                .doesNotHaveDuplicates()
                .doesNotContain(same);
    }

    @Test
    void contentOfInlineFilesCounts() {
        assertThat(JobContent.hash(
                        Jobs.builder("a").setTarget(inline("a.py", "x")).build()))
                .isNotEqualTo(JobContent.hash(
                        Jobs.builder("a").setTarget(inline("a.py", "y")).build()));
    }

    /** If this changes, every job that is known becomes another one: a new field has to be at its default. */
    @Test
    void hashStaysWhatItIsInTheLog() {
        assertThat(HexFormat.of().formatHex(JobContent.hash(Jobs.job("a")).array()))
                .isEqualTo("f2fc0dc535a84c38985f0a599d2873b3");
    }

    private static Target inline(String path, String content) {
        return Target.newBuilder()
                .setKind(TargetKind.INLINE)
                .setFiles(List.of(new InlineFile(path, ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)))))
                .build();
    }
}
