package io.forkline.schemas.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.record.JobLimits;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.LeadOptions;
import io.forkline.schemas.record.Target;
import io.forkline.schemas.record.TargetKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JobRulesTest {

    static Stream<Arguments> atTheLimit() {
        return Stream.of(
                job("priority 100", job -> job.setPriority(100)),
                job("priority -100", job -> job.setPriority(-100)),
                job("tenant of 100", job -> job.setTenant("t".repeat(100))),
                job("50 labels", job -> job.setLabels(labels(50))),
                job(
                        "quorum of all",
                        job -> job.setPerspectives(List.of("Tests")).setQuorum(1)),
                job("quorum of a number that is not known", job -> job.setQuorum(7)),
                job("label of 1000", job -> job.setLabels(Map.of("k", "v".repeat(999)))),
                job("model of 200", job -> job.setLead(new LeadOptions(LeadMode.AUTO, "m".repeat(200), null))),
                job(
                        "instructions of 16384",
                        job -> job.setLead(new LeadOptions(LeadMode.AUTO, null, "i".repeat(16_384)))),
                job(
                        "the least of every limit",
                        job -> job.setLimits(new JobLimits(0.1, 16L << 20, 1, 1L << 20, 16, 4096L, 1024L))),
                job("no limit", job -> job.setLimits(JobLimits.newBuilder().build())),
                job(
                        "required one of all",
                        job -> job.setPerspectives(List.of()).setRequiredPerspectives(List.of("Tests"))));
    }

    static Stream<Arguments> oneAbove() {
        return Stream.of(
                job("priority is 101; accepted is -100 to 100", job -> job.setPriority(101)),
                job("priority is -101; accepted is -100 to 100", job -> job.setPriority(-101)),
                job("priority is -2147483648; accepted is -100 to 100", job -> job.setPriority(Integer.MIN_VALUE)),
                job(
                        "tenant has 101 characters; accepted is 1 to 100, not all blank",
                        job -> job.setTenant("t".repeat(101))),
                job("tenant has 1 characters; accepted is 1 to 100, not all blank", job -> job.setTenant(" ")),
                job("quorum is 0; accepted is 1 to the number of perspectives", job -> job.setQuorum(0)),
                job(
                        "quorum is 3; accepted is 1 to 2, the number of perspectives",
                        job -> job.setPerspectives(List.of("Tests", "Security")).setQuorum(3)),
                job(
                        "quorum is set beside baseline, which begins only when every perspective is over; leave one of them"
                                + " out",
                        job -> job.setQuorum(1).setBaseline(true)),
                job("labels has 51 entries; accepted is at most 50", job -> job.setLabels(labels(51))),
                job(
                        "labels has one of 1001 characters; accepted is at most 1000, name and value together, and no"
                                + " blank name",
                        job -> job.setLabels(Map.of("k", "v".repeat(1_000)))),
                job(
                        "labels has one of 2 characters; accepted is at most 1000, name and value together, and no blank"
                                + " name",
                        job -> job.setLabels(Map.of(" ", "v"))),
                job(
                        "lead.model has 201 characters; accepted is at most 200",
                        job -> job.setLead(new LeadOptions(LeadMode.AUTO, "m".repeat(201), null))),
                job(
                        "lead.instructions has 16385 characters; accepted is at most 16384",
                        job -> job.setLead(new LeadOptions(LeadMode.AUTO, null, "i".repeat(16_385)))),
                job(
                        "perspectives names \"Tests\" twice; name each one once",
                        job -> job.setPerspectives(List.of("Tests", "Tests"))),
                job(
                        "requiredPerspectives has \"Security\", which perspectives leaves out; name it in both, or leave"
                                + " perspectives empty for all",
                        job -> job.setPerspectives(List.of("Tests")).setRequiredPerspectives(List.of("Security"))),
                job("limits.cpus is 0.05; accepted is at least 0.1", limits(each -> each.setCpus(0.05))),
                job("limits.cpus is NaN; accepted is at least 0.1", limits(each -> each.setCpus(Double.NaN))),
                job(
                        "limits.memory is 1 bytes; accepted is at least 16777216 bytes",
                        limits(each -> each.setMemoryBytes(1L))),
                job("limits.processes is 0; accepted is at least 1", limits(each -> each.setProcesses(0))),
                job(
                        "limits.disk is 0 bytes; accepted is at least 1048576 bytes",
                        limits(each -> each.setDiskBytes(0L))),
                job("limits.openFiles is 15; accepted is at least 16", limits(each -> each.setOpenFiles(15))),
                job(
                        "limits.fileSize is 4095 bytes; accepted is at least 4096 bytes",
                        limits(each -> each.setFileSizeBytes(4095L))),
                job(
                        "limits.output is -1 bytes; accepted is at least 1024 bytes",
                        limits(each -> each.setOutputBytes(-1L))),
                job(
                        "target.kind is ARCHIVE, which needs target.uri",
                        job -> job.setTarget(
                                Target.newBuilder().setKind(TargetKind.ARCHIVE).build())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("atTheLimit")
    void jobAtTheLimitIsTaken(String what, JobRequested job) {
        assertThat(JobRules.wrong(job)).as(what).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oneAbove")
    void messageNamesTheFieldAndWhatIsAccepted(String message, JobRequested job) {
        assertThat(JobRules.wrong(job)).contains(message);
    }

    @Test
    void allThatIsWrongIsNamedAtOnce() {
        JobRequested job = (JobRequested)
                job("", each -> each.setPriority(1000).setTenant("")).get()[1];

        assertThat(JobRules.wrong(job).orElseThrow())
                .startsWith("(1) priority is 1000; accepted is -100 to 100 (2) tenant has 0 characters");
    }

    private static UnaryOperator<JobRequested.Builder> limits(UnaryOperator<JobLimits.Builder> change) {
        return job -> job.setLimits(change.apply(JobLimits.newBuilder()).build());
    }

    private static Arguments job(String what, UnaryOperator<JobRequested.Builder> change) {
        JobRequested.Builder valid = JobRequested.newBuilder()
                .setJobId("a")
                .setEnvironment("review")
                .setTarget(Target.newBuilder().setKind(TargetKind.INLINE).build())
                .setDeadline(Instant.EPOCH);
        return Arguments.of(what, change.apply(valid).build());
    }

    private static Map<String, String> labels(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "label-" + i, i -> "value"));
    }
}
