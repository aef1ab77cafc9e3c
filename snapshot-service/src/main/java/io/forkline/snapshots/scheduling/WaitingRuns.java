package io.forkline.snapshots.scheduling;

import io.forkline.schemas.record.RejectionReason;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.record.RunRejected;
import io.forkline.schemas.serde.StateCodec;
import io.forkline.snapshots.record.AdmittedRun;
import io.forkline.telemetry.trace.Stage;
import io.forkline.telemetry.trace.StageSpan;
import io.forkline.telemetry.trace.TraceContext;
import io.forkline.telemetry.trace.Tracing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The runs that wait for the snapshot of their environment, and how their waiting ends. */
final class WaitingRuns {

    private static final StateCodec<RunPlanned> PLAN = new StateCodec<>(RunPlanned.class);

    private final KeyValueStore<String, AdmittedRun> runs;
    private final KeyValueStore<String, String> waiting;
    private final RunTasks tasks;
    private final Outbox outbox;
    private final Tracing tracing;

    /** @param waiting key: environmentId and runId; value: runId */
    WaitingRuns(
            KeyValueStore<String, AdmittedRun> runs,
            KeyValueStore<String, String> waiting,
            RunTasks tasks,
            Outbox outbox,
            Tracing tracing) {
        this.runs = runs;
        this.waiting = waiting;
        this.tasks = tasks;
        this.outbox = outbox;
        this.tracing = tracing;
    }

    void add(AdmittedRun run) {
        runs.put(run.getRunId(), run);
        waiting.put(key(run), run.getRunId());
    }

    boolean has(String environmentId) {
        try (KeyValueIterator<String, String> entries = entries(environmentId)) {
            return entries.hasNext();
        }
    }

    /** Some of those that wait for an environment, at most so many. */
    List<AdmittedRun> first(String environmentId, int most) {
        List<String> ids = new ArrayList<>();
        try (KeyValueIterator<String, String> entries = entries(environmentId)) {
            while (entries.hasNext() && ids.size() < most) {
                ids.add(entries.next().value);
            }
        }
        return ids.stream().map(runs::get).toList();
    }

    /** Its tasks are queued. */
    void release(AdmittedRun run) {
        waiting.delete(key(run));
        tasks.start(run);
    }

    /**
     * The same, of one that has waited.
     *
     * @param build the trace of the build that it waited for; empty where that is not known any more
     */
    void releaseLater(AdmittedRun run, Optional<TraceContext> build, Instant now) {
        waited(run).linkedTo(build).with("forkline.outcome", "READY").end(now);
        release(run);
    }

    /** It ends here. */
    void reject(AdmittedRun run, String message, Optional<TraceContext> build, Instant now) {
        waited(run)
                .linkedTo(build)
                .with("forkline.outcome", "FAILED")
                .failedIf(true)
                .end(now);
        waiting.delete(key(run));
        runs.delete(run.getRunId());
        RunPlanned plan = PLAN.decode(RowBytes.of(run.getPlan()));
        outbox.rejection(
                RunRejected.newBuilder()
                        .setJobId(plan.getJobId())
                        .setRunId(plan.getRunId())
                        .setRunNumber(plan.getRunNumber())
                        .setReplayOf(plan.getReplayOf())
                        .setEnvironment(plan.getEnvironment())
                        .setEnvironmentId(plan.getEnvironmentId())
                        .setReason(RejectionReason.SNAPSHOT_FAILED)
                        .setMessage(message)
                        .setTenant(plan.getTenant())
                        .setLabels(plan.getLabels())
                        .setSubmittedAt(plan.getSubmittedAt())
                        .setOrigin(plan.getOrigin())
                        .setContentHash(plan.getContentHash())
                        .build(),
                RunTemplate.traceOf(run));
    }

    /** Its result is out, whatever it waited for: nothing of it is left here. */
    void drop(String runId) {
        AdmittedRun run = runs.get(runId);
        if (run != null) {
            waiting.delete(key(run));
            tasks.drop(runId);
            runs.delete(runId);
        }
    }

    private StageSpan waited(AdmittedRun run) {
        Instant since = RunTemplate.of(run).all().getIssuedAt();
        return tracing.beginOnce(Stage.SNAPSHOT_WAIT, RunTemplate.traceOf(run), since, run.getRunId())
                .with("forkline.run.id", run.getRunId())
                .with("forkline.environment", run.getEnvironment())
                .with("forkline.environment.id", run.getEnvironmentId());
    }

    private KeyValueIterator<String, String> entries(String environmentId) {
        return waiting.range(environmentId + "/", environmentId + "0");
    }

    private static String key(AdmittedRun run) {
        return run.getEnvironmentId() + "/" + run.getRunId();
    }
}
