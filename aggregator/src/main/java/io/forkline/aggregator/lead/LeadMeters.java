package io.forkline.aggregator.lead;

import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.metrics.Metric;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Counts what leads take. By the worker, so that a verdict which is lost or comes too late counts too: it has been paid for.
 *
 * @param prices of models, for the cost
 */
public record LeadMeters(Meters meters, LeadPrices prices) implements LeadListener {

    /** Of tasks of before tenants were counted. */
    private static final String NO_TENANT = "default";

    @Override
    public void answered(LeadTask task, Optional<String> model, LeadVerdict verdict) {
        meters.observe(
                Metric.LEAD,
                Duration.ofMillis(verdict.getLeadMs()),
                verdict.getProvider(),
                verdict.getOutcome().name().toLowerCase(Locale.ROOT));
        model.ifPresent(asked -> spent(asked, task.getTenant() == null ? NO_TENANT : task.getTenant(), verdict));
    }

    private void spent(String model, String tenant, LeadVerdict verdict) {
        meters.add(Metric.LEAD_CALLS, verdict.getCalls(), model);
        meters.add(Metric.LEAD_TOKENS, verdict.getUsage().getInputTokens(), model, tenant, "input");
        meters.add(Metric.LEAD_TOKENS, verdict.getUsage().getOutputTokens(), model, tenant, "output");
        prices.cost(model, verdict.getUsage())
                .ifPresent(cost -> meters.add(Metric.LEAD_COST, cost, model, tenant, prices.currency()));
    }
}
