package io.forkline.snapshots.admission;

import io.forkline.sandbox.environment.Environment;
import io.forkline.sandbox.environment.Perspective;
import io.forkline.schemas.job.JobRules;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.RejectionReason;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what is wrong with a job: all that is wrong with its values, else the first thing. Its messages are for the person who submitted it. */
final class JobValidation {

    private final Duration longestDeadline;

    JobValidation(Duration longestDeadline) {
        this.longestDeadline = longestDeadline;
    }

    /** What is wrong, if anything. */
    Optional<Refusal> refusal(JobRequested job, Environment environment, Arrival arrival) {
        return perspectives(job, environment)
                .or(() -> deadline(job, arrival))
                .or(() -> JobRules.wrong(job).map(Refusal::invalid))
                .or(() -> quorum(job, environment).map(Refusal::invalid))
                .or(() -> JobLimitCheck.tooMuch(job.getLimits(), environment).map(Refusal::invalid));
    }

    private static Optional<Refusal> perspectives(JobRequested job, Environment environment) {
        return Stream.concat(job.getPerspectives().stream(), job.getRequiredPerspectives().stream())
                .filter(name -> environment.perspective(name).isEmpty())
                .findFirst()
                .map(name -> new Refusal(
                        RejectionReason.UNKNOWN_PERSPECTIVE,
                        "the environment " + environment.name() + " has no perspective \"" + name + "\"; it has "
                                + environment.perspectives().stream()
                                        .map(Perspective::name)
                                        .collect(Collectors.joining(", "))));
    }

    private static Optional<String> quorum(JobRequested job, Environment environment) {
        int perspectives = job.getPerspectives().isEmpty()
                ? environment.perspectives().size()
                : job.getPerspectives().size();
        return JobRules.wrongQuorum(job.getQuorum(), job.getBaseline(), perspectives);
    }

    private Optional<Refusal> deadline(JobRequested job, Arrival arrival) {
        if (!job.getDeadline().isAfter(arrival.now())) {
            return Optional.of(new Refusal(
                    RejectionReason.DEADLINE_PASSED,
                    "the deadline " + job.getDeadline() + " was over when the job was read, at " + arrival.now()
                            + (job.getReplay() == null
                                    ? "; submit it again with a later deadline"
                                    : "; ask for the replay under a new request id, with a later deadline")));
        }
        if (job.getDeadline().isAfter(arrival.submittedAt().plus(longestDeadline))) {
            return Optional.of(
                    Refusal.invalid("deadline " + job.getDeadline() + " is too far away; accepted is at most "
                            + longestDeadline.toSeconds() + " s after the job is submitted"));
        }
        return Optional.empty();
    }
}
