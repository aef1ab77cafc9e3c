package io.forkline.snapshots.admission;

import io.forkline.sandbox.environment.Environment;
import io.forkline.sandbox.environment.Perspective;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.RejectionReason;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what is wrong with a job, the first thing first. Its messages are for the person who submitted it. */
final class JobValidation {

    static final int MOST_PRIORITY = 100;
    static final int MOST_TENANT_CHARS = 100;
    static final int MOST_LABELS = 50;
    static final int MOST_LABEL_CHARS = 1_000;
    static final int MOST_MODEL_CHARS = 200;
    static final int MOST_INSTRUCTIONS_CHARS = 16_384;

    private final Duration longestDeadline;

    JobValidation(Duration longestDeadline) {
        this.longestDeadline = longestDeadline;
    }

    /** What is wrong, if anything. */
    Optional<Refusal> refusal(JobRequested job, Environment environment, Arrival arrival) {
        return perspectives(job, environment)
                .or(() -> deadline(job, arrival))
                .or(() -> values(job))
                .or(() -> TargetValidation.wrong(job.getTarget()));
    }

    private static Optional<Refusal> perspectives(JobRequested job, Environment environment) {
        Set<String> chosen = new HashSet<>();
        for (String name : job.getPerspectives()) {
            if (!chosen.add(name)) {
                return invalid("perspectives names \"" + name + "\" twice; name each one once");
            }
        }
        for (String name : both(job)) {
            if (environment.perspective(name).isEmpty()) {
                return Optional.of(new Refusal(
                        RejectionReason.UNKNOWN_PERSPECTIVE,
                        "the environment " + environment.name() + " has no perspective \"" + name + "\"; it has "
                                + environment.perspectives().stream()
                                        .map(Perspective::name)
                                        .collect(Collectors.joining(", "))));
            }
        }
        return job.getRequiredPerspectives().stream()
                .filter(name -> !chosen.isEmpty() && !chosen.contains(name))
                .findFirst()
                .flatMap(name -> invalid("requiredPerspectives has \"" + name
                        + "\", which perspectives leaves out; name it in both, or leave perspectives empty for all"));
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
            return invalid("deadline " + job.getDeadline() + " is too far away; accepted is at most "
                    + longestDeadline.toSeconds() + " s after the job is submitted");
        }
        return Optional.empty();
    }

    private static Optional<Refusal> values(JobRequested job) {
        if (Math.abs((long) job.getPriority()) > MOST_PRIORITY) {
            return invalid(
                    "priority is " + job.getPriority() + "; accepted is -" + MOST_PRIORITY + " to " + MOST_PRIORITY);
        }
        if (job.getTenant().isBlank() || job.getTenant().length() > MOST_TENANT_CHARS) {
            return invalid("tenant has " + job.getTenant().length() + " characters; accepted is 1 to "
                    + MOST_TENANT_CHARS + ", not all blank");
        }
        String model = job.getLead().getModel();
        if (model != null && model.length() > MOST_MODEL_CHARS) {
            return invalid("lead.model has " + model.length() + " characters; accepted is at most " + MOST_MODEL_CHARS);
        }
        String instructions = job.getLead().getInstructions();
        if (instructions != null && instructions.length() > MOST_INSTRUCTIONS_CHARS) {
            return invalid("lead.instructions has " + instructions.length() + " characters; accepted is at most "
                    + MOST_INSTRUCTIONS_CHARS);
        }
        return labels(job.getLabels());
    }

    static Optional<Refusal> labels(Map<String, String> labels) {
        if (labels.size() > MOST_LABELS) {
            return invalid("labels has " + labels.size() + " entries; accepted is at most " + MOST_LABELS);
        }
        return labels.entrySet().stream()
                .filter(label -> label.getKey().isBlank()
                        || label.getKey().length() + label.getValue().length() > MOST_LABEL_CHARS)
                .findFirst()
                .flatMap(label -> invalid("labels has one of "
                        + (label.getKey().length() + label.getValue().length())
                        + " characters; accepted is at most " + MOST_LABEL_CHARS
                        + ", name and value together, and no blank name"));
    }

    private static List<String> both(JobRequested job) {
        return Stream.concat(job.getPerspectives().stream(), job.getRequiredPerspectives().stream())
                .toList();
    }

    private static Optional<Refusal> invalid(String message) {
        return Optional.of(Refusal.invalid(message));
    }
}
