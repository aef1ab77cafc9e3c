package io.forkline.cli.job;

import io.forkline.cli.CommandException;
import io.forkline.producer.Job;
import io.forkline.sandbox.environment.Environment;
import io.forkline.sandbox.environment.Perspective;
import io.forkline.schemas.job.JobRules;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.Target;
import io.forkline.snapshots.admission.JobLimitCheck;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What to run, and what to make of it. */
public final class JobOptions {

    @Option(
            names = "--perspectives",
            split = ",",
            paramLabel = "NAME",
            description = "Run these perspectives only, with commas between; default all of the environment.")
    private List<String> perspectives = List.of();

    @Option(
            names = "--lead",
            paramLabel = "WHO",
            defaultValue = "auto",
            converter = LeadConverter.class,
            description =
                    "Who makes the list of what to fix first: auto (openai if OPENAI_API_KEY is set, else offline),"
                            + " openai, offline or none; default ${DEFAULT-VALUE}.")
    private LeadMode lead = LeadMode.AUTO;

    @Option(names = "--model", paramLabel = "NAME", description = "Model of the lead; default gpt-4o.")
    private @Nullable String model;

    @Option(
            names = "--baseline",
            description = "Also run the perspectives one after another, to measure what forks gain.")
    private boolean baseline;

    @Option(
            names = "--quorum",
            paramLabel = "N",
            description = "Go on with N OK reports, those of all required perspectives among them, and end the other"
                    + " forks; the result is then PARTIAL. Default: wait for all.")
    private @Nullable Integer quorum;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = Deadline.class,
            description = "When the result is due, whatever has come by then, from 1s to 6d; default ${DEFAULT-VALUE}.")
    private Duration deadline = Duration.ofMinutes(10);

    @Mixin
    private LimitOptions limits = new LimitOptions();

    /** When the result is due, from the submission. */
    public Duration deadline() {
        return deadline;
    }

    /** The perspectives that were named; empty for all. */
    public List<String> perspectives() {
        return perspectives;
    }

    /**
     * Holds the names of the perspectives, the quorum and the limits against the environment.
     *
     * @throws CommandException naming the first perspective that it does not have, and those it has; or the limit above its own
     */
    public void check(Environment environment) {
        for (String name : perspectives) {
            if (environment.perspective(name).isEmpty()) {
                throw CommandException.usage("the environment " + environment.name() + " has no perspective \"" + name
                        + "\"; it has "
                        + environment.perspectives().stream()
                                .map(Perspective::name)
                                .collect(Collectors.joining(", ")));
            }
        }
        int asked = perspectives.isEmpty() ? environment.perspectives().size() : perspectives.size();
        JobRules.wrongQuorum(quorum, baseline, asked).ifPresent(wrong -> {
            throw CommandException.usage(wrong);
        });
        JobLimitCheck.tooMuch(limits.limits(), environment).ifPresent(wrong -> {
            throw CommandException.usage(wrong);
        });
    }

    /**
     * The job, for an environment and a target.
     *
     * @throws CommandException when the options do not make a job
     */
    public Job.Builder job(String environment, Target target) {
        Job.Builder job = Job.builder(environment, target)
                .perspectives(perspectives)
                .lead(lead)
                .baseline(baseline)
                .deadline(deadline)
                .limits(limits.limits());
        if (quorum != null) {
            job.quorum(quorum);
        }
        return model == null ? job : job.leadModel(model);
    }

    /** What the planner takes, unless it is configured to take less. */
    private static final class Deadline extends DurationConverter {
        Deadline() {
            super("1s", "6d");
        }
    }

    /** Builds a job; what is wrong with it is a mistake of the caller. */
    public static Job build(Job.Builder job) {
        try {
            return job.build();
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()), e);
        }
    }
}
