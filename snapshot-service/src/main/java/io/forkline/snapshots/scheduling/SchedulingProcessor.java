package io.forkline.snapshots.scheduling;

import io.forkline.schemas.record.SnapshotEvent;
import io.forkline.schemas.record.TargetReport;
import io.forkline.snapshots.record.AdmittedRun;
import io.forkline.snapshots.record.DueRow;
import io.forkline.snapshots.record.PlannerEvent;
import io.forkline.snapshots.record.RunOver;
import io.forkline.snapshots.record.TaskReported;
import io.forkline.telemetry.trace.TraceContext;
import io.forkline.telemetry.trace.Tracing;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Tells the parts of this step what happened, fills the window, and sends what they want to go out. */
final class SchedulingProcessor extends ContextualProcessor<byte[], Object, byte[], byte[]> {

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final int DUE_AT_MOST = 200;
    private static final Duration FORGET_TENANTS_EVERY = Duration.ofSeconds(10);
    private static final int TENANTS_AT_MOST = 500;

    private final SchedulingConfig config;
    private final Outbox outbox;
    private final RandomGenerator random;
    private final WindowLoad load;
    private final Tracing tracing;
    private @Nullable Parts parts;
    private String lastTenant = "";
    private boolean adopted;

    SchedulingProcessor(
            SchedulingConfig config, Outbox outbox, RandomGenerator random, WindowLoad load, Tracing tracing) {
        this.load = load;
        this.config = config;
        this.outbox = outbox;
        this.random = random;
        this.tracing = tracing;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        outbox.begin();
        adopted = false;
        TaskWindow window = new TaskWindow(
                context.getStateStore(SchedulingStep.WINDOW),
                new TaskQueue(context.getStateStore(SchedulingStep.QUEUE)),
                new TaskTurns(context.getStateStore(SchedulingStep.TURNS)),
                context.getStateStore(SchedulingStep.TENANTS),
                config.window(),
                config.tenantWindow(),
                load.begin(context.taskId()));
        DueIndex due = new DueIndex(context.getStateStore(SchedulingStep.DUE));
        RunTasks tasks = new RunTasks(
                context.getStateStore(SchedulingStep.RUNS),
                context.getStateStore(SchedulingStep.TASK_ROWS),
                window,
                due,
                outbox,
                config);
        WaitingRuns waiting = new WaitingRuns(
                context.getStateStore(SchedulingStep.RUNS),
                context.getStateStore(SchedulingStep.WAITING_RUNS),
                tasks,
                outbox,
                tracing);
        Snapshots snapshots =
                new Snapshots(context.getStateStore(SchedulingStep.ENVIRONMENTS), waiting, due, outbox, config, random);
        parts = new Parts(due, tasks, waiting, snapshots);
        context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> lookAtDue(Instant.ofEpochMilli(now)));
        context.schedule(
                FORGET_TENANTS_EVERY,
                PunctuationType.WALL_CLOCK_TIME,
                now -> lastTenant = window.forgetTenants(lastTenant, TENANTS_AT_MOST));
    }

    @Override
    public void close() {
        load.end(context().taskId());
    }

    @Override
    public void process(Record<byte[], Object> record) {
        adopt();
        Instant now = Instant.ofEpochMilli(context().currentSystemTimeMs());
        switch (record.value()) {
            case PlannerEvent event -> happened(event.getEvent(), now);
            case SnapshotEvent event -> parts().snapshots().heard(event, TraceContext.of(record.headers()), now);
            case TargetReport report -> parts().tasks().targetReported(report, now);
            default ->
                throw new IllegalStateException(
                        "not a record of this step: " + record.value().getClass());
        }
        finish(now);
    }

    private void happened(Object event, Instant now) {
        switch (event) {
            case AdmittedRun run -> parts().snapshots().admitted(run, now);
            case TaskReported report -> parts().tasks().reported(report, now);
            case RunOver over -> parts().waiting().drop(over.getRunId());
            default -> throw new IllegalStateException("not a planner event: " + event.getClass());
        }
    }

    private void lookAtDue(Instant now) {
        adopt();
        for (DueRow row : parts().due().take(now, DUE_AT_MOST)) {
            switch (row.getKind()) {
                case TASK -> parts().tasks().due(row.getId());
                case ENVIRONMENT -> parts().snapshots().due(row.getId(), now);
            }
        }
        finish(now);
    }

    /** Not when it is initialised: what is written then belongs to no commit. */
    private void adopt() {
        if (!adopted) {
            parts().tasks().adopt();
            adopted = true;
        }
    }

    private void finish(Instant now) {
        parts().tasks().fill(now);
        outbox.send(context(), now);
    }

    private Parts parts() {
        if (parts == null) {
            throw new IllegalStateException("a processor is initialised before it gets a record");
        }
        return parts;
    }

    private record Parts(DueIndex due, RunTasks tasks, WaitingRuns waiting, Snapshots snapshots) {}
}
