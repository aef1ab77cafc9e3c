package io.forkline.schemas.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.record.InlineFile;
import io.forkline.schemas.record.JobLimits;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.LeadOptions;
import io.forkline.schemas.record.Replay;
import io.forkline.schemas.record.Target;
import io.forkline.schemas.record.TargetKind;
import io.forkline.schemas.registry.ConfluentSchemaRegistry;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.serde.RecordCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobContentTest {

    private static final Instant DUE = Instant.parse("2026-03-01T12:10:00Z");

    @Test
    void deadlineAndReplayAreNotContent() {
        JobRequested later = job("a").setDeadline(DUE.plusSeconds(1))
                .setReplay(new Replay("r", null, List.of(), null, null))
                .build();

        assertThat(JobContent.hash(later)).isEqualTo(JobContent.hash(job("a").build()));
    }

    @Test
    void everyOtherFieldIsContent() {
        String same = JobContent.hash(job("a").build());

        assertThat(List.of(
                        job("b"),
                        job("a").setEnvironment("other"),
                        job("a").setTarget(inline("a.py", "x")),
                        job("a").setPerspectives(List.of("Tests")),
                        job("a").setRequiredPerspectives(List.of("Tests")),
                        job("a").setLead(new LeadOptions(LeadMode.NONE, null, null)),
                        job("a").setBaseline(true),
                        job("a").setTenant("other"),
                        job("a").setPriority(1),
                        job("a").setLabels(Map.of("k", "v")),
                        job("a").setLimits(
                                        JobLimits.newBuilder().setProcesses(3).build()),
                        job("a").setLimits(
                                        JobLimits.newBuilder().setOpenFiles(3).build())))
                .extracting(job -> JobContent.hash(job.build()))
                .doesNotHaveDuplicates()
                .doesNotContain(same);
    }

    @Test
    void everyLabelCountsByNameAndValue() {
        assertThat(List.of(
                        Map.of("branch", "main"),
                        Map.of("branch", "next"),
                        Map.of("tag", "main"),
                        Map.of("branch", "main", "tag", "main")))
                .extracting(labels -> JobContent.hash(job("a").setLabels(labels).build()))
                .doesNotHaveDuplicates();
    }

    /** Without the length of the first list, the second would read as its end. */
    @Test
    void listThatEndsEarlierIsAnotherList() {
        JobRequested one = job("a").setPerspectives(List.of("Tests", "requiredPerspectives", "Docs"))
                .build();
        JobRequested two = job("a").setPerspectives(List.of("Tests"))
                .setRequiredPerspectives(List.of("Docs"))
                .build();

        assertThat(JobContent.hash(one)).isNotEqualTo(JobContent.hash(two));
    }

    @Test
    void contentOfInlineFilesCounts() {
        assertThat(JobContent.hash(job("a").setTarget(inline("a.py", "x")).build()))
                .isNotEqualTo(
                        JobContent.hash(job("a").setTarget(inline("a.py", "y")).build()));
    }

    @Test
    void whoSubmitsAJobAndWhoReadsItFindTheSameHash() {
        JobRequested written = job("a").setReplay(new Replay("r", "a/1", List.of(), null, null))
                .setTarget(inline("b/ı.py", "x"))
                .setPerspectives(List.of("Tests", "Security"))
                .setRequiredPerspectives(List.of("Tests"))
                .setLead(new LeadOptions(LeadMode.OPENAI, "a-model", "be brief"))
                .setBaseline(true)
                .setTenant("€")
                .setPriority(-3)
                .setLabels(Map.of("b", "1", "😀", "2", "ﬀ", "3", "a", ""))
                .build();

        JobRequested read = throughTheLog(written);

        assertThat(JobContent.hash(read)).isEqualTo(JobContent.hash(written));
    }

    @Test
    void fieldsThatNobodySetAreTheSameWrittenAndRead() {
        JobRequested read = throughTheLog(job("a").build());

        assertThat(JobContent.hash(read)).isEqualTo(JobContent.hash(job("a").build()));
    }

    /** If this changes, every job that is known becomes another one: a new field has to be at its default. */
    @Test
    void hashStaysWhatItIsInTheLog() {
        assertThat(JobContent.hash(job("a").build())).isEqualTo("f2fc0dc535a84c38985f0a599d2873b3");
    }

    private static JobRequested throughTheLog(JobRequested job) {
        try (SchemaRegistry registry = ConfluentSchemaRegistry.connect("mock://job-content", Map.of())) {
            RecordCodec<JobRequested> codec = new RecordCodec<>(registry, JobRequested.class, "jobs");
            return ((Decoded.Value<JobRequested>) codec.decode(codec.encode(job))).value();
        }
    }

    private static JobRequested.Builder job(String jobId) {
        return JobRequested.newBuilder()
                .setJobId(jobId)
                .setEnvironment("review")
                .setTarget(Target.newBuilder()
                        .setKind(TargetKind.DIRECTORY)
                        .setUri("file:/srv/project")
                        .build())
                .setDeadline(DUE);
    }

    private static Target inline(String path, String content) {
        return Target.newBuilder()
                .setKind(TargetKind.INLINE)
                .setFiles(List.of(new InlineFile(path, ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)))))
                .build();
    }
}
