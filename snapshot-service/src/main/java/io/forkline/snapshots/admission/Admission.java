package io.forkline.snapshots.admission;

import io.forkline.sandbox.environment.Environment;
import io.forkline.sandbox.environment.EnvironmentException;
import io.forkline.sandbox.environment.Environments;
import io.forkline.sandbox.environment.Perspective;
import io.forkline.schemas.deadletter.DeadLetter;
import io.forkline.schemas.id.JobId;
import io.forkline.schemas.id.RunId;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.RejectionReason;
import io.forkline.schemas.record.Replay;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.snapshots.record.KnownJob;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides what becomes of a job record; changes nothing. */
final class Admission {

    /** How long a job record counts: as long as its topic keeps it. */
    static final Duration COUNTS = ForklineTopic.JOBS.retention().orElseThrow();

    /** How long a job is remembered after its latest record: until that no longer counts, and a margin for clocks. */
    static final Duration REMEMBERED = COUNTS.plusDays(1);

    static final int MOST_REPLAYS = 1_000;
    private static final int MOST_REQUEST_ID_CHARS = 200;

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
     * @param submittedAt time of the job record in the log
     * @param now the planner's time
     */
    Decision decide(JobRequested job, Optional<KnownJob> known, Instant submittedAt, Instant now) {
        if (submittedAt.isBefore(now.minus(COUNTS))) {
            return new Decision.Unusable(
                    DeadLetter.JOB_TOO_OLD,
                    "the record of the job is from " + submittedAt + ", and runs are remembered for "
                            + COUNTS.toDays() + " days; whether it ran is not known any more, so submit it"
                            + " under a new job id if it should");
        }
        ByteBuffer hash = JobContent.hash(job);
        Optional<ByteBuffer> knownHash = known.flatMap(row -> Optional.ofNullable(row.getContentHash()));
        if (knownHash.isPresent() && !knownHash.get().equals(hash)) {
            return new Decision.Unusable(
                    DeadLetter.JOB_ID_REUSED,
                    "the job id " + job.getJobId() + " came before with other content; give every job its own id");
        }
        KnownJob row = known.orElseGet(() -> new KnownJob(null, 0, List.of(), submittedAt));
        Replay replay = job.getReplay();
        if (replay == null) {
            return knownHash.isPresent()
                    ? new Decision.Repeated(seen(row, submittedAt).build())
                    : decideNew(
                            job,
                            Optional.empty(),
                            next(row, submittedAt).setContentHash(hash).build(),
                            submittedAt,
                            now);
        }
        return decideReplay(job, replay, row, submittedAt, now);
    }

    private Decision decideReplay(JobRequested job, Replay replay, KnownJob row, Instant submittedAt, Instant now) {
        if (isBadRequestId(replay.getRequestId())) {
            return new Decision.Unusable(
                    DeadLetter.INVALID_REPLAY,
                    "replay.requestId has " + replay.getRequestId().length() + " characters; accepted is 1 to "
                            + MOST_REQUEST_ID_CHARS + ", not all blank");
        }
        if (row.getReplays().contains(replay.getRequestId())) {
            return new Decision.Repeated(seen(row, submittedAt).build());
        }
        if (row.getReplays().size() >= MOST_REPLAYS) {
            return new Decision.Unusable(
                    DeadLetter.TOO_MANY_REPLAYS,
                    "the job " + job.getJobId() + " was replayed " + MOST_REPLAYS
                            + " times; submit it under a new job id");
        }
        List<String> replays = new ArrayList<>(row.getReplays());
        replays.add(replay.getRequestId());
        KnownJob remembered = next(row, submittedAt).setReplays(replays).build();
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
        return decideNew(job, origin, remembered, submittedAt, now);
    }

    private Decision decideNew(
            JobRequested job, Optional<RunId> replayOf, KnownJob remembered, Instant submittedAt, Instant now) {
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
        Optional<Refusal> refusal = validation.refusal(job, environment, submittedAt, now);
        if (refusal.isPresent()) {
            return rejected(remembered, job, replayOf, refusal.get());
        }
        List<Perspective> perspectives = environment.perspectives().stream()
                .filter(each ->
                        job.getPerspectives().isEmpty() || job.getPerspectives().contains(each.name()))
                .toList();
        return new Decision.Admitted(run(job, remembered), replayOf, environment, perspectives, remembered);
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

    private static boolean isBadRequestId(String requestId) {
        return requestId.isBlank() || requestId.length() > MOST_REQUEST_ID_CHARS;
    }

    private static KnownJob.Builder next(KnownJob row, Instant submittedAt) {
        return seen(row, submittedAt).setRuns(row.getRuns() + 1);
    }

    private static KnownJob.Builder seen(KnownJob row, Instant submittedAt) {
        return KnownJob.newBuilder(row)
                .setLastSeen(row.getLastSeen().isAfter(submittedAt) ? row.getLastSeen() : submittedAt);
    }
}
