package io.forkline.schemas.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.Replay;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.Target;
import io.forkline.schemas.record.TargetKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplayRulesTest {

    private static final String PIN = "5a".repeat(32);

    @Test
    void reportsThatWereFineMayBeReused() {
        assertThat(ReplayRules.wrong(job(PIN, List.of(report()), null))).isEmpty();
        assertThat(ReplayRules.wrong(job(null, List.of(report()), PIN))).isEmpty();
        assertThat(ReplayRules.wrong(job(null, List.of(), null))).isEmpty();
    }

    @Test
    void aPinIsForReusedReportsOfAnUnpinnedTarget() {
        assertThat(ReplayRules.wrong(job(null, List.of(), PIN)))
                .hasValueSatisfying(wrong -> assertThat(wrong).contains("there are none"));
        assertThat(ReplayRules.wrong(job(PIN, List.of(report()), "6b".repeat(32))))
                .hasValueSatisfying(wrong -> assertThat(wrong).contains("pins another one"));
        assertThat(ReplayRules.wrong(job(null, List.of(report()), null)))
                .hasValueSatisfying(wrong -> assertThat(wrong).contains("is not pinned"));
        assertThat(ReplayRules.wrong(job(null, List.of(report()), "short")))
                .hasValueSatisfying(wrong -> assertThat(wrong).contains("64 lower-case hex digits"));
    }

    @Test
    void aReplayLooksAtTheTreeThatItNames() {
        assertThat(ReplayRules.target(job(null, List.of(report()), PIN)).getSha256())
                .isEqualTo(PIN);
        assertThat(ReplayRules.target(job(null, List.of(), null)).getSha256()).isNull();
    }

    private static JobRequested job(
            @Nullable String targetPin, List<PerspectiveReport> reused, @Nullable String replayPin) {
        return JobRequested.newBuilder()
                .setJobId("a")
                .setReplay(new Replay("again", "a/1", reused, replayPin, null))
                .setEnvironment("review")
                .setTarget(Target.newBuilder()
                        .setKind(TargetKind.DIRECTORY)
                        .setUri("file:/srv/project")
                        .setFiles(List.of())
                        .setSha256(targetPin)
                        .build())
                .setDeadline(Instant.EPOCH)
                .build();
    }

    private static PerspectiveReport report() {
        return PerspectiveReport.newBuilder()
                .setTaskId("a/1/Tests")
                .setJobId("a")
                .setRunId("a/1")
                .setEnvironmentId("e".repeat(64))
                .setPerspective("Tests")
                .setAttempt(1)
                .setOutcome(ReportOutcome.OK)
                .build();
    }
}
