package io.forkline.aggregator.run;

import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.record.RunRejected;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The plan has not come yet. Reports ahead of it are held.
 *
 * @param since when the first word of this run came
 * @param cancelled why the run is to be cancelled, when somebody asked for it ahead of its plan
 */
public record Unplanned(Instant since, Optional<String> cancelled) implements RunState {

    /** A run of which nothing is known. */
    public static Unplanned since(Instant now) {
        return new Unplanned(now, Optional.empty());
    }

    /** The plan came. Reports that came ahead of it count from now on. */
    public Move planned(RunPlanned plan, JoinedReports held, Instant now) {
        if (cancelled.isPresent()) {
            return Move.Answer.of(Results.cancelled(plan, held, cancelled.get(), 0, now));
        }
        Joining joining = Joining.begin(plan, held);
        return joining.isComplete() || joining.isEnough(held) ? joining.close(held, now) : new Move.To(joining);
    }

    /** Whether the run goes on at once with what is held, by the quorum of the job, and leaves other perspectives out. */
    public boolean leavesOut(RunPlanned plan, JoinedReports held) {
        Joining joining = Joining.begin(plan, held);
        return cancelled.isEmpty() && !joining.isComplete() && joining.isEnough(held);
    }

    /** The planner turned the run down. */
    public Move rejected(RunRejected rejection, Instant now) {
        return Move.Answer.of(Results.rejected(rejection, now));
    }

    /** Somebody asked to cancel. The first who asked is named. */
    public Move cancelled(String why) {
        return new Move.To(cancelled.isPresent() ? this : new Unplanned(since, Optional.of(why)));
    }

    @Override
    public Set<Alarm> alarms(Duration retention) {
        return Set.of(new Alarm(since.plus(retention), Alarm.Kind.PURGE));
    }
}
