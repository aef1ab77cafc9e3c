package io.forkline.sandbox.attack;

/** What came of an attempt. */
public enum Verdict {
    /** It was stopped, and there is evidence of what stopped it. */
    HELD("held"),
    /** It got through, or there is no evidence that it was stopped. */
    NOT_HELD("NOT HELD"),
    /** This host lacks what the attempt, or what would stop it, needs. */
    NOT_APPLICABLE("not applicable here");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }
}
