package io.forkline.snapshots.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.forkline.sandbox.environment.Environment;
import io.forkline.sandbox.target.TargetSource;
import io.forkline.schemas.record.InlineFile;
import io.forkline.schemas.record.JobLimits;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.LeadOptions;
import io.forkline.schemas.record.RejectionReason;
import io.forkline.schemas.record.Target;
import io.forkline.schemas.record.TargetKind;
import io.forkline.snapshots.Jobs;
import io.forkline.snapshots.TestEnvironments;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits that every job has are tested with {@code JobRules}; here, that the planner holds each job against them. */
class JobValidationTest {

    private static final Arrival ARRIVAL = new Arrival(0, Jobs.START, Jobs.START);
    private static final int MOST_CONTENT = 256 * 1024 - "a.py".length() - 16;

    private final JobValidation validation = new JobValidation(Duration.ofDays(6));
    private Environment environment;

    @BeforeEach
    void loadEnvironment(@TempDir Path folder) throws Exception {
        environment = TestEnvironments.in(folder).get("review");
    }

    static Stream<Arguments> atTheLimit() {
        return Stream.of(
                job("6 days", job -> job.setDeadline(Jobs.START.plus(Duration.ofDays(6)))),
                job("priority", job -> job.setPriority(100)),
                job("tenant", job -> job.setTenant("t".repeat(100))),
                job("labels", job -> job.setLabels(labels(50))),
                job("label", job -> job.setLabels(Map.of("k", "v".repeat(999)))),
                job("model", job -> job.setLead(new LeadOptions(LeadMode.AUTO, "m".repeat(200), null))),
                job("instructions", job -> job.setLead(new LeadOptions(LeadMode.AUTO, null, "i".repeat(16_384)))),
                job("quorum of all", job -> job.setQuorum(2)),
                job(
                        "limits of the environment",
                        limits(new JobLimits(1.0, 512L << 20, 64, 256L << 20, 1024, 256L << 20, 64L << 20))),
                job("inline files", job -> job.setTarget(inline(MOST_CONTENT))));
    }

    static Stream<Arguments> oneAbove() {
        return Stream.of(
                job(
                        "at most 518400 s",
                        job -> job.setDeadline(
                                Jobs.START.plus(Duration.ofDays(6)).plusMillis(1))),
                job("priority is 101", job -> job.setPriority(101)),
                job("quorum is 3; accepted is 1 to 2, the number of perspectives", job -> job.setQuorum(3)),
                job(
                        "quorum is 2; accepted is 1 to 1",
                        job -> job.setPerspectives(List.of("Tests")).setQuorum(2)),
                job("tenant has 101", job -> job.setTenant("t".repeat(101))),
                job("labels has 51 entries", job -> job.setLabels(labels(51))),
                job("labels has one of 1001", job -> job.setLabels(Map.of("k", "v".repeat(1_000)))),
                job("lead.model has 201", job -> job.setLead(new LeadOptions(LeadMode.AUTO, "m".repeat(201), null))),
                job(
                        "lead.instructions has 16385",
                        job -> job.setLead(new LeadOptions(LeadMode.AUTO, null, "i".repeat(16_385)))),
                job(
                        "limits.cpus is 1.5; accepted is at most 1.0 in the environment review; a job may lower a limit,"
                                + " and its environment raises it",
                        limits(each -> each.setCpus(1.5))),
                job(
                        "limits.memory is 536870913 bytes; accepted is at most 536870912 bytes in",
                        limits(each -> each.setMemoryBytes((512L << 20) + 1))),
                job("limits.processes is 65; accepted is at most 64 in", limits(each -> each.setProcesses(65))),
                job("limits.disk is", limits(each -> each.setDiskBytes((256L << 20) + 1))),
                job("limits.openFiles is 1025; accepted", limits(each -> each.setOpenFiles(1025))),
                job("limits.fileSize is", limits(each -> each.setFileSizeBytes((256L << 20) + 1))),
                job("limits.output is", limits(each -> each.setOutputBytes((64L << 20) + 1))),
                job("limits.memory is 1 bytes; accepted is at least", limits(each -> each.setMemoryBytes(1L))),
                job("target.files has 262145 bytes", job -> job.setTarget(inline(MOST_CONTENT + 1))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("atTheLimit")
    void jobAtTheLimitIsTaken(String what, JobRequested job) {
        assertThat(refusal(job)).as(what).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oneAbove")
    void jobAboveTheLimitIsInvalid(String message, JobRequested job) {
        Refusal refusal = refusal(job).orElseThrow();

        assertThat(refusal.reason()).isEqualTo(RejectionReason.INVALID);
        assertThat(refusal.message()).contains(message);
    }

    @Test
    void requiredPerspectiveIsOneOfTheEnvironmentToo() {
        JobRequested job =
                Jobs.builder("a").setRequiredPerspectives(List.of("Smell")).build();

        Refusal refusal = refusal(job).orElseThrow();

        assertThat(refusal.reason()).isEqualTo(RejectionReason.UNKNOWN_PERSPECTIVE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file://localhost/tmp/x",
                "file:tmp/x",
                "file:/x?y",
                "file:/x#f",
                "file:/a%00b",
                "http:/x",
                "http://my_host/x",
                "http://host:65536/x"
            })
    void uriThatNoWorkerCouldFetchIsRefused(String uri) {
        Optional<Refusal> refusal = refusal(archive(uri));

        assertThat(refusal).isPresent();
        assertThatIllegalArgumentException().isThrownBy(() -> TargetSource.requireFetchable(URI.create(uri)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:/x", "file:///x%20y", "http://host/x", "https://me:token@host:8443/x?y#z"})
    void uriThatWorkersFetchIsTaken(String uri) {
        Optional<Refusal> refusal = refusal(archive(uri));

        assertThat(refusal).isEmpty();
        assertThatNoException().isThrownBy(() -> TargetSource.requireFetchable(URI.create(uri)));
    }

    private Optional<Refusal> refusal(JobRequested job) {
        return validation.refusal(job, environment, ARRIVAL);
    }

    private static UnaryOperator<JobRequested.Builder> limits(JobLimits limits) {
        return job -> job.setLimits(limits);
    }

    private static UnaryOperator<JobRequested.Builder> limits(UnaryOperator<JobLimits.Builder> change) {
        return limits(change.apply(JobLimits.newBuilder()).build());
    }

    private static Arguments job(String what, UnaryOperator<JobRequested.Builder> change) {
        return Arguments.of(what, change.apply(Jobs.builder("a")).build());
    }

    private static JobRequested archive(String uri) {
        return Jobs.builder("a")
                .setTarget(Target.newBuilder()
                        .setKind(TargetKind.ARCHIVE)
                        .setUri(uri)
                        .build())
                .build();
    }

    private static Target inline(int bytes) {
        return Target.newBuilder()
                .setKind(TargetKind.INLINE)
                .setFiles(List.of(new InlineFile("a.py", ByteBuffer.allocate(bytes))))
                .build();
    }

    private static Map<String, String> labels(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "label-" + i, i -> "value"));
    }
}
