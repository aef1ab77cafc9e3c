package io.forkline.aggregator.budget;

import io.forkline.aggregator.lead.LeadConfig;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.settings.PerTenant;
import io.forkline.schemas.settings.Settings;

/**
 * What tenants may spend. Keys: {@code lead.budget.tokens}, {@code lead.budget.tokens.NAME}.
 *
 * @param tokens a day in UTC, of a tenant
 * @param autoAsksModel whether the lead AUTO is a model here, and not the built-in rules, which cost nothing
 * @param maxDataChars how much of the reports goes into a request, at most
 */
public record LeadBudget(PerTenant tokens, boolean autoAsksModel, int maxDataChars) {

    /** Nobody has a budget. */
    public static final LeadBudget NONE = new LeadBudget(PerTenant.NONE, false, LeadConfig.DEFAULT.maxDataChars());

    private static final long MOST_TOKENS = 1_000_000_000_000L;
    private static final int CHARS_PER_TOKEN = 4;
    /** For the role, the form of the answer, and the answer. */
    private static final int TOKENS_BESIDE_THE_DATA = 1_000;

    /** Takes its keys from the settings. */
    public static LeadBudget from(Settings settings, LeadConfig lead) {
        return new LeadBudget(
                PerTenant.from(settings, "lead.budget.tokens", 0, MOST_TOKENS),
                lead.key().isPresent(),
                lead.maxDataChars());
    }

    /** Whether a run has to be within a budget: a model is asked, and its tenant has one. */
    public boolean counts(RunPlanned plan) {
        boolean asksModel = switch (plan.getLead().getMode()) {
            case AUTO -> autoAsksModel;
            case OPENAI -> true;
            case OFFLINE, NONE -> false;
        };
        return asksModel && has(plan.getTenant());
    }

    /** Whether a tenant has a budget. */
    public boolean has(String tenant) {
        return tokens.of(tenant).isPresent();
    }

    /** What a call is expected to take, by the size of its task. */
    long estimate(int taskBytes) {
        return Math.min(taskBytes, maxDataChars) / CHARS_PER_TOKEN + TOKENS_BESIDE_THE_DATA;
    }
}
