package io.forkline.aggregator.lead;

import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.LeadTask;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The leads of a worker, and which of them a job gets. A model that fails is not replaced by the rules: a job that asked for
 * a model would take their verdict for the model's.
 */
public final class Leads implements AutoCloseable {

    private final OfflineLead offline = new OfflineLead();
    private final Optional<OpenAiLead> openAi;
    private final String defaultModel;

    private Leads(Optional<OpenAiLead> openAi, String defaultModel) {
        this.openAi = openAi;
        this.defaultModel = defaultModel;
    }

    /**
     * The leads that a configuration allows.
     *
     * @param random for the jitter; safe for several threads
     */
    public static Leads of(LeadConfig config, Clock clock, RandomGenerator random) {
        return new Leads(
                config.key()
                        .map(key ->
                                new OpenAiLead(new ModelClient(key, config.baseUrl(), clock), config, clock, random)),
                config.model());
    }

    Opinion judge(LeadTask task) throws InterruptedException {
        return switch (task.getLead().getMode()) {
            case AUTO -> openAi.isPresent() ? openAi.get().judge(task) : offline.judge(task);
            case OPENAI -> openAi.isPresent() ? openAi.get().judge(task) : withoutKey(task);
            case OFFLINE -> offline.judge(task);
            case NONE -> new Opinion.Failed("the job asked for no lead", nothingSpent(task));
        };
    }

    /** The model that a task is for; empty where the built-in rules judge. */
    Optional<String> model(LeadTask task) {
        boolean asksModel = task.getLead().getMode() == LeadMode.OPENAI
                || (task.getLead().getMode() == LeadMode.AUTO && openAi.isPresent());
        return asksModel
                ? Optional.of(Objects.requireNonNullElse(task.getLead().getModel(), defaultModel))
                : Optional.empty();
    }

    Spent nothingSpent(LeadTask task) {
        Optional<String> model = model(task);
        return Spent.nothing(model.isPresent() ? Spent.OPENAI : Spent.OFFLINE, model);
    }

    private Opinion withoutKey(LeadTask task) {
        return new Opinion.Failed(
                "the job asked for a model, and the lead worker has no key for one; set OPENAI_API_KEY where the aggregator"
                        + " runs, or ask for the lead auto or offline",
                nothingSpent(task));
    }

    @Override
    public void close() {
        openAi.ifPresent(OpenAiLead::close);
    }
}
