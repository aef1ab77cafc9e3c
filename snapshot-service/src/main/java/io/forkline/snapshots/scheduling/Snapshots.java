package io.forkline.snapshots.scheduling;

import io.forkline.schemas.record.SnapshotEvent;
import io.forkline.schemas.record.SnapshotRequested;
import io.forkline.snapshots.record.AdmittedRun;
import io.forkline.snapshots.record.DueKind;
import io.forkline.snapshots.record.EnvironmentRow;
import io.forkline.snapshots.record.SnapshotState;
import io.forkline.telemetry.trace.TraceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a run go when the snapshot of its environment is ready, and asks for the snapshot once for all who wait.
 *
 * <pre>
 * UNREQUESTED --run--> REQUESTED --READY--> READY --DELETED--> UNREQUESTED
 *                       |  ^   \--FAILED for good, or too often--> REJECTING --all rejected--> PAUSED
 *   FAILED, retryable   v  | due, or expired                                                   | due
 *                  BACKING_OFF                                UNREQUESTED, or REQUESTED if a run waits
 * </pre>
 *
 * READY is taken from every state. Runs are let go or rejected a slice at a time; the rest is due at once. An answer to another
 * request than the latest is ignored, unless it says READY.
 */
final class Snapshots {

    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    /** Time-outs and back-offs double up to 2^10. */
    private static final int MOST_DOUBLINGS = 10;

    private final KeyValueStore<String, EnvironmentRow> environments;
    private final WaitingRuns waiting;
    private final DueIndex due;
    private final Outbox outbox;
    private final SchedulingConfig config;
    private final RandomGenerator random;

    Snapshots(
            KeyValueStore<String, EnvironmentRow> environments,
            WaitingRuns waiting,
            DueIndex due,
            Outbox outbox,
            SchedulingConfig config,
            RandomGenerator random) {
        this.environments = environments;
        this.waiting = waiting;
        this.due = due;
        this.outbox = outbox;
        this.config = config;
        this.random = random;
    }

    /** A run was admitted: it goes, or waits. */
    void admitted(AdmittedRun run, Instant now) {
        EnvironmentRow row = row(run.getEnvironmentId(), run.getEnvironment());
        row.setAnswerWithinMs(run.getAnswerWithinMs());
        waiting.add(run);
        switch (row.getState()) {
            case READY -> waiting.release(run);
            case UNREQUESTED -> request(row, now);
            // Their row in the due index comes, and finds the run waiting.
            case REQUESTED, BACKING_OFF, REJECTING, PAUSED -> {}
        }
        environments.put(row.getEnvironmentId(), row);
    }

    /**
     * A builder, or a tool, says what has become of a snapshot.
     *
     * @param build the trace of its doing so
     */
    void heard(SnapshotEvent event, Optional<TraceContext> build, Instant now) {
        EnvironmentRow row = row(event.getEnvironmentId(), event.getEnvironment());
        switch (event.getStatus()) {
            case READY -> {
                move(row, SnapshotState.READY);
                row.setTries(0);
                row.setError(null);
                releaseSlice(row, build, now);
            }
            case FAILED -> failed(row, event, build, now);
            case DELETED -> deleted(row, now);
        }
        environments.put(row.getEnvironmentId(), row);
    }

    /** The time has come that its row was due for. */
    void due(String environmentId, Instant now) {
        EnvironmentRow row = environments.get(environmentId);
        if (row == null) {
            return;
        }
        row.setDueKey(null);
        switch (row.getState()) {
            case READY -> releaseSlice(row, Optional.empty(), now);
            case REJECTING -> rejectSlice(row, Optional.empty(), now);
            case REQUESTED -> expired(row, now);
            case BACKING_OFF, UNREQUESTED -> requestIfWanted(row, now);
            case PAUSED -> {
                row.setTries(0);
                requestIfWanted(row, now);
            }
        }
        environments.put(environmentId, row);
    }

