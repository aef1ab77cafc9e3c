package io.forkline.snapshots.admission;

import io.forkline.snapshots.record.KnownJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** What is remembered of jobs, and an index of it by age, so that old ones are forgotten without a scan of all. */
final class KnownJobs {

    private static final int TIME_DIGITS = 19;

    private final KeyValueStore<String, KnownJob> jobs;
    private final KeyValueStore<String, String> byAge;
    /** No key of the index lies in front of it: what was deleted there is passed over one by one until the store compacts. */
    private String begin = "";

    /** @param byAge key: the time a job was last seen, then its id; value: its id */
    KnownJobs(KeyValueStore<String, KnownJob> jobs, KeyValueStore<String, String> byAge) {
        this.jobs = jobs;
        this.byAge = byAge;
    }

    Optional<KnownJob> find(String jobId) {
        return Optional.ofNullable(jobs.get(jobId));
    }

    void remember(String jobId, KnownJob job) {
        KnownJob before = jobs.get(jobId);
        if (job.equals(before)) {
            return;
        }
        if (before != null) {
            byAge.delete(ageKey(before.getLastSeen(), jobId));
        }
        jobs.put(jobId, job);
        String age = ageKey(job.getLastSeen(), jobId);
        byAge.put(age, jobId);
        begin = age.compareTo(begin) < 0 ? age : begin;
    }

    /** A run of the job begins: from now on its id stands for its content. */
    void begun(String jobId, KnownJob job) {
        remember(jobId, KnownJob.newBuilder(job).setTurnedDownAt(null).build());
    }

    /** The job was turned down, and no run of it began: whatever comes under its id behind this record is a new run. */
    void turnedDown(String jobId, KnownJob job, long offset) {
        remember(jobId, KnownJob.newBuilder(job).setTurnedDownAt(offset).build());
    }

    /** Forgets jobs that were last seen before this, the oldest first, at most so many. */
    void forget(Instant before, int most) {
        List<KeyValue<String, String>> old = new ArrayList<>();
        String end = ageKey(before, "");
        try (KeyValueIterator<String, String> entries = byAge.range(begin, end)) {
            while (entries.hasNext() && old.size() < most) {
                old.add(entries.next());
            }
            begin = entries.hasNext() ? begin : end;
        }
        for (KeyValue<String, String> entry : old) {
            byAge.delete(entry.key);
            jobs.delete(entry.value);
        }
    }

    private static String ageKey(Instant at, String jobId) {
        String millis = Long.toString(Math.max(0, at.toEpochMilli()));
        return "0".repeat(TIME_DIGITS - millis.length()) + millis + "/" + jobId;
    }
}
