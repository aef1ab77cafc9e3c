package io.forkline.aggregator.budget;

import io.forkline.aggregator.row.BudgetEvent;
import io.forkline.aggregator.row.LeadRequested;
import io.forkline.aggregator.row.VerdictSeen;
import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.serde.StateCodec;
import java.nio.ByteBuffer;

/** What the step by job tells the step by tenant, as bytes. */
public final class BudgetEvents {

    static final StateCodec<BudgetEvent> CODEC = new StateCodec<>(BudgetEvent.class);

    private BudgetEvents() {}

    /**
     * A model is to be asked.
     *
     * @param encoded the task, as it goes out where it is let pass
     */
    public static byte[] requested(String tenant, LeadTask task, byte[] encoded) {
        LeadRequested request =
                new LeadRequested(task.getJobId(), task.getLead().getModel(), ByteBuffer.wrap(encoded));
        return CODEC.encode(new BudgetEvent(tenant, task.getRunId(), task.getAttempt(), request));
    }

    /** The lead answered, and that took so many tokens. */
    public static byte[] seen(String tenant, LeadVerdict verdict) {
        VerdictSeen seen = new VerdictSeen(verdict.getUsage().getTotalTokens());
        return CODEC.encode(new BudgetEvent(tenant, verdict.getRunId(), verdict.getAttempt(), seen));
    }
}
