package io.forkline.snapshots.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.sandbox.environment.Environment;
import io.forkline.schemas.record.InlineFile;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.LeadOptions;
import io.forkline.schemas.record.Target;
import io.forkline.schemas.record.TargetKind;
import io.forkline.snapshots.Jobs;
import io.forkline.snapshots.TestEnvironments;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobValidationTest {

    private static final Arrival ARRIVAL = new Arrival(0, Jobs.START, Jobs.START);

    private final JobValidation validation = new JobValidation(Duration.ofDays(6));
    private Environment environment;

    @BeforeEach
    void loadEnvironment(@TempDir Path folder) throws Exception {
        environment = TestEnvironments.in(folder).get("review");
    }

    static Stream<Arguments> wrongJobs() {
        return Stream.of(
                wrong("perspectives names \"Tests\" twice", job -> job.setPerspectives(List.of("Tests", "Tests"))),
                wrong(
                        "requiredPerspectives has \"Security\"",
                        job -> job.setPerspectives(List.of("Tests")).setRequiredPerspectives(List.of("Security"))),
                wrong(
                        "at most 518400 s",
                        job -> job.setDeadline(
                                Jobs.START.plus(Duration.ofDays(6)).plusMillis(1))),
                wrong("accepted is -100 to 100", job -> job.setPriority(101)),
                wrong("accepted is -100 to 100", job -> job.setPriority(Integer.MIN_VALUE)),
                wrong("tenant has 1 characters; accepted is 1 to 100", job -> job.setTenant(" ")),
                wrong("tenant has 101", job -> job.setTenant("t".repeat(101))),
                wrong("labels has 51 entries", job -> job.setLabels(labels(51))),
                wrong("labels has one of 1001", job -> job.setLabels(Map.of("k", "v".repeat(1_000)))),
                wrong(
                        "lead.instructions has 16385",
                        job -> job.setLead(new LeadOptions(LeadMode.AUTO, null, "i".repeat(16_385)))),
                wrong("lead.model has 201", job -> job.setLead(new LeadOptions(LeadMode.AUTO, "m".repeat(201), null))),
                wrong("at most 262144", job -> job.setTarget(inline("a.py", 256 * 1024))),
                wrong("\"../a.py\"", job -> job.setTarget(inline("../a.py", 1))),
                wrong("\"/a.py\"", job -> job.setTarget(inline("/a.py", 1))),
                wrong("\"a\\b\"", job -> job.setTarget(inline("a\\b", 1))),
                wrong(
                        "needs target.uri",
                        job -> job.setTarget(target(TargetKind.ARCHIVE).build())),
                wrong(
                        "accepted are file:, http: and https:",
                        job -> job.setTarget(
                                target(TargetKind.ARCHIVE).setUri("ftp://x/y").build())),
                wrong(
                        "64 lower-case hex digits",
                        job -> job.setTarget(target(TargetKind.DIRECTORY)
                                .setUri("file:/x")
                                .setSha256("abc")
                                .build())),
                wrong(
                        "target.commit and target.ref are for GIT",
                        job -> job.setTarget(target(TargetKind.DIRECTORY)
                                .setUri("file:/x")
                                .setRef("main")
                                .build())),
                wrong(
                        "40 lower-case hex digits",
                        job -> job.setTarget(target(TargetKind.GIT)
                                .setUri("https://x/y.git")
                                .setCommit("main")
                                .build())),
                wrong(
                        "the URL of a repository",
                        job -> job.setTarget(
                                target(TargetKind.GIT).setUri("--upload-pack=x").build())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongJobs")
    void messageNamesTheFieldAndWhatIsAccepted(String message, JobRequested job) {
        assertThat(validation.refusal(job, environment, ARRIVAL).orElseThrow().message())
                .contains(message);
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
                "http://my_host/x"
            })
    void targetThatNoWorkerCouldFetchIsRefused(String uri) {
        Target archive = target(TargetKind.ARCHIVE).setUri(uri).build();

        assertThat(validation
                        .refusal(Jobs.builder("a").setTarget(archive).build(), environment, ARRIVAL)
                        .orElseThrow()
                        .message())
                .contains("target.uri cannot be fetched")
                .contains(uri);
    }

    @Test
    void targetsOfEveryKindAreAccepted() {
        List<Target> targets = List.of(
                inline("src/a.py", 1_000),
                target(TargetKind.INLINE).build(),
                target(TargetKind.DIRECTORY)
                        .setUri("file:/x")
                        .setSha256("0".repeat(64))
                        .build(),
                target(TargetKind.ARCHIVE).setUri("HTTPS://x/y.tar.gz").build(),
                target(TargetKind.GIT)
                        .setUri("git@host:x/y.git")
                        .setCommit("0".repeat(40))
                        .setRef("main")
                        .build());

        assertThat(targets)
                .allSatisfy(target -> assertThat(validation.refusal(
                                Jobs.builder("a").setTarget(target).build(), environment, ARRIVAL))
                        .isEmpty());
    }

    private static Arguments wrong(String message, UnaryOperator<JobRequested.Builder> change) {
        return Arguments.of(message, change.apply(Jobs.builder("a")).build());
    }

    private static Target.Builder target(TargetKind kind) {
        return Target.newBuilder().setKind(kind);
    }

    private static Target inline(String path, int bytes) {
        return target(TargetKind.INLINE)
                .setFiles(List.of(new InlineFile(path, ByteBuffer.allocate(bytes))))
                .build();
    }

    private static Map<String, String> labels(int count) {
        return Stream.iterate(1, i -> i + 1)
                .limit(count)
                .collect(java.util.stream.Collectors.toMap(i -> "label-" + i, i -> "value"));
    }
}
