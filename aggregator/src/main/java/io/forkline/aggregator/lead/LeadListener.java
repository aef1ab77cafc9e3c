package io.forkline.aggregator.lead;

import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.LeadVerdict;
import java.time.Instant;
import java.util.Optional;

/** Hears how the lead is asked, inside the process of the worker. Called from the worker's threads; must not block or throw. */
public interface LeadListener {

    /** Hears nothing. */
    LeadListener SILENT = new LeadListener() {};

    /**
     * The lead is asked now.
     *
     * @param model the model; empty for the built-in rules
     */
    default void asking(LeadTask task, Optional<String> model) {}

    /**
     * The lead has answered, well or not.
     *
     * @param model the model that was asked, by the name it was asked for; empty for the built-in rules
     */
    default void answered(LeadTask task, Optional<String> model, LeadVerdict verdict) {}

    /**
     * The model did not answer, and will be asked again.
     *
     * @param why in a few words
     * @param notBefore when, at the earliest; before the deadline of the task
     */
    default void askingAgain(LeadTask task, String why, Instant notBefore) {}
}
