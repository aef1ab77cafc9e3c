package io.forkline.sandbox.attack;

/** What a judge found, and why. */
record Finding(Verdict verdict, String why) {

    static Finding held(String why) {
        return new Finding(Verdict.HELD, why);
    }

    static Finding notHeld(String why) {
        return new Finding(Verdict.NOT_HELD, why);
    }

    static Finding notApplicable(String why) {
        return new Finding(Verdict.NOT_APPLICABLE, why);
    }
}
