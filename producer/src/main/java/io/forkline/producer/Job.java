package io.forkline.producer;

import io.forkline.schemas.id.JobId;
import io.forkline.schemas.id.TaskId;
import io.forkline.schemas.job.JobRules;
import io.forkline.schemas.record.JobLimits;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.LeadOptions;
import io.forkline.schemas.record.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What to run on what. Checked when it is built, by the rules and in the words of the planner, so that a mistake shows at once
 * and not as a failed result. May be submitted any number of times: a job with an id of its own runs once.
 */
public final class Job {

    private final Builder parts;

    private Job(Builder parts) {
        this.parts = parts;
    }

    /** A job for an environment and a target, such as {@link Targets} makes; all else has a default. */
    public static Builder builder(String environment, Target target) {
        return new Builder(environment, target);
    }

    /** The id that was given; empty when each submission gets a new one. */
    public Optional<JobId> id() {
        return Optional.ofNullable(parts.id);
    }

    /**
     * The record that is published when the job is submitted now.
     *
     * @throws IllegalArgumentException when the deadline is over
     */
    JobRequested toRecord(Clock clock) {
        Instant now = clock.instant();
        Instant deadline = parts.deadline.from(now);
        if (!deadline.isAfter(now)) {
            throw new IllegalArgumentException("the deadline " + deadline + " is over, it is " + now);
        }
        return parts.record(
                id().map(JobId::value).orElseGet(() -> UUID.randomUUID().toString()), deadline);
    }

    /** Collects a job. For one thread; {@link #build} may be called again after further changes. */
    public static final class Builder {

        private final String environment;
        private final Target target;
        private @Nullable JobId id;
        private List<String> perspectives = List.of();
        private List<String> requiredPerspectives = List.of();
        private Deadline deadline = Deadline.DEFAULT;
        private LeadMode leadMode = LeadMode.AUTO;
        private @Nullable String leadModel;
        private @Nullable String leadInstructions;
        private boolean baseline;
        private String tenant = "default";
        private int priority;
        private Map<String, String> labels = Map.of();
        private @Nullable JobLimits limits;
        private @Nullable Integer quorum;

        private Builder(String environment, Target target) {
            this.environment = environment;
            this.target = target;
        }

        private Builder(Builder other) {
            this(other.environment, other.target);
            id = other.id;
            perspectives = other.perspectives;
            requiredPerspectives = other.requiredPerspectives;
            deadline = other.deadline;
            leadMode = other.leadMode;
            leadModel = other.leadModel;
            leadInstructions = other.leadInstructions;
            baseline = other.baseline;
            tenant = other.tenant;
            priority = other.priority;
            labels = other.labels;
            limits = other.limits;
            quorum = other.quorum;
        }

        /** The idempotency key: the same id with the same content runs once. Without it each submission is a new job. */
        public Builder id(JobId value) {
            id = value;
            return this;
        }

        /** Runs these perspectives; without it, all of the environment. */
        public Builder perspectives(List<String> names) {
            perspectives = List.copyOf(names);
            return this;
        }

        /** The result is FAILED without these, in addition to those the environment requires. */
        public Builder requiredPerspectives(List<String> names) {
            requiredPerspectives = List.copyOf(names);
            return this;
        }

        /**
         * With so many OK reports, those of all required perspectives among them, the others are not waited for; their forks are
         * ended, and the result is PARTIAL. From 1 to the number of perspectives, and not beside a baseline.
         */
        public Builder quorum(int reports) {
            quorum = reports;
            return this;
        }

        /** The result is due so long after each submission; 10 minutes without it. */
        public Builder deadline(Duration afterSubmission) {
            deadline = new Deadline.After(afterSubmission);
            return this;
        }

        /** The result is due at this time. */
        public Builder deadline(Instant time) {
            deadline = new Deadline.At(time);
            return this;
        }

        /** Which lead writes the verdict; AUTO without it. */
        public Builder lead(LeadMode mode) {
            leadMode = mode;
            return this;
        }

        /** Name of the model; the configured one without it. */
        public Builder leadModel(String name) {
            leadModel = name;
            return this;
        }

        /** Added to the lead instructions of the environment. */
        public Builder leadInstructions(String text) {
            leadInstructions = text;
            return this;
        }

        /** Also runs the perspectives one after another, to measure what forks gain. */
        public Builder baseline(boolean wanted) {
            baseline = wanted;
            return this;
        }

        /** On whose behalf; tenants get their turns fairly. */
        public Builder tenant(String name) {
            tenant = name;
            return this;
        }

        /** Higher goes first; from -100 to 100, 0 without it. */
        public Builder priority(int value) {
            priority = value;
            return this;
        }

        /** Copied to the result. */
        public Builder labels(Map<String, String> values) {
            labels = Map.copyOf(values);
            return this;
        }

        /** What each fork may use where that is less than the environment allows; a job that asks for more is turned down. */
        public Builder limits(JobLimits lower) {
            // none of them set is the same job as no limits
            limits = lower.equals(JobLimits.newBuilder().build())
                    ? null
                    : JobLimits.newBuilder(lower).build();
            return this;
        }

        /**
         * The job.
         *
         * @throws IllegalArgumentException saying what is wrong and what would be accepted
         */
        public Job build() {
            require(!environment.isBlank(), "a job names its environment");
            checkNames("perspectives", perspectives);
            checkNames("required perspectives", requiredPerspectives);
            Targets.check(target);
            JobRules.wrong(record("unnamed", Instant.EPOCH)).ifPresent(wrong -> {
                throw new IllegalArgumentException(wrong);
            });
            return new Job(new Builder(this));
        }

        private JobRequested record(String jobId, Instant dueAt) {
            return JobRequested.newBuilder()
                    .setJobId(jobId)
                    .setEnvironment(environment)
                    .setTarget(target)
                    .setPerspectives(perspectives)
                    .setRequiredPerspectives(requiredPerspectives)
                    .setDeadline(dueAt)
                    .setLead(new LeadOptions(leadMode, leadModel, leadInstructions))
                    .setBaseline(baseline)
                    .setTenant(tenant)
                    .setPriority(priority)
                    .setLabels(labels)
                    .setLimits(limits)
                    .setQuorum(quorum)
                    .build();
        }

        private static void checkNames(String what, List<String> names) {
            for (String name : names) {
                require(!name.isBlank(), "the " + what + " hold a blank name");
                require(!name.equals(TaskId.SEQUENTIAL), "no perspective is called " + TaskId.SEQUENTIAL);
            }
        }

        private static void require(boolean holds, String otherwise) {
            if (!holds) {
                throw new IllegalArgumentException(otherwise);
            }
        }
    }
}
