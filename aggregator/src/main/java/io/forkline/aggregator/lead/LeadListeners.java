package io.forkline.aggregator.lead;

import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.LeadVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Several who hear the same, in this order. */
public record LeadListeners(List<LeadListener> all) implements LeadListener {

    public LeadListeners {
        all = List.copyOf(all);
    }

    @Override
    public void asking(LeadTask task, Optional<String> model) {
        all.forEach(listener -> listener.asking(task, model));
    }

    @Override
    public void answered(LeadTask task, Optional<String> model, LeadVerdict verdict) {
        all.forEach(listener -> listener.answered(task, model, verdict));
    }

    @Override
    public void askingAgain(LeadTask task, String why, Instant notBefore) {
        all.forEach(listener -> listener.askingAgain(task, why, notBefore));
    }
}
