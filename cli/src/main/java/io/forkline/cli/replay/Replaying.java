package io.forkline.cli.replay;

import io.forkline.cli.terminal.Progress;
import io.forkline.cli.terminal.Terminal;
import io.forkline.producer.NotReplayableException;
import io.forkline.producer.ReplayRequest;
import io.forkline.producer.Replays;
import io.forkline.producer.Submission;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes the records of a selection, and publishes them one after the other, so that it is known of each whether it is there. */
final class Replaying {

    private final Replays replays;
    private final ResultRecords results;
    private final ReplayRequest request;
    private final List<Replayed> replayed = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();

    Replaying(Replays replays, ResultRecords results, ReplayRequest request) {
        this.replays = replays;
        this.results = results;
        this.request = request;
    }

    /** Does everything but publish. */
    void rehearse(List<Candidate> candidates, Terminal terminal) throws InterruptedException {
        go(candidates, terminal, false);
    }

    /** Publishes. What was done until then is known also when this fails. */
    void publish(List<Candidate> candidates, Terminal terminal) throws InterruptedException {
        go(candidates, terminal, true);
    }

    /** What is published, or would be. */
    List<Replayed> replayed() {
        return List.copyOf(replayed);
    }

    /** What turned out not to be replayable. */
    List<Refused> refused() {
        return List.copyOf(refused);
    }

    private void go(List<Candidate> candidates, Terminal terminal, boolean publishes) throws InterruptedException {
        replayed.clear();
        try (Progress progress = new Progress(terminal)) {
            int count = 0;
            // In the order of the log, in which records are quicker to be found.
            for (Candidate candidate : candidates.stream().sorted(byOrigin()).toList()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted between two replays");
                }
                count++;
                progress.now((publishes ? "replaying " : "looking at ") + count + " of " + candidates.size());
                go(candidate, publishes);
            }
        }
    }

    private void go(Candidate candidate, boolean publishes) throws InterruptedException {
        try {
            JobResult result = results.find(candidate.answer().at())
                    .orElseThrow(() -> new NotReplayableException("has its result no longer"));
            JobRequested record = replays.prepare(result, request);
            Optional<Submission> submission = publishes ? Optional.of(replays.publish(record)) : Optional.empty();
            replayed.add(new Replayed(candidate, record, submission));
        } catch (NotReplayableException e) {
            refused.add(new Refused("job " + candidate.job(), "it " + e.getMessage()));
        }
    }

    private static Comparator<Candidate> byOrigin() {
        return Comparator.<Candidate>comparingInt(
                        each -> each.answer().value().origin().getPartition())
                .thenComparingLong(each -> origin(each).getOffset());
    }

    private static Origin origin(Candidate candidate) {
        return candidate.answer().value().origin();
    }
}
