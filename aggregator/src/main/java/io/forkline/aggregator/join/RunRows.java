package io.forkline.aggregator.join;

import io.forkline.aggregator.row.DoneRow;
import io.forkline.aggregator.row.JoiningRow;
import io.forkline.aggregator.row.LeadingRow;
import io.forkline.aggregator.row.RunRow;
import io.forkline.aggregator.row.UnplannedRow;
import io.forkline.aggregator.run.Done;
import io.forkline.aggregator.run.Joining;
import io.forkline.aggregator.run.Leading;
import io.forkline.aggregator.run.RunState;
import io.forkline.aggregator.run.Unplanned;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.serde.StateCodec;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;

/** States as rows and back. The plan is a row of its own, as it does not change while the state does. */
final class RunRows {

    private final StateCodec<LeadVerdict> verdicts = new StateCodec<>(LeadVerdict.class);

    RunRow row(RunState state) {
        return new RunRow(
                switch (state) {
                    case Unplanned unplanned ->
                        new UnplannedRow(
                                unplanned.since(), unplanned.cancelled().orElse(null));
                    case Joining joining -> new JoiningRow(joining.arrived(), joining.baselineArrived());
                    case Leading leading ->
                        new LeadingRow(
                                leading.attempt(),
                                leading.retryAt().orElse(null),
                                leading.lateTasks(),
                                leading.spent().map(this::bytes).orElse(null));
                    case Done done -> new DoneRow(done.status().name(), done.finishedAt());
                });
    }

    RunState state(RunRow row, Supplier<RunPlanned> plan) {
        return switch (row.getState()) {
            case UnplannedRow unplanned ->
                new Unplanned(unplanned.getSince(), Optional.ofNullable(unplanned.getCancelled()));
            case JoiningRow joining -> new Joining(plan.get(), joining.getArrived(), joining.getBaselineArrived());
            case LeadingRow leading ->
                new Leading(
                        plan.get(),
                        leading.getAttempt(),
                        Optional.ofNullable(leading.getRetryAt()),
                        leading.getLateTasks(),
                        Optional.ofNullable(leading.getSpent()).map(this::verdict));
            case DoneRow done -> new Done(ResultStatus.valueOf(done.getStatus()), done.getFinishedAt());
            default -> throw new IllegalStateException("a run cannot be in the state " + row.getState());
        };
    }

    private ByteBuffer bytes(LeadVerdict verdict) {
        return ByteBuffer.wrap(verdicts.encode(verdict));
    }

    private LeadVerdict verdict(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return verdicts.decode(bytes);
    }
}