    private void failed(EnvironmentRow row, SnapshotEvent event, Optional<TraceContext> build, Instant now) {
        if (row.getState() != SnapshotState.REQUESTED || row.getAttempt() != event.getAttempt()) {
            LOG.info(
                    "stale failure of a snapshot is ignored, environmentId={} attempt={} latest={} state={}",
                    row.getEnvironmentId(),
                    event.getAttempt(),
                    row.getAttempt(),
                    row.getState());
            return;
        }
        row.setError(event.getError());
        if (event.getRetryable() && row.getTries() < config.snapshotAttempts()) {
            move(row, SnapshotState.BACKING_OFF);
            dueAt(row, now.plus(jittered(doubled(config.snapshotBackoff(), row.getTries()))));
        } else {
            reject(row, build, now);
        }
    }

    private void deleted(EnvironmentRow row, Instant now) {
        if (row.getState() == SnapshotState.READY) {
            requestIfWanted(row, now);
        }
    }

    private void expired(EnvironmentRow row, Instant now) {
        if (row.getTries() < config.snapshotAttempts()) {
            requestIfWanted(row, now);
        } else {
            row.setError(
                    "nobody answered the last " + row.getTries() + " requests for it; is a snapshot service running?");
            reject(row, Optional.empty(), now);
        }
    }

    private void requestIfWanted(EnvironmentRow row, Instant now) {
        if (waiting.has(row.getEnvironmentId())) {
            request(row, now);
        } else {
            move(row, SnapshotState.UNREQUESTED);
            row.setTries(0);
        }
    }

    private void request(EnvironmentRow row, Instant now) {
        move(row, SnapshotState.REQUESTED);
        row.setAttempt(row.getAttempt() + 1);
        row.setTries(row.getTries() + 1);
        Instant expiresAt = now.plus(doubled(Duration.ofMillis(row.getAnswerWithinMs()), row.getTries()));
        dueAt(row, expiresAt);
        outbox.request(
                new SnapshotRequested(row.getEnvironmentId(), row.getEnvironment(), row.getAttempt(), expiresAt),
                waiting.first(row.getEnvironmentId(), 1).stream().findFirst().flatMap(RunTemplate::traceOf));
    }

    private void reject(EnvironmentRow row, Optional<TraceContext> build, Instant now) {
        move(row, SnapshotState.REJECTING);
        rejectSlice(row, build, now);
    }

    private void rejectSlice(EnvironmentRow row, Optional<TraceContext> build, Instant now) {
        String message =
                "the snapshot of the environment " + row.getEnvironment() + " could not be built: " + row.getError();
        List<AdmittedRun> slice = waiting.first(row.getEnvironmentId(), config.slice());
        slice.forEach(run -> waiting.reject(run, message, build, now));
        if (waiting.has(row.getEnvironmentId())) {
            dueAt(row, now);
        } else {
            move(row, SnapshotState.PAUSED);
            dueAt(row, now.plus(config.snapshotPause()));
        }
    }

    private void releaseSlice(EnvironmentRow row, Optional<TraceContext> build, Instant now) {
        waiting.first(row.getEnvironmentId(), config.slice()).forEach(run -> waiting.releaseLater(run, build, now));
        if (waiting.has(row.getEnvironmentId())) {
            dueAt(row, now);
        }
    }

    private void move(EnvironmentRow row, SnapshotState state) {
        row.setState(state);
        if (row.getDueKey() != null) {
            due.remove(row.getDueKey());
            row.setDueKey(null);
        }
    }

    private void dueAt(EnvironmentRow row, Instant at) {
        row.setDueKey(due.add(at, DueKind.ENVIRONMENT, row.getEnvironmentId()));
    }

    private EnvironmentRow row(String environmentId, String environment) {
        EnvironmentRow row = environments.get(environmentId);
        return row != null
                ? row
                : new EnvironmentRow(environmentId, environment, SnapshotState.UNREQUESTED, 0, 0, 0L, null, null);
    }

    private static Duration doubled(Duration first, int attempt) {
        return first.multipliedBy(1L << Math.min(attempt - 1, MOST_DOUBLINGS));
    }

    /** Between half and all of it. */
    private Duration jittered(Duration whole) {
        long half = whole.toMillis() / 2;
        return Duration.ofMillis(half + random.nextLong(half + 1));
    }
}
