package io.forkline.aggregator.budget;

import io.forkline.aggregator.row.BudgetEvent;
import io.forkline.aggregator.row.BudgetRow;
import io.forkline.aggregator.row.LeadRequested;
import io.forkline.aggregator.row.VerdictSeen;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.TokenUsage;
import io.forkline.schemas.record.VerdictOutcome;
import io.forkline.schemas.serde.RecordCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a lead task pass while the tokens that its tenant has used today, and those set aside for its calls under way, are below
 * its budget; else answers it, in the place of the lead. The day is that of the record, so it is the same however often it is read.
 */
final class BudgetProcessor extends ContextualProcessor<byte[], BudgetEvent, byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(BudgetProcessor.class);
    private static final long DAY_MS = Duration.ofDays(1).toMillis();
    /** As in the verdicts of models: what was not asked is one of them. */
    private static final String PROVIDER = "openai";

    private final LeadBudget budget;
    private final RecordCodec<LeadVerdict> verdicts;
    private final BudgetMeters meters;
    /** Tenants that this task of the topology has spoken of. */
    private final Set<String> seen = new HashSet<>();

    private @Nullable BudgetAccounts accounts;

    BudgetProcessor(LeadBudget budget, RecordCodec<LeadVerdict> verdicts, BudgetMeters meters) {
        this.meters = meters;
        this.budget = budget;
        this.verdicts = verdicts;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        // So that an answer does not depend on the registry later, in the middle of a decision.
        verdicts.register();
        accounts =
                new BudgetAccounts(context.getStateStore(BudgetStep.BUDGETS), context.getStateStore(BudgetStep.CALLS));
        accounts.forEach(this::seen);
    }

    @Override
    public void close() {
        seen.forEach(meters::gone);
    }

    private void seen(String tenant, BudgetRow row) {
        seen.add(tenant);
        meters.seen(tenant, row);
    }

    @Override
    public void process(Record<byte[], BudgetEvent> record) {
        BudgetEvent event = record.value();
        BudgetRow today = accounts().today(event.getTenant(), (int) Math.floorDiv(record.timestamp(), DAY_MS));
        seen(event.getTenant(), today);
        switch (event.getEvent()) {
            case LeadRequested request -> requested(event, request, today, record);
            case VerdictSeen seen -> accounts().spend(event.getTenant(), today, call(event), seen.getTokens());
            default -> throw new IllegalStateException("not a budget event: " + event.getEvent());
        }
        seen(event.getTenant(), today);
    }

    private void requested(
            BudgetEvent event, LeadRequested request, BudgetRow today, Record<byte[], BudgetEvent> record) {
        byte[] key = request.getJobId().getBytes(StandardCharsets.UTF_8);
        byte[] task = bytes(request.getTask());
        // A budget that was taken back while the event was on its way bounds nothing.
        Optional<Long> limit = budget.tokens().of(event.getTenant());
        if (limit.isEmpty() || today.getUsed() + today.getReserved() < limit.get()) {
            accounts().reserve(event.getTenant(), today, call(event), budget.estimate(task.length));
            context().forward(record.withKey(key).withValue(task), BudgetStep.LEAD_TASKS);
        } else {
            LeadVerdict verdict = exceeded(event, request, today, limit.get());
            byte[] value = verdicts.encode(verdict);
            meters.refused(event.getTenant());
            LOG.info("model is not asked, runId={} error={}", event.getRunId(), verdict.getError());
            context().forward(record.withKey(key).withValue(value), BudgetStep.VERDICTS);
        }
    }

    private static LeadVerdict exceeded(BudgetEvent event, LeadRequested request, BudgetRow today, long limit) {
        String underWay = today.getReserved() == 0
                ? ""
                : ", and " + today.getReserved() + " more are set aside for its calls under way";
        return LeadVerdict.newBuilder()
                .setJobId(request.getJobId())
                .setRunId(event.getRunId())
                .setAttempt(event.getAttempt())
                .setOutcome(VerdictOutcome.FAILED)
                .setProvider(PROVIDER)
                .setModel(request.getModel())
                .setUsage(new TokenUsage(0L, 0L, 0L))
                .setCalls(0)
                .setLeadMs(0L)
                .setTenant(event.getTenant())
                .setOverBudget(true)
                .setError(
                        "BUDGET_EXCEEDED: the tenant " + event.getTenant() + " has used " + today.getUsed() + " of its "
                                + limit + " tokens of " + LocalDate.ofEpochDay(today.getDay()) + " (UTC)" + underWay
                                + "; no model was asked")
                .build();
    }

    private static String call(BudgetEvent event) {
        return event.getRunId() + "/" + event.getAttempt();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private BudgetAccounts accounts() {
        if (accounts == null) {
            throw new IllegalStateException("a processor is initialised before it gets a record");
        }
        return accounts;
    }
}
