package io.forkline.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.forkline.schemas.id.JobId;
import io.forkline.schemas.record.JobLimits;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobTest {

    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06.789Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Target TARGET = Targets.inline(Map.of("a.py", "pass\n"));

    @Test
    void jobWithNothingSaidGetsTheDefaults() {
        JobRequested record = job().build().toRecord(CLOCK);

        assertThat(JobId.isValid(record.getJobId())).isTrue();
        assertThat(record.getEnvironment()).isEqualTo("python-review");
        assertThat(record.getTarget()).isEqualTo(TARGET);
        assertThat(record.getPerspectives()).isEmpty();
        assertThat(record.getRequiredPerspectives()).isEmpty();
        assertThat(record.getDeadline()).isEqualTo(NOW.plus(Duration.ofMinutes(10)));
        assertThat(record.getLead().getMode()).isEqualTo(LeadMode.AUTO);
        assertThat(record.getBaseline()).isFalse();
        assertThat(record.getTenant()).isEqualTo("default");
        assertThat(record.getPriority()).isZero();
        assertThat(record.getLabels()).isEmpty();
        assertThat(record.getReplay()).isNull();
        assertThat(record.getLimits()).isNull();
    }

    @Test
    void everythingSaidIsInTheRecord() {
        JobRequested record = job().id(new JobId("nightly-1"))
                .perspectives(List.of("Security", "Tests"))
                .requiredPerspectives(List.of("Tests"))
                .deadline(Duration.ofSeconds(30))
                .lead(LeadMode.OPENAI)
                .leadModel("a-model")
                .leadInstructions("be brief")
                .baseline(true)
                .tenant("blue")
                .priority(-100)
                .labels(Map.of("team", "x"))
                .limits(JobLimits.newBuilder().setMemoryBytes(64L << 20).build())
                .build()
                .toRecord(CLOCK);

        assertThat(record.getJobId()).isEqualTo("nightly-1");
        assertThat(record.getPerspectives()).containsExactly("Security", "Tests");
        assertThat(record.getRequiredPerspectives()).containsExactly("Tests");
        assertThat(record.getDeadline()).isEqualTo(NOW.plusSeconds(30));
        assertThat(record.getLead().getMode()).isEqualTo(LeadMode.OPENAI);
        assertThat(record.getLead().getModel()).isEqualTo("a-model");
        assertThat(record.getLead().getInstructions()).isEqualTo("be brief");
        assertThat(record.getBaseline()).isTrue();
        assertThat(record.getTenant()).isEqualTo("blue");
        assertThat(record.getPriority()).isEqualTo(-100);
        assertThat(record.getLabels()).isEqualTo(Map.of("team", "x"));
        assertThat(record.getLimits())
                .isEqualTo(JobLimits.newBuilder().setMemoryBytes(64L << 20).build());
    }

    @Test
    void quorumIsInTheRecord() {
        assertThat(job().quorum(2).build().toRecord(CLOCK).getQuorum()).isEqualTo(2);
        assertThat(job().build().toRecord(CLOCK).getQuorum()).isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> job().quorum(0).build())
                .withMessage("quorum is 0; accepted is 1 to the number of perspectives");
    }

    @Test
    void jobThatSetsNoneOfItsLimitsIsTheJobWithoutThem() {
        Job job = job().limits(JobLimits.newBuilder().build()).build();

        assertThat(job.toRecord(CLOCK).getLimits()).isNull();
    }

    @Test
    void eachSubmissionOfJobWithoutIdHasAnIdOfItsOwn() {
        Job job = job().build();

        assertThat(job.toRecord(CLOCK).getJobId())
                .isNotEqualTo(job.toRecord(CLOCK).getJobId());
    }

    @Test
    void changeOfTheBuilderLeavesTheJobThatItBuiltAlone() {
        Job.Builder builder = job().tenant("before");
        Job job = builder.build();

        builder.tenant("after");

        assertThat(job.toRecord(CLOCK).getTenant()).isEqualTo("before");
    }

    @Test
    void deadlineThatIsOverIsRefusedWhenTheJobIsSubmitted() {
        Job job = job().deadline(NOW).build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> job.toRecord(CLOCK))
                .withMessage("the deadline 2026-02-03T04:05:06.789Z is over, it is 2026-02-03T04:05:06.789Z");
    }

    @Test
    void whatThePlannerWouldRejectIsRefusedWithTheReason() {
        refused(Job.builder(" ", TARGET), "a job names its environment");
        refused(job().tenant(""), "tenant has 0 characters; accepted is 1 to 100, not all blank");
        refused(job().perspectives(List.of("A", "A")), "perspectives names \"A\" twice; name each one once");
        refused(job().perspectives(List.of("sequential")), "no perspective is called sequential");
        refused(job().perspectives(List.of("A", " ")), "the perspectives hold a blank name");
        refused(job().requiredPerspectives(List.of("")), "the required perspectives hold a blank name");
        refused(job().requiredPerspectives(List.of("sequential")), "no perspective is called sequential");
        refused(
                job().perspectives(List.of("A")).requiredPerspectives(List.of("B")),
                "requiredPerspectives has \"B\", which perspectives leaves out; name it in both, or leave perspectives"
                        + " empty for all");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> job().deadline(Duration.ZERO))
                .withMessage("the deadline is a positive time after now, this is PT0S");
    }

    @Test
    void jobAtEveryLimitIsTaken() {
        Job job = job().priority(100)
                .tenant("t".repeat(100))
                .labels(labels(49, Map.of("k", "v".repeat(999))))
                .leadModel("m".repeat(200))
                .leadInstructions("i".repeat(16_384))
                .build();

        assertThat(job.toRecord(CLOCK).getLabels()).hasSize(50);
    }

    @Test
    void jobOneAboveALimitIsRefusedInTheWordsOfThePlanner() {
        refused(job().priority(101), "priority is 101; accepted is -100 to 100");
        refused(
                job().limits(JobLimits.newBuilder().setProcesses(0).build()),
                "limits.processes is 0; accepted is at least 1");
        refused(job().tenant("t".repeat(101)), "tenant has 101 characters; accepted is 1 to 100, not all blank");
        refused(job().labels(labels(51, Map.of())), "labels has 51 entries; accepted is at most 50");
        refused(
                job().labels(Map.of("k", "v".repeat(1_000))),
                "labels has one of 1001 characters; accepted is at most 1000, name and value together, and no blank name");
        refused(job().leadModel("m".repeat(201)), "lead.model has 201 characters; accepted is at most 200");
        refused(
                job().leadInstructions("i".repeat(16_385)),
                "lead.instructions has 16385 characters; accepted is at most 16384");
    }

    private static Map<String, String> labels(int count, Map<String, String> more) {
        Map<String, String> labels = new HashMap<>(more);
        for (int i = 0; i < count; i++) {
            labels.put("label-" + i, "value");
        }
        return labels;
    }

    private static void refused(Job.Builder job, String message) {
        assertThatIllegalArgumentException().isThrownBy(job::build).withMessage(message);
    }

    private static Job.Builder job() {
        return Job.builder("python-review", TARGET);
    }
}
