package io.forkline.cli.replay;

import io.forkline.cli.history.Answer;
import io.forkline.cli.history.Dated;
import io.forkline.cli.history.PerspectiveState;
import io.forkline.cli.history.RunHistory;
import io.forkline.schemas.id.TaskId;
import java.util.List;

/**
 * A run that can be replayed, as far as its history tells.
 *
 * @param run the newest of its job that has a result
 * @param answer that result, and where it lies
 */
record Candidate(RunHistory run, Dated<Answer> answer) {

    String job() {
        return run.run().job().value();
    }

    /** The perspectives that would run; empty when the run was turned down before anyone knew which it has. */
    List<String> running(boolean onlyFailed) {
        List<String> fine = onlyFailed ? answer.value().fine() : List.of();
        return run.perspectives().stream()
                .map(PerspectiveState::name)
                .filter(name -> !name.equals(TaskId.SEQUENTIAL) && !fine.contains(name))
                .toList();
    }
}
