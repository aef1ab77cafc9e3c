package io.forkline.aggregator.lead;

import io.forkline.leases.Delivery;
import io.forkline.leases.Outcome;
import io.forkline.leases.TaskHandler;
import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.VerdictOutcome;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.telemetry.trace.Stage;
import io.forkline.telemetry.trace.StageSpan;
import io.forkline.telemetry.trace.TraceContext;
import io.forkline.telemetry.trace.Tracing;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers each lead task with one verdict, by the lead that the job asked for. */
public final class LeadWorker implements TaskHandler<LeadTask> {

    private static final Logger LOG = LoggerFactory.getLogger(LeadWorker.class);

    private final Leads leads;
    private final RecordCodec<LeadVerdict> codec;
    private final String verdictsTopic;
    private final LeadListener listener;
    private final LongSupplier nanos;
    private final Tracing tracing;
    private final Clock clock;

    /**
     * @param nanos measures how long a verdict took
     * @param clock says when it came, for its span
     */
    public LeadWorker(
            Leads leads,
            RecordCodec<LeadVerdict> codec,
            String verdictsTopic,
            LeadListener listener,
            LongSupplier nanos,
            Tracing tracing,
            Clock clock) {
        this.leads = leads;
        this.codec = codec;
        this.verdictsTopic = verdictsTopic;
        this.listener = listener;
        this.nanos = nanos;
        this.tracing = tracing;
        this.clock = clock;
    }

    @Override
    public Outcome handle(LeadTask task, Delivery delivery) throws InterruptedException {
        long start = nanos.getAsLong();
        Optional<String> model = leads.model(task);
        listener.asking(task, model);
        Opinion opinion = leads.judge(task);
        long tookMs = TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - start);
        LeadVerdict verdict = Verdicts.of(task, opinion, tookMs);
        LOG.info(
                "lead answered, runId={} attempt={} outcome={} provider={} calls={} tookMs={} error={}",
                task.getRunId(),
                task.getAttempt(),
                verdict.getOutcome(),
                verdict.getProvider(),
                verdict.getCalls(),
                tookMs,
                verdict.getError());
        listener.answered(task, model, verdict);
        if (opinion instanceof Opinion.TryLater later && later.notBefore().isBefore(task.getDeadline())) {
            listener.askingAgain(task, later.why(), later.notBefore());
        }
        return publish(verdict, traced(task, verdict, delivery));
    }

    @Override
    public Outcome lastDelivery(LeadTask task, Delivery delivery) {
        String why =
                "the lead was given up after " + (delivery.count() - 1) + " workers stopped while they held its task";
        return publish(
                Verdicts.of(task, new Opinion.Failed(why, leads.nothingSpent(task)), 0),
                TraceContext.of(delivery.headers()));
    }

    /** The span of the attempt, from its being issued to this answer. */
    private Optional<TraceContext> traced(LeadTask task, LeadVerdict verdict, Delivery delivery) {
        StageSpan span = tracing.begin(Stage.LEAD, TraceContext.of(delivery.headers()), task.getIssuedAt())
                .with("forkline.run.id", task.getRunId())
                .with("forkline.attempt", task.getAttempt())
                .with("forkline.delivery", delivery.count())
                .with("forkline.outcome", verdict.getOutcome().name())
                .with("forkline.lead.provider", verdict.getProvider())
                .with("forkline.lead.model", verdict.getModel())
                .with("forkline.lead.calls", verdict.getCalls())
                .with("forkline.lead.ms", verdict.getLeadMs())
                .with("forkline.lead.tokens", verdict.getUsage().getTotalTokens())
                .failedIf(verdict.getOutcome() != VerdictOutcome.OK);
        span.end(clock.instant());
        return span.context();
    }

    private Outcome publish(LeadVerdict verdict, Optional<TraceContext> trace) {
        return () -> {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                    verdictsTopic, verdict.getJobId().getBytes(StandardCharsets.UTF_8), codec.encode(verdict));
            trace.ifPresent(context -> context.addTo(record.headers()));
            return List.of(record);
        };
    }
}
