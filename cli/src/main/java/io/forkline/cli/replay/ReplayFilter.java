package io.forkline.cli.replay;

import io.forkline.cli.history.Position;
import io.forkline.schemas.record.ResultStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which jobs are meant: those that everything here is true of. All bounds belong to the range.
 *
 * @param jobs their ids; empty for any
 * @param partition of a record that asked for the job
 * @param firstOffset of that record
 * @param lastOffset of that record
 * @param from when the broker took that record, at the earliest
 * @param to at the latest
 * @param statuses of the latest result; empty for any
 * @param onlyFailed whether something failed in the run of the latest result
 */
record ReplayFilter(
        Set<String> jobs,
        OptionalInt partition,
        OptionalLong firstOffset,
        OptionalLong lastOffset,
        Optional<Instant> from,
        Optional<Instant> to,
        Set<ResultStatus> statuses,
        boolean onlyFailed) {

    ReplayFilter {
        jobs = Set.copyOf(jobs);
        statuses = Set.copyOf(statuses);
    }

    boolean isEmpty() {
        return jobs.isEmpty() && !isByRecord() && statuses.isEmpty() && !onlyFailed;
    }

    /** Whether it says where in the log a job was asked for. */
    boolean isByRecord() {
        return partition.isPresent()
                || firstOffset.isPresent()
                || lastOffset.isPresent()
                || from.isPresent()
                || to.isPresent();
    }

    /** Whether nothing but the place in the log decides, so that also what is no job can be meant. */
    boolean isByRecordOnly() {
        return isByRecord() && jobs.isEmpty() && statuses.isEmpty() && !onlyFailed;
    }

    boolean names(String job) {
        return jobs.isEmpty() || jobs.contains(job);
    }

    /** Whether a record of the topic of jobs is in the ranges. */
    boolean isAt(Position at) {
        return (partition.isEmpty() || partition.getAsInt() == at.partition())
                && (firstOffset.isEmpty() || firstOffset.getAsLong() <= at.offset())
                && (lastOffset.isEmpty() || lastOffset.getAsLong() >= at.offset())
                && from.filter(time -> at.at().isBefore(time)).isEmpty()
                && to.filter(time -> at.at().isAfter(time)).isEmpty();
    }

    boolean isOf(ResultStatus status) {
        return statuses.isEmpty() || statuses.contains(status);
    }
}
