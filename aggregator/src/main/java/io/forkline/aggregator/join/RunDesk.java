package io.forkline.aggregator.join;

import io.forkline.aggregator.row.RunRow;
import io.forkline.aggregator.run.Alarm;
import io.forkline.aggregator.run.Done;
import io.forkline.aggregator.run.JoinedReports;
import io.forkline.aggregator.run.Joining;
import io.forkline.aggregator.run.Leading;
import io.forkline.aggregator.run.RunState;
import io.forkline.aggregator.run.Unplanned;
import io.forkline.schemas.id.JobId;
import io.forkline.schemas.id.RunId;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.RunPlanned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Reads and writes all rows of a run together, and keeps its alarms in step with its state. */
final class RunDesk {

    private final RunRows rows = new RunRows();
    private final KeyValueStore<String, RunRow> runs;
    private final KeyValueStore<String, RunPlanned> plans;
    private final KeyValueStore<String, PerspectiveReport> reports;
    private final AlarmIndex alarms;
    private final Duration retention;

    RunDesk(ProcessorContext<?, ?> context, AtomicLong begin, Duration retention) {
        this.runs = context.getStateStore(JoinStores.RUNS);
        this.plans = context.getStateStore(JoinStores.PLANS);
        this.reports = context.getStateStore(JoinStores.REPORTS);
        KeyValueStore<Bytes, byte[]> deadlines = context.getStateStore(JoinStores.DEADLINES);
        this.alarms = new AlarmIndex(deadlines, begin);
        this.retention = retention;
    }

    Optional<RunState> find(RunId run) {
        return Optional.ofNullable(runs.get(run.toString())).map(row -> rows.state(row, () -> plan(run)));
    }

    /** The run of a job that was begun last. */
    Optional<RunId> latest(JobId job) {
        List<RunId> known = new ArrayList<>();
        try (KeyValueIterator<String, RunRow> found = runs.prefixScan(job + "/", new StringSerializer())) {
            found.forEachRemaining(row -> known.add(RunId.parse(row.key)));
        }
        return known.stream().max(Comparator.comparingInt(RunId::number));
    }

    /** Shows the plans of all open runs, one by one: as many rows as there are of those. */
    void forEachOpenPlan(Consumer<RunPlanned> each) {
        try (KeyValueIterator<String, RunPlanned> rows = plans.all()) {
            rows.forEachRemaining(row -> each.accept(row.value));
        }
    }

    /** The reports that a plan expects and that are in. */
    JoinedReports reports(RunPlanned plan) {
        return JoinedReports.gather(plan, task -> Optional.ofNullable(reports.get(task)));
    }

    /** The same, with one more that is not written yet. */
    JoinedReports reports(RunPlanned plan, PerspectiveReport more) {
        return JoinedReports.gather(
                plan, task -> Optional.ofNullable(task.equals(more.getTaskId()) ? more : reports.get(task)));
    }

    boolean hasReport(String taskId) {
        return reports.get(taskId) != null;
    }

    void keep(PerspectiveReport report) {
        reports.put(report.getTaskId(), report);
    }

    void write(RunId run, Optional<RunState> before, RunState after) {
        runs.put(run.toString(), rows.row(after));
        switch (after) {
            case Joining joining -> keepPlan(run, before, joining.plan());
            case Leading leading -> keepPlan(run, before, leading.plan());
            case Done done -> dropDetails(run);
            case Unplanned unplanned -> {}
        }
        Set<Alarm> old = before.map(state -> state.alarms(retention)).orElse(Set.of());
        Set<Alarm> now = after.alarms(retention);
        old.stream().filter(alarm -> !now.contains(alarm)).forEach(alarm -> alarms.clear(run, alarm));
        now.stream().filter(alarm -> !old.contains(alarm)).forEach(alarm -> alarms.set(run, alarm));
    }

    /** As if the run had never been. */
    void forget(RunId run) {
        runs.delete(run.toString());
        dropDetails(run);
    }

    AlarmIndex alarms() {
        return alarms;
    }

    Set<Alarm> alarmsOf(RunState state) {
        return state.alarms(retention);
    }

    private RunPlanned plan(RunId run) {
        RunPlanned plan = plans.get(run.toString());
        if (plan == null) {
            throw new IllegalStateException("the open run " + run + " has no plan in the store");
        }
        return plan;
    }

    private void keepPlan(RunId run, Optional<RunState> before, RunPlanned plan) {
        boolean isNew = before.isEmpty() || before.get() instanceof Unplanned;
        if (isNew) {
            plans.put(run.toString(), plan);
        }
    }

    /** What only an open run needs: its plan, and every report that named it. */
    private void dropDetails(RunId run) {
        plans.delete(run.toString());
        List<String> tasks = new ArrayList<>();
        try (KeyValueIterator<String, PerspectiveReport> rows = reports.prefixScan(run + "/", new StringSerializer())) {
            rows.forEachRemaining(row -> tasks.add(row.key));
        }
        tasks.forEach(reports::delete);
    }
}
