/**
 * The lead: turns the reports of a run into one prioritised verdict. {@code LeadWorker} takes a lead task and gives it to a
 * {@code Lead}: {@code OpenAiLead} asks a model, {@code OfflineLead} applies rules. A model is asked through {@code
 * ModelClient}, where every failure of the outside world becomes a {@code Reply}; {@code LeadPrompt} writes the request with
 * what agents wrote fenced as data, {@code VerdictReader} reads the answer, {@code Grounding} holds it against the reports.
 * The worker never waits for a model that is busy: it answers RETRYABLE with a time, and the aggregator asks again. Why, is
 * in design note 0008.
 */
@NullMarked
package io.forkline.aggregator.lead;

import org.jspecify.annotations.NullMarked;
