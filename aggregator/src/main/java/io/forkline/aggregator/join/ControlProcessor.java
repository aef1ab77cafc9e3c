package io.forkline.aggregator.join;

import io.forkline.aggregator.run.Done;
import io.forkline.aggregator.run.Joining;
import io.forkline.aggregator.run.Leading;
import io.forkline.aggregator.run.Move;
import io.forkline.aggregator.run.RunState;
import io.forkline.aggregator.run.Unplanned;
import io.forkline.schemas.id.JobId;
import io.forkline.schemas.id.RunId;
import io.forkline.schemas.record.RunControl;
import io.forkline.schemas.topic.KeyPartition;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels. A control that names no run is meant for the latest run of the job, and, when nothing is known of the job, for
 * its first. Which one that is, only this topology knows: so it publishes the control again with the run named, and the run is
 * cancelled when that comes back. The fork workers hear of it in the same way. Cancelling what is over changes nothing.
 */
final class ControlProcessor extends RunProcessor<RunControl> {

    private static final Logger LOG = LoggerFactory.getLogger(ControlProcessor.class);

    private static final int MOST_NAME_CHARS = 200;
    private static final int MOST_REASON_CHARS = 1_000;

    private final int partitions;

    /** @param partitions of the topics keyed by job */
    ControlProcessor(
            Outputs outputs, JoinConfig config, AlarmBegins begins, JoinMeters meters, RunSpans spans, int partitions) {
        super(outputs, config, begins, meters, spans);
        this.partitions = partitions;
    }

    @Override
    public void process(Record<byte[], RunControl> record) {
        if (record.value().getForksOnly()) {
            // Written by this topology for the fork workers: the run itself goes on.
            return;
        }
        RunControl control = bounded(record.value());
        if (isStray(control)) {
            forward(outputs().of(control), record);
            return;
        }
        switch (control.getAction()) {
            case CANCEL -> {
                if (control.getRunId() == null) {
                    nameRun(control, record);
                } else {
                    cancel(RunId.parse(control.getRunId()), why(control), record);
                }
            }
        }
    }

    /** Clients partition differently: a control in another partition than its job meets no run there, and is sent on. */
    private boolean isStray(RunControl control) {
        int partition = context()
                .recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record from a topic has an origin"))
                .partition();
        return KeyPartition.of(control.getJobId(), partitions) != partition;
    }

    private void nameRun(RunControl control, Record<?, ?> record) {
        JobId job = new JobId(control.getJobId());
        RunId run = desk().latest(job).orElseGet(() -> job.run(1));
        RunControl named =
                RunControl.newBuilder(control).setRunId(run.toString()).build();
        forward(outputs().of(named), record);
    }

    private void cancel(RunId run, String why, Record<?, ?> record) {
        Optional<RunState> before = desk().find(run);
        Instant now = timeOf(record);
        Optional<Move> move = switch (before.orElseGet(() -> Unplanned.since(now))) {
            case Unplanned unplanned -> Optional.of(unplanned.cancelled(why));
            case Joining joining -> Optional.of(joining.cancelled(why, desk().reports(joining.plan()), now));
            case Leading leading -> Optional.of(leading.cancelled(why, desk().reports(leading.plan()), now));
            case Done done -> Optional.empty();
        };
        move.ifPresentOrElse(
                made -> move(run, before, made, record),
                () -> LOG.info("run to be cancelled is over already, runId={}", run));
    }

    /** Its texts are of anybody's choice, and go into a row, a control and a result, which have limits. */
    private static RunControl bounded(RunControl control) {
        return RunControl.newBuilder(control)
                .setRequestedBy(head(control.getRequestedBy(), MOST_NAME_CHARS))
                .setReason(control.getReason() == null ? null : head(control.getReason(), MOST_REASON_CHARS))
                .build();
    }

    private static String head(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "...";
    }

    private static String why(RunControl control) {
        String by = "cancelled by " + control.getRequestedBy();
        return control.getReason() == null ? by : by + ": " + control.getReason();
    }
}
