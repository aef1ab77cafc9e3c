package io.forkline.telemetry.metrics;

import java.util.Locale;

/** A dimension of a metric. */
public enum Label {
    APPLICATION("which topology"),
    CAUSE("why, as in the header of the dead letter"),
    COMPONENT("who met it"),
    CONDITION("`working`, `waiting`, `stuck`"),
    CURRENCY("`lead.price.currency`"),
    DECISION("`admitted`, `rejected`, `repeated`, `buried`"),
    DIRECTION("`input`, `output`"),
    ENDING("`published`, `dead_lettered`, `lost`, `released`, `broken`"),
    ENVIRONMENT("name of the environment", true),
    MODEL("the model that was asked", true),
    OUTCOME("how it ended, in small letters"),
    PARKED("`true` when it was made ahead"),
    PART("as in the answer of `/health/ready`"),
    PROVIDER("`openai`, `offline`"),
    STATUS("`complete`, `partial`, `failed`, `cancelled`, `rejected`"),
    TENANT("on whose behalf", true),
    TOPIC("where it was read"),
    WHEN("`before_result`, `after_result`"),
    WORKER("which share group, without the prefix");

    private final String meaning;
    private final boolean chosenByOthers;

    Label(String meaning) {
        this(meaning, false);
    }

    Label(String meaning, boolean chosenByOthers) {
        this.meaning = meaning;
        this.chosenByOthers = chosenByOthers;
    }

    /** As Prometheus has it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What its values are, for people. */
    public String meaning() {
        return meaning;
    }

    /** Whether producers or operators choose its values, so that there could be any number of them. */
    boolean isChosenByOthers() {
        return chosenByOthers;
    }
}
