package io.forkline.aggregator.lead;

import io.forkline.leases.Delivery;
import io.forkline.leases.Outcome;
import io.forkline.leases.TaskHandler;
import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.serde.RecordCodec;
import java.nio.charset.StandardCharsets;
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
    private static final String TRACE_CONTEXT = "traceparent";

    private final Leads leads;
    private final RecordCodec<LeadVerdict> codec;
    private final String verdictsTopic;
    private final LeadListener listener;
    private final LongSupplier nanos;

    /** @param nanos measures how long a verdict took */
    public LeadWorker(
            Leads leads,
            RecordCodec<LeadVerdict> codec,
            String verdictsTopic,
            LeadListener listener,
            LongSupplier nanos) {
        this.leads = leads;
        this.codec = codec;
        this.verdictsTopic = verdictsTopic;
        this.listener = listener;
        this.nanos = nanos;
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
        return publish(verdict, delivery);
    }

    @Override
    public Outcome lastDelivery(LeadTask task, Delivery delivery) {
        String why =
                "the lead was given up after " + (delivery.count() - 1) + " workers stopped while they held its task";
        return publish(Verdicts.of(task, new Opinion.Failed(why, leads.nothingSpent(task)), 0), delivery);
    }

    private Outcome publish(LeadVerdict verdict, Delivery delivery) {
        return () -> {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                    verdictsTopic, verdict.getJobId().getBytes(StandardCharsets.UTF_8), codec.encode(verdict));
            Optional.ofNullable(delivery.headers().lastHeader(TRACE_CONTEXT))
                    .ifPresent(header -> record.headers().add(header));
            return List.of(record);
        };
    }
}
