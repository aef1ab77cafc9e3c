package io.forkline.workers;

import io.forkline.leases.Delivery;
import io.forkline.leases.Outcome;
import io.forkline.leases.TaskHandler;
import io.forkline.schemas.record.ForkTask;

/** Gives each task to the handler of its kind. */
record TasksByKind(TargetTaskHandler targets, ForkTaskHandler forks) implements TaskHandler<ForkTask> {

    @Override
    public Outcome handle(ForkTask task, Delivery delivery) throws InterruptedException {
        return of(task).handle(task, delivery);
    }

    @Override
    public Outcome lastDelivery(ForkTask task, Delivery delivery) {
        return of(task).lastDelivery(task, delivery);
    }

    private TaskHandler<ForkTask> of(ForkTask task) {
        return TargetTaskHandler.takes(task) ? targets : forks;
    }
}
