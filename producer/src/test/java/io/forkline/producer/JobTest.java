package io.forkline.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.forkline.schemas.id.JobId;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
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
        refused(job().priority(101), "the priority is 101; give one from -100 to 100");
        refused(job().tenant(""), "the tenant of a job is not blank");
        refused(job().perspectives(List.of("A", "A")), "the perspectives name \"A\" twice");
        refused(job().perspectives(List.of("sequential")), "no perspective is called sequential");
        refused(
                job().perspectives(List.of("A")).requiredPerspectives(List.of("B")),
                "the required perspective \"B\" is not among the perspectives [A]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> job().deadline(Duration.ZERO))
                .withMessage("the deadline is a positive time after now, this is PT0S");
    }

    private static void refused(Job.Builder job, String message) {
        assertThatIllegalArgumentException().isThrownBy(job::build).withMessage(message);
    }

    private static Job.Builder job() {
        return Job.builder("python-review", TARGET);
    }
}
