package io.forkline.cli.bench.sandbox;

/** What a script runs in. */
enum Kind {
    /** A clone of the warm interpreter that was there already. */
    PARKED("parked", "parked", "a clone of a warm interpreter that waited, confined"),
    /** The same, cloned when it is asked for, into a cell that was there already. */
    SPARE_CELL("spare cell", "spareCell", "the same, cloned when it is asked for, in namespaces that waited"),
    /** The same, all made when it is asked for. */
    NOT_PARKED("not parked", "notParked", "the same, all of it made when it is asked for"),
    /** An interpreter started in a cell that is made when it is asked for. */
    COLD("cold", "cold", "an interpreter started in a new sandbox (kind filesystem)"),
    /** The same interpreter, started as any program starts another. */
    SUBPROCESS("subprocess", "subprocess", "the same interpreter without a sandbox"),
    /** The same in bubblewrap, as a careful user would call it. */
    BWRAP("bwrap", "bwrap", "the same interpreter in bubblewrap");

    private final String text;
    private final String key;
    private final String meaning;

    Kind(String text, String key, String meaning) {
        this.text = text;
        this.key = key;
        this.meaning = meaning;
    }

    String text() {
        return text;
    }

    /** Its name in the JSON. */
    String key() {
        return key;
    }

    /** For people who do not know the word. */
    String meaning() {
        return meaning;
    }
}
