package io.forkline.snapshots.admission;

import io.forkline.sandbox.environment.Perspective;
import io.forkline.schemas.id.RunId;
import io.forkline.schemas.job.ReplayRules;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.PerspectiveReport;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The reports that a replay brings from earlier runs of its job. They become reports of its own run, and say whence they are. */
final class ReusedReports {

    private ReusedReports() {}

    /**
     * What is wrong with them, if anything.
     *
     * @param perspectives those that the job asks for
     * @param runs run numbers of the job that are taken, that of the replay among them
     */
    static Optional<Refusal> refusal(JobRequested job, List<Perspective> perspectives, int runs) {
        return ReplayRules.wrong(job)
                .or(() -> ofNoRun(job, runs))
                .or(() -> ofNoPerspective(job, perspectives))
                .or(() -> nothingLeft(job, perspectives))
                .map(Refusal::invalid);
    }

    /** As reports of this run. */
    static List<PerspectiveReport> of(RunId run, List<PerspectiveReport> reports) {
        return reports.stream()
                .map(report -> PerspectiveReport.newBuilder(report)
                        .setTaskId(run.task(report.getPerspective()).toString())
                        .setRunId(run.toString())
                        .setReusedFrom(Objects.requireNonNullElse(report.getReusedFrom(), report.getRunId()))
                        .build())
                .toList();
    }

    private static Optional<String> ofNoRun(JobRequested job, int runs) {
        return ReplayRules.reused(job).stream()
                .map(report -> Objects.requireNonNullElse(report.getReusedFrom(), report.getRunId()))
                .filter(run -> RunId.parse(run).number() >= runs)
                .findFirst()
                .map(run -> "replay.reused has a report of the run " + run + ", and there is none before this one");
    }

    private static Optional<String> ofNoPerspective(JobRequested job, List<Perspective> perspectives) {
        Set<String> names = perspectives.stream().map(Perspective::name).collect(Collectors.toSet());
        return ReplayRules.reused(job).stream()
                .map(PerspectiveReport::getPerspective)
                .filter(name -> !names.contains(name))
                .findFirst()
                .map(name ->
                        "replay.reused has a report on " + name + ", which is none of the perspectives of the job now: "
                                + String.join(", ", names.stream().sorted().toList()) + "; replay all of them");
    }

    private static Optional<String> nothingLeft(JobRequested job, List<Perspective> perspectives) {
        return !perspectives.isEmpty() && ReplayRules.reused(job).size() == perspectives.size()
                ? Optional.of("replay.reused has a report on every perspective, so that nothing would run")
                : Optional.empty();
    }
}
