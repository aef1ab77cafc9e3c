package io.forkline.workers;

import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.SandboxLimits;
import io.forkline.sandbox.target.TargetSource;
import io.forkline.schemas.id.TaskId;
import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.PerspectiveCommand;

/**
 * A fork task whose values are such that it can be tried.
 *
 * @param record the task as it came
 * @param limits what a fork may use: the lower of what the environment and the job say
 */
record CheckedTask(ForkTask record, TaskId id, EnvironmentId environmentId, SandboxLimits limits, TargetSource target) {

    static CheckedTask of(ForkTask task) throws IllegalTaskException {
        try {
            return check(task);
        } catch (IllegalArgumentException e) {
            throw new IllegalTaskException(e);
        }
    }

    private static CheckedTask check(ForkTask task) {
        if (task.getPerspectives().isEmpty()) {
            throw new IllegalArgumentException("it has no perspective");
        }
        if (!task.getSequential() && task.getPerspectives().size() > 1) {
            throw new IllegalArgumentException("it has several perspectives and is no baseline");
        }
        for (PerspectiveCommand perspective : task.getPerspectives()) {
            if (perspective.getRun().isEmpty() || perspective.getTimeoutMs() < 1) {
                throw new IllegalArgumentException(
                        "perspective " + perspective.getName() + " has no command or no time to run");
            }
        }
        for (String name : task.getSecrets()) {
            if (!SecretSource.isName(name)) {
                throw new IllegalArgumentException("no secret is called " + Quote.of(name));
            }
        }
        return new CheckedTask(
                task,
                TaskId.parse(task.getTaskId()),
                new EnvironmentId(task.getEnvironmentId()),
                EffectiveLimits.of(task.getLimits(), task.getJobLimits()),
                TargetSources.of(task.getTarget()));
    }
}
