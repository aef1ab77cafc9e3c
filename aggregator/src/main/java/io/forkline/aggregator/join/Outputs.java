package io.forkline.aggregator.join;

import io.forkline.aggregator.budget.BudgetEvents;
import io.forkline.aggregator.budget.LeadBudget;
import io.forkline.aggregator.run.Move;
import io.forkline.schemas.cloudevent.CloudEventHeaders;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.record.DeadlineReached;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.record.RunControl;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.StreamsApplication;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Encodes what goes out. Done before anything is written, as the registry may be out of reach. */
final class Outputs {

    /** What a record takes beside its value: the batch, the key, the headers. */
    private static final int OVERHEAD_BYTES = 16 * 1024;

    private final RecordCodec<LeadTask> tasks;
    private final RecordCodec<JobResult> results;
    private final RecordCodec<ReportEvent> reports;
    private final RecordCodec<RunControl> controls;

    private final String source;

    private final LeadBudget budget;

    Outputs(ClusterConnection connection, SchemaRegistry registry, LeadBudget budget) {
        this.budget = budget;
        this.source = connection.layout().name(StreamsApplication.AGGREGATOR);
        this.tasks = connection.codec(registry, ForklineTopic.LEAD_TASKS, LeadTask.class);
        this.results = connection.codec(registry, ForklineTopic.RESULTS, JobResult.class);
        this.reports = connection.codec(registry, ForklineTopic.REPORTS, ReportEvent.class);
        this.controls = connection.codec(registry, ForklineTopic.CONTROLS, RunControl.class);
    }

    /**
     * A record for one of the sinks.
     *
     * @param sink name of the node
     */
    record Output(String sink, String key, byte[] value) {}

    Optional<Output> of(Move move) {
        return switch (move) {
            case Move.To to -> Optional.empty();
            case Move.Ask ask -> Optional.of(of(ask));
            case Move.Answer answer ->
                Optional.of(output(ForklineTopic.RESULTS, answer.result().getJobId(), results, answer.result()));
        };
    }

    /** The headers of a result: its trace, and those of a CloudEvent. */
    Headers headers(Move.Answer answer, Headers trace) {
        Headers headers = new RecordHeaders(trace.toArray());
        CloudEventHeaders.of(answer.result(), source).addTo(headers);
        return headers;
    }

    /** Straight to the lead, or first to those who know what the tenant has used. */
    private Output of(Move.Ask ask) {
        Output straight = output(ForklineTopic.LEAD_TASKS, ask.task().getJobId(), tasks, ask.task());
        RunPlanned plan = ask.next().plan();
        return budget.counts(plan)
                ? new Output(
                        JoinTopology.sink(ForklineTopic.BUDGET_EVENTS),
                        plan.getTenant(),
                        BudgetEvents.requested(plan.getTenant(), ask.task(), straight.value()))
                : straight;
    }

    /** What a verdict took, for those who count it; empty when nobody does. */
    Optional<Output> used(LeadVerdict verdict, String tenant) {
        return budget.has(tenant) && !verdict.getOverBudget()
                ? Optional.of(new Output(
                        JoinTopology.sink(ForklineTopic.BUDGET_EVENTS), tenant, BudgetEvents.seen(tenant, verdict)))
                : Optional.empty();
    }

    Output of(DeadlineReached mark) {
        return output(ForklineTopic.REPORTS, mark.getJobId(), reports, new ReportEvent(mark));
    }

    Output of(RunControl control) {
        return output(ForklineTopic.CONTROLS, control.getJobId(), controls, control);
    }

    private static <T extends SpecificRecord> Output output(
            ForklineTopic topic, String key, RecordCodec<T> codec, T value) {
        byte[] bytes = codec.encode(value);
        // Reports are cut to fit long before this; a forward that is too large would end the stream thread for ever.
        if (bytes.length > topic.maxMessageBytes() - OVERHEAD_BYTES) {
            throw new IllegalStateException("a record of " + bytes.length + " bytes for " + topic.suffix()
                    + " is over the limit of " + topic.maxMessageBytes());
        }
        return new Output(JoinTopology.sink(topic), key, bytes);
    }
}
