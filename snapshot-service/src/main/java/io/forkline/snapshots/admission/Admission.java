package io.forkline.snapshots.admission;

import io.forkline.sandbox.environment.Environment;
import io.forkline.sandbox.environment.EnvironmentException;
import io.forkline.sandbox.environment.Environments;
import io.forkline.sandbox.environment.Perspective;
import io.forkline.schemas.deadletter.DeadLetter;
import io.forkline.schemas.id.JobId;
import io.forkline.schemas.id.RunId;
import io.forkline.schemas.job.JobContent;
import io.forkline.schemas.job.ReplayRules;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.RejectionReason;
import io.forkline.schemas.record.Replay;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.snapshots.record.KnownJob;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Decides what becomes of a job record; changes nothing. */
final class Admission {

    /** How long a job record counts: as long as its topic keeps it. */
    static final Duration COUNTS = ForklineTopic.JOBS.retention().orElseThrow();

    /** How long a job is remembered after its latest record: until that no longer counts, and a margin for clocks. */
    static final Duration REMEMBERED = COUNTS.plusDays(1);

    static final int MOST_REPLAYS = 1_000;

    private final Environments environments;
    private final JobValidation validation;

    Admission(Environments environments, AdmissionConfig config) {
        this.environments = environments;
        this.validation = new JobValidation(config.longestDeadline());
    }

    /**
     * Decides.
     *
     * @param known what is remembered of the job
     */
    Decision decide(JobRequested job, Optional<KnownJob> known, Arrival arrival) {
        if (arrival.submittedAt().isBefore(arrival.now().minus(COUNTS))) {
            return new Decision.Unusable(
                    DeadLetter.JOB_TOO_OLD,
                    "the record of the job is from " + arrival.submittedAt() + ", and runs are remembered for "
                            + COUNTS.toDays() + " days; whether it ran is not known any more, so submit it"
                            + " under a new job id if it should");
        }
        KnownJob row = known.orElseGet(() -> new KnownJob(null, 0, List.of(), arrival.submittedAt(), null));
        boolean isReplay = job.getReplay() != null;
        if (!isReplay && row.getTurnedDownAt() != null) {
            return arrival.offset() > row.getTurnedDownAt()
                    ? decideNewJob(job, row, arrival)
                    : new Decision.Repeated(seen(row, arrival).build());
        }
        if (row.getContentHash() != null && !row.getContentHash().equals(hash(job))) {
            return new Decision.Unusable(
                    DeadLetter.JOB_ID_REUSED,
                    "the job id " + job.getJobId() + " came before with other content; give every job its own id");
        }
        if (isReplay) {
            return decideReplay(job, job.getReplay(), row, arrival);
        }
        return row.getContentHash() == null
                ? decideNewJob(job, row, arrival)
                : new Decision.Repeated(seen(row, arrival).build());
    }

    private Decision decideNewJob(JobRequested job, KnownJob row, Arrival arrival) {
        KnownJob remembered = next(row, arrival).setContentHash(hash(job)).build();
        return decideNew(job, Optional.empty(), remembered, arrival);
    }

    private Decision decideReplay(JobRequested job, Replay replay, KnownJob row, Arrival arrival) {
        if (!ReplayRules.isRequestId(replay.getRequestId())) {
            return new Decision.Unusable(
                    DeadLetter.INVALID_REPLAY,
                    "replay.requestId has " + replay.getRequestId().length() + " characters; accepted is 1 to "
                            + ReplayRules.MOST_REQUEST_ID_CHARS + ", not all blank");
        }
        if (row.getReplays().contains(replay.getRequestId())) {
            return new Decision.Repeated(seen(row, arrival).build());
        }
        if (row.getReplays().size() >= MOST_REPLAYS) {
            return new Decision.Unusable(
                    DeadLetter.TOO_MANY_REPLAYS,
                    "the job " + job.getJobId() + " was replayed " + MOST_REPLAYS
                            + " times; submit it under a new job id");
        }
        List<String> replays = new ArrayList<>(row.getReplays());
        replays.add(replay.getRequestId());
        KnownJob remembered = next(row, arrival).setReplays(replays).build();
        Optional<RunId> origin = origin(job, replay);
        if (row.getContentHash() == null || origin.isEmpty() || origin.get().number() > row.getRuns()) {
            return rejected(
                    remembered,
                    job,
                    Optional.empty(),
                    new Refusal(
                            RejectionReason.UNKNOWN_RUN,
                            "there is no run " + originText(job, replay) + " to replay; the job " + job.getJobId()
                                    + (row.getContentHash() == null
                                            ? " has not run, or its runs are no longer remembered"
                                            : " has the runs 1 to " + row.getRuns())));
        }
        return decideNew(job, origin, remembered, arrival);
    }

    private Decision decideNew(JobRequested job, Optional<RunId> replayOf, KnownJob remembered, Arrival arrival) {
        if (job.getRefusal() != null) {
            return rejected(remembered, job, replayOf, Refusal.invalid(job.getRefusal()));
        }
        Environment environment;
        try {
            environment = environments.get(job.getEnvironment());
        } catch (EnvironmentException e) {
            return rejected(
                    remembered,
                    job,
                    replayOf,
                    new Refusal(RejectionReason.UNKNOWN_ENVIRONMENT, String.valueOf(e.getMessage())));
        }
        Optional<Refusal> refusal = validation.refusal(job, environment, arrival);
        if (refusal.isPresent()) {
            return rejected(remembered, job, replayOf, refusal.get());
        }
        List<Perspective> perspectives = environment.perspectives().stream()
                .filter(each ->
                        job.getPerspectives().isEmpty() || job.getPerspectives().contains(each.name()))
                .toList();
        RunId run = run(job, remembered);
        Optional<Refusal> unfit = ReusedReports.refusal(job, perspectives, remembered.getRuns());
        if (unfit.isPresent()) {
            return rejected(remembered, job, replayOf, unfit.get());
        }
        return new Decision.Admitted(
                run, replayOf, environment, perspectives, ReusedReports.of(run, ReplayRules.reused(job)), remembered);
    }

    private static Decision rejected(KnownJob remembered, JobRequested job, Optional<RunId> replayOf, Refusal refusal) {
        return new Decision.Rejected(run(job, remembered), replayOf, refusal, remembered);
    }

    private static RunId run(JobRequested job, KnownJob remembered) {
        return new JobId(job.getJobId()).run(remembered.getRuns());
    }

    private static Optional<RunId> origin(JobRequested job, Replay replay) {
        if (replay.getOriginRunId() == null) {
            return Optional.of(new JobId(job.getJobId()).run(1));
        }
        try {
            return Optional.of(RunId.parse(replay.getOriginRunId()))
                    .filter(run -> run.job().value().equals(job.getJobId()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String originText(JobRequested job, Replay replay) {
        return replay.getOriginRunId() == null ? job.getJobId() + "/1" : replay.getOriginRunId();
    }

    private static ByteBuffer hash(JobRequested job) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(JobContent.hash(job)));
    }

    private static KnownJob.Builder next(KnownJob row, Arrival arrival) {
        return seen(row, arrival).setRuns(row.getRuns() + 1);
    }

    private static KnownJob.Builder seen(KnownJob row, Arrival arrival) {
        Instant last = row.getLastSeen();
        return KnownJob.newBuilder(row).setLastSeen(last.isAfter(arrival.submittedAt()) ? last : arrival.submittedAt());
    }
}
