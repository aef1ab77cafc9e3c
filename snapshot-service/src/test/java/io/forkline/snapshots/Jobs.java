package io.forkline.snapshots;

import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.Replay;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.Target;
import io.forkline.schemas.record.TargetKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Jobs for tests: valid, and due ten minutes after the tests' time begins. */
public final class Jobs {

    /** When the tests' time begins. */
    public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    public static final Duration TIME = Duration.ofMinutes(10);

    private Jobs() {}

    public static JobRequested.Builder builder(String jobId) {
        return JobRequested.newBuilder()
                .setJobId(jobId)
                .setEnvironment("review")
                .setTarget(directory())
                .setDeadline(START.plus(TIME));
    }

    public static JobRequested job(String jobId) {
        return builder(jobId).build();
    }

    public static JobRequested replay(String jobId, String requestId, @Nullable String originRunId) {
        return replay(jobId, requestId, originRunId, List.of());
    }

    public static JobRequested replay(
            String jobId, String requestId, @Nullable String originRunId, List<PerspectiveReport> reused) {
        return builder(jobId)
                .setReplay(new Replay(requestId, originRunId, reused, null, null))
                .build();
    }

    /** An OK report of a run of a job, as its result has it. */
    public static PerspectiveReport report(String runId, String perspective) {
        return PerspectiveReport.newBuilder()
                .setTaskId(runId + "/" + perspective)
                .setJobId(runId.substring(0, runId.indexOf('/')))
                .setRunId(runId)
                .setEnvironmentId("e".repeat(64))
                .setPerspective(perspective)
                .setAttempt(2)
                .setOutcome(ReportOutcome.OK)
                .setScore(80.0)
                .setFinding("fine")
                .build();
    }

    /** A target that is pinned. */
    public static Target directory() {
        return Target.newBuilder(unpinned()).setSha256("5a".repeat(32)).build();
    }

    public static Target unpinned() {
        return Target.newBuilder()
                .setKind(TargetKind.DIRECTORY)
                .setUri("file:/srv/project")
                .setFiles(List.of())
                .build();
    }
}
