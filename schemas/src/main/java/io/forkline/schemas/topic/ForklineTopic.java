package io.forkline.schemas.topic;

import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.PlanEvent;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.record.RunControl;
import io.forkline.schemas.record.SnapshotEvent;
import io.forkline.schemas.record.SnapshotRequested;
import io.forkline.schemas.record.TargetReport;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** The topics, in the order a job passes them. */
public enum ForklineTopic {
    /** Jobs as JSON, of those who have no Avro client; the planner makes records of {@link #JOBS} of them. Any key, or none. */
    JOBS_JSON("jobs-json", Keying.JOB, null, Duration.ofDays(7), 2),
    JOBS("jobs", Keying.JOB, JobRequested.class, Duration.ofDays(7), 1),
    SNAPSHOT_REQUESTS("snapshot-requests", Keying.TASK, SnapshotRequested.class, Duration.ofDays(7), 1),
    /** Compacted: the last word on each snapshot. */
    SNAPSHOTS("snapshots", Keying.ENVIRONMENT, SnapshotEvent.class, null, 1),
    PLANS("plans", Keying.JOB, PlanEvent.class, Duration.ofDays(7), 1),
    /** Between the two steps of the planner; its records are the planner's own. */
    PLANNER_EVENTS("planner-events", Keying.ENVIRONMENT, null, Duration.ofDays(7), 1),
    FORK_TASKS("fork-tasks", Keying.TASK, ForkTask.class, Duration.ofDays(7), 1),
    TARGETS("targets", Keying.ENVIRONMENT, TargetReport.class, Duration.ofDays(7), 1),
    REPORTS("reports", Keying.JOB, ReportEvent.class, Duration.ofDays(7), 1),
    /** Within the aggregator, between its step by job and its step by tenant; its records, which hold lead tasks, are its own. */
    BUDGET_EVENTS("budget-events", Keying.TENANT, null, Duration.ofDays(7), 9),
    LEAD_TASKS("lead-tasks", Keying.TASK, LeadTask.class, Duration.ofDays(7), 8),
    VERDICTS("verdicts", Keying.JOB, LeadVerdict.class, Duration.ofDays(7), 1),
    RESULTS("results", Keying.JOB, JobResult.class, Duration.ofDays(7), 8),
    CONTROLS("controls", Keying.JOB, RunControl.class, Duration.ofDays(7), 1),
    /** Raw bytes as they came; everything else is in the headers. */
    DEAD_LETTERS("dead-letters", Keying.ORIGIN, null, Duration.ofDays(30), 9);

    private static final int MIB = 1024 * 1024;

    private final String suffix;
    private final Keying keying;
    private final Optional<Class<? extends SpecificRecord>> valueType;
    private final Optional<Duration> retention;
    private final int maxMessageMib;

    ForklineTopic(
            String suffix,
            Keying keying,
            @Nullable Class<? extends SpecificRecord> valueType,
            @Nullable Duration retention,
            int maxMessageMib) {
        this.suffix = suffix;
        this.keying = keying;
        this.valueType = Optional.ofNullable(valueType);
        this.retention = Optional.ofNullable(retention);
        this.maxMessageMib = maxMessageMib;
    }

    /** Its name behind the prefix. */
    public String suffix() {
        return suffix;
    }

    public Keying keying() {
        return keying;
    }

    /** The record its values are; empty where they are not one of the public records. */
    public Optional<Class<? extends SpecificRecord>> valueType() {
        return valueType;
    }

    /** How long a record stays; empty for a compacted topic. */
    public Optional<Duration> retention() {
        return retention;
    }

    /** The largest record batch the broker takes, in bytes. */
    public int maxMessageBytes() {
        return maxMessageMib * MIB;
    }

    /** Its configuration on the broker, by Kafka's names. */
    Map<String, String> configuration() {
        Map<String, String> configuration = new HashMap<>();
        configuration.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        configuration.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(maxMessageBytes()));
        configuration.put(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                retention.isPresent() ? TopicConfig.CLEANUP_POLICY_DELETE : TopicConfig.CLEANUP_POLICY_COMPACT);
        retention.ifPresent(time -> configuration.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(time.toMillis())));
        if (this == JOBS) {
            // Retention works on whole segments: small ones keep "older than the retention" honest.
            configuration.put(
                    TopicConfig.SEGMENT_MS_CONFIG,
                    Long.toString(Duration.ofHours(1).toMillis()));
        }
        return configuration;
    }
}
