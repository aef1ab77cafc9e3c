package io.forkline.schemas.job;

import io.forkline.schemas.id.RunId;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.Replay;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a replay has to keep that reuses reports, as far as its record alone can tell. */
public final class ReplayRules {

    public static final int MOST_REQUEST_ID_CHARS = 200;

    private ReplayRules() {}

    /** Whether a request may have this id. */
    public static boolean isRequestId(String text) {
        return !text.isBlank() && text.length() <= MOST_REQUEST_ID_CHARS;
    }

    /** The reports that the run reuses; empty where it is no replay, or runs everything again. */
    public static List<PerspectiveReport> reused(JobRequested job) {
        return job.getReplay() == null ? List.of() : job.getReplay().getReused();
    }

    /** Their perspectives. */
    public static Set<String> reusedPerspectives(JobRequested job) {
        return reused(job).stream().map(PerspectiveReport::getPerspective).collect(Collectors.toSet());
    }

    /** What the run looks at: the target of the job, pinned to the tree of the reports it reuses. */
    public static Target target(JobRequested job) {
        Replay replay = job.getReplay();
        if (replay == null || (replay.getSha256() == null && replay.getCommit() == null)) {
            return job.getTarget();
        }
        return Target.newBuilder(job.getTarget())
                .setSha256(replay.getSha256())
                .setCommit(replay.getCommit())
                .build();
    }

    /** The first thing that is wrong with the replay of this job, if anything. */
    public static Optional<String> wrong(JobRequested job) {
        Replay replay = job.getReplay();
        if (replay == null) {
            return Optional.empty();
        }
        Set<String> seen = new HashSet<>();
        return replay.getReused().stream()
                .flatMap(report -> wrong(job, report, seen).stream())
                .findFirst()
                .or(() -> wrongPin(job, replay));
    }

    private static Optional<String> wrong(JobRequested job, PerspectiveReport report, Set<String> seen) {
        String perspective = report.getPerspective();
        if (!seen.add(perspective)) {
            return Optional.of("replay.reused has two reports on " + perspective + "; give one");
        }
        if (report.getOutcome() != ReportOutcome.OK) {
            return Optional.of("replay.reused has a report on " + perspective + " that is " + report.getOutcome()
                    + "; only what is OK can be reused");
        }
        return Stream.of(Optional.of(report.getRunId()), Optional.ofNullable(report.getReusedFrom()))
                .flatMap(Optional::stream)
                .filter(run -> !isRunOf(job, run))
                .findFirst()
                .map(run -> "replay.reused has a report on " + perspective + " of the run \"" + run
                        + "\", which is no run of the job " + job.getJobId());
    }

    private static boolean isRunOf(JobRequested job, String run) {
        try {
            return RunId.parse(run).job().value().equals(job.getJobId());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Optional<String> wrongPin(JobRequested job, Replay replay) {
        boolean pins = replay.getSha256() != null || replay.getCommit() != null;
        if (pins && replay.getReused().isEmpty()) {
            return Optional.of("replay.sha256 and replay.commit are for reused reports, and there are none");
        }
        if (pins && TargetRules.isPinned(job.getTarget()) && !target(job).equals(job.getTarget())) {
            return Optional.of("the target of the job is pinned, and replay.sha256 or replay.commit pins another one");
        }
        if (!replay.getReused().isEmpty() && !TargetRules.isPinned(target(job))) {
            return Optional.of(
                    "the target of the job is not pinned, and reused reports are about the tree of their run;"
                            + " give replay.sha256 or replay.commit");
        }
        return pins ? TargetRules.wrong(target(job)) : Optional.empty();
    }
}
