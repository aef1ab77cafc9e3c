package io.forkline.snapshots.scheduling;

/** Numbers as text of one length, so that their order as keys of a store is their order as numbers. */
final class SortableKey {

    private static final int DIGITS = 19;

    private SortableKey() {}

    /** @param number not negative */
    static String of(long number) {
        String digits = Long.toString(number);
        return "0".repeat(DIGITS - digits.length()) + digits;
    }
}
