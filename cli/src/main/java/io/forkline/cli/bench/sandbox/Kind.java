package io.forkline.cli.bench.sandbox;

/** What a script runs in. */
enum Kind {
    /** A clone of the warm interpreter that was there already. */
    PARKED("parked", "parked"),
    /** The same, made when it is asked for. */
    NOT_PARKED("not parked", "notParked"),
    /** An interpreter started in a cell that is made when it is asked for. */
    COLD("cold", "cold"),
    /** The same interpreter, started as any program starts another. */
    SUBPROCESS("subprocess", "subprocess"),
    /** The same in bubblewrap, as a careful user would call it. */
    BWRAP("bwrap", "bwrap");

    private final String text;
    private final String key;

    Kind(String text, String key) {
        this.text = text;
        this.key = key;
    }

    String text() {
        return text;
    }

    /** Its name in the JSON. */
    String key() {
        return key;
    }
}
