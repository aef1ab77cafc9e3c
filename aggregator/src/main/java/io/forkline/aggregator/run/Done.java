package io.forkline.aggregator.run;

import io.forkline.schemas.record.ResultStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** The result is out. No move leads on: whatever comes now is a repetition, or too late. */
public record Done(ResultStatus status, Instant finishedAt) implements RunState {

    @Override
    public Set<Alarm> alarms(Duration retention) {
        return Set.of(new Alarm(finishedAt.plus(retention), Alarm.Kind.PURGE));
    }
}
