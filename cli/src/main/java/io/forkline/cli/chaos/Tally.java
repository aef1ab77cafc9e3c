package io.forkline.cli.chaos;

import io.forkline.producer.ClientException;
import io.forkline.producer.ForklineClient;
import io.forkline.producer.ResultStream;
import io.forkline.producer.StartingPoint;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/** Counts results as they come, as any consumer would, to know when all is answered. Safe for several threads. */
final class Tally {

    private static final Duration POLL = Duration.ofMillis(200);

    private final ForklineClient client;
    private final Set<String> jobs = new HashSet<>();
    private final Set<String> runs = new HashSet<>();
    private final Map<ResultStatus, Integer> statuses = new EnumMap<>(ResultStatus.class);

    Tally(ForklineClient client) {
        this.client = client;
    }

    /** Counts until it is interrupted. */
    void count() throws InterruptedException {
        while (true) {
            try (ResultStream results = client.results(new StartingPoint.Beginning())) {
                while (true) {
                    results.next(POLL).ifPresent(this::add);
                }
            } catch (ClientException | RegistryUnavailableException e) {
                // Away for now. From the beginning again: a run counts once.
                Thread.sleep(POLL.toMillis());
            }
        }
    }

    private synchronized void add(JobResult result) {
        if (runs.add(result.getRunId())) {
            jobs.add(result.getJobId());
            statuses.merge(result.getStatus(), 1, Integer::sum);
            notifyAll();
        }
    }

    /** Waits until all of these have a result. Returns those that have none after this time. */
    synchronized Set<String> await(Set<String> wanted, Duration atMost) throws InterruptedException {
        long start = System.nanoTime();
        while (!jobs.containsAll(wanted)) {
            long left = atMost.toMillis()
                    - Duration.ofNanos(System.nanoTime() - start).toMillis();
            if (left <= 0) {
                Set<String> missing = new TreeSet<>(wanted);
                missing.removeAll(jobs);
                return missing;
            }
            wait(left);
        }
        return Set.of();
    }

    synchronized int answered() {
        return jobs.size();
    }

    /** How many of each, such as {@code 12 COMPLETE, 3 PARTIAL}. */
    synchronized String text() {
        StringJoiner text = new StringJoiner(", ");
        statuses.forEach((status, count) -> text.add(count + " " + status));
        return text.toString();
    }
}
