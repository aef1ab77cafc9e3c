package io.forkline.schemas.docs;

import io.forkline.schemas.topic.ForklineTopic;
import java.util.List;

/**
 * What the catalogue cannot say of a topic: who meets it, and what for.
 *
 * @param audience who meets it from outside
 * @param summary in a sentence
 * @param key what its keys are
 * @param headers names of the traits of its messages
 */
record DescribedTopic(Audience audience, String summary, String key, List<String> headers) {

    /** From whose point of view; the description itself is from Forkline's. */
    enum Audience {
        PUBLISH("publish", "For upstream systems, which publish it."),
        CONSUME("consume", "For downstream systems, which consume it."),
        OPERATE("operate", "For operators and their tools."),
        INTERNAL("internal", "Between the services of Forkline; described for whoever looks for trouble there.");

        final String tag;
        final String description;

        Audience(String tag, String description) {
            this.tag = tag;
            this.description = description;
        }
    }

    static DescribedTopic of(ForklineTopic topic) {
        return switch (topic) {
            case JOBS_JSON ->
                new DescribedTopic(
                        Audience.PUBLISH,
                        "Jobs as JSON, from systems without an Avro client. The planner makes records of jobs of them.",
                        "Any, or none. It is the job's id where the value has none and is no CloudEvent.",
                        List.of("traced", "cloudEventIn"));
            case JOBS ->
                new DescribedTopic(
                        Audience.PUBLISH,
                        "Jobs to run. A job's id is its idempotency key: the same job twice runs once.",
                        "The job's id.",
                        List.of("traced", "cloudEvent"));
            case RESULTS ->
                new DescribedTopic(
                        Audience.CONSUME,
                        "One result for each run, written in the transaction that closes it; read it as committed.",
                        "The job's id.",
                        List.of("traced", "cloudEvent"));
            case CONTROLS ->
                new DescribedTopic(Audience.PUBLISH, "Asks for the end of a run.", "The job's id.", List.of());
            case DEAD_LETTERS ->
                new DescribedTopic(
                        Audience.OPERATE,
                        "Records that nobody could use: key, value and headers as they came, and why, in headers behind"
                                + " theirs.",
                        "That of the record.",
                        List.of("deadLetter"));
            case SNAPSHOTS ->
                new DescribedTopic(
                        Audience.OPERATE, "The last word on each snapshot.", "The environment's id.", List.of());
            case SNAPSHOT_REQUESTS -> internal("Asks for a snapshot.", "The environment's id.");
            case PLANS -> internal("A run that begins, or one that will not be.", "The job's id.");
            case PLANNER_EVENTS -> internal("From the planner to itself, by environment.", "The environment's id.");
            case FORK_TASKS -> internal("A task of a fork worker.", "The task's id.");
            case TARGETS -> internal("What a target is pinned to.", "The environment's id.");
            case REPORTS -> internal("What a perspective found; and when a deadline was reached.", "The job's id.");
            case BUDGET_EVENTS -> internal("From the aggregator to itself, by tenant.", "The tenant.");
            case LEAD_TASKS -> internal("Asks the lead for a verdict.", "The job's id.");
            case VERDICTS -> internal("What the lead says of a run.", "The job's id.");
        };
    }

    private static DescribedTopic internal(String summary, String key) {
        return new DescribedTopic(Audience.INTERNAL, summary, key, List.of("traced"));
    }
}
