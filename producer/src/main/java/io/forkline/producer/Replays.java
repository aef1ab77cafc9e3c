package io.forkline.producer;

import io.forkline.schemas.id.RunId;
import io.forkline.schemas.job.TargetRules;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.Replay;
import io.forkline.schemas.record.TargetReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Replays jobs from what the topics still have: the record of a job, the result of its run. What is published is an ordinary
 * job record, which the planner admits under the rules for all. For one thread; the client must outlive it.
 */
public final class Replays implements AutoCloseable {

    private final ForklineClient client;
    private final Clock clock;
    private final OriginRecords origins;
    private final PinnedTargets targets;

    Replays(ForklineClient client, Clock clock, OriginRecords origins, PinnedTargets targets) {
        this.client = client;
        this.clock = clock;
        this.origins = origins;
        this.targets = targets;
    }

    /**
     * Asks for a new run of the job whose run gave this result.
     *
     * @throws NotReplayableException when its record is gone, or nothing of it is left to run
     */
    public Submission submit(JobResult result, ReplayRequest request) throws InterruptedException {
        return publish(prepare(result, request));
    }

    /** Publishes a record that {@link #prepare} has made. */
    public Submission publish(JobRequested replay) throws InterruptedException {
        return client.publish(replay, false);
    }

    /**
     * The record that {@link #submit} would publish now; nothing is published.
     *
     * @throws NotReplayableException as there
     */
    public JobRequested prepare(JobResult result, ReplayRequest request) throws InterruptedException {
        try {
            OriginRecords.Found found = origins.find(result);
            List<PerspectiveReport> reused = request.onlyFailed() ? ReusableReports.of(result) : List.of();
            Replay.Builder replay = Replay.newBuilder()
                    .setRequestId(request.id())
                    .setOriginRunId(result.getRunId())
                    .setReused(reused);
            if (!reused.isEmpty() && !TargetRules.isPinned(found.job().getTarget())) {
                pin(replay, found.job(), result);
            }
            JobRequested.Builder job =
                    JobRequested.newBuilder(found.job()).setReplay(null).setDeadline(deadline(found, request));
            return ReusableReports.fitted(job, replay);
        } catch (InterruptException e) {
            throw Publishing.interrupted(e);
        } catch (KafkaException e) {
            throw new ClientException(
                    "the job " + result.getJobId() + " cannot be read: " + e.getMessage(),
                    e instanceof RetriableException,
                    e);
        }
    }

    @Override
    public void close() {
        origins.close();
    }

    private Instant deadline(OriginRecords.Found found, ReplayRequest request) {
        Duration time = request.deadline()
                .orElseGet(
                        () -> Duration.between(found.submittedAt(), found.job().getDeadline()));
        if (!time.isPositive()) {
            throw new NotReplayableException("was submitted after its own deadline; give the replay one");
        }
        return clock.instant().plus(time);
    }

    /** Reused reports are about the tree that their run saw, and so the others have to see that one too. */
    private void pin(Replay.Builder replay, JobRequested job, JobResult result) {
        Replay before = job.getReplay();
        if (before != null && (before.getSha256() != null || before.getCommit() != null)) {
            replay.setSha256(before.getSha256()).setCommit(before.getCommit());
            return;
        }
        TargetReport seen = Optional.ofNullable(result.getEnvironmentId())
                .flatMap(environment -> targets.find(RunId.parse(result.getRunId()), environment, result))
                .orElseThrow(() -> new NotReplayableException("does not pin its target, and which tree its run saw is"
                        + " not known any more; replay all of it"));
        replay.setSha256(seen.getSha256()).setCommit(seen.getCommit());
    }
}
