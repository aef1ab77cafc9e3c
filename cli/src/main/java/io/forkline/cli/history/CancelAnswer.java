package io.forkline.cli.history;

import io.forkline.schemas.id.JobId;
import io.forkline.schemas.record.ResultStatus;
import java.util.Optional;

/**
 * What has become of a cancel. The aggregator names the run that it is meant for, in a record of its own behind it, and
 * then writes the run's result.
 */
public sealed interface CancelAnswer {

    /** The run is cancelled, by this cancel or by one at the same time. */
    record Cancelled(RunHistory run, Answer result) implements CancelAnswer {}

    /** The run had its result before. */
    record OverBefore(RunHistory run, Answer result) implements CancelAnswer {}

    /** The run finished of its own between the cancel and the aggregator's reading it. */
    record FinishedFirst(RunHistory run, Answer result) implements CancelAnswer {}

    /** The aggregator has read it, and there is no such job. A job that comes under this id is cancelled before it begins. */
    record NoSuchJob() implements CancelAnswer {}

    /** The aggregator has read it; the job is not planned yet, and is cancelled as soon as it is. */
    record NotPlanned() implements CancelAnswer {}

    /**
     * No aggregator has read it.
     *
     * @param known whether there is such a job
     */
    record Silence(boolean known) implements CancelAnswer {}

    /**
     * The answer that there is; empty while one may come.
     *
     * @param history of the job at least up to these ends
     * @param controlsEnd where the controls of the job ended before the cancel was published
     * @param resultsEnd where its results did
     */
    static Optional<CancelAnswer> of(History history, JobId id, long controlsEnd, long resultsEnd) {
        Optional<JobHistory> job = history.job(id);
        Optional<RunHistory> named = job.flatMap(known -> known.namedFrom(controlsEnd));
        if (named.isPresent()) {
            return job.filter(JobHistory::exists).isPresent()
                    ? byResult(named.get(), resultsEnd)
                    : Optional.of(new NoSuchJob());
        }
        return job.filter(known -> known.pending().isEmpty())
                .flatMap(JobHistory::latest)
                .filter(run -> run.answer()
                        .filter(answer -> answer.at().offset() < resultsEnd)
                        .isPresent())
                .flatMap(run -> byResult(run, resultsEnd));
    }

    /** The answer when there is no more time to wait for one. */
    static CancelAnswer late(History history, JobId id, long controlsEnd) {
        Optional<JobHistory> job = history.job(id);
        boolean known = job.filter(JobHistory::exists).isPresent();
        boolean heard = job.flatMap(one -> one.namedFrom(controlsEnd)).isPresent();
        return heard && known ? new NotPlanned() : new Silence(known);
    }

    private static Optional<CancelAnswer> byResult(RunHistory run, long resultsEnd) {
        return run.answer().map(answer -> {
            Answer result = answer.value();
            if (answer.at().offset() < resultsEnd) {
                return new OverBefore(run, result);
            }
            return result.status() == ResultStatus.CANCELLED
                    ? new Cancelled(run, result)
                    : new FinishedFirst(run, result);
        });
    }
}
