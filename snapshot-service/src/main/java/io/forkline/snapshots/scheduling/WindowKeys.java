package io.forkline.snapshots.scheduling;

/** Keys of the stores before the window: what goes first comes first, and no tenant's name reaches into another's keys. */
final class WindowKeys {

    /** Priorities are from -100 to 100; in keys, the highest comes first. */
    private static final int HIGHEST = 100;

    private WindowKeys() {}

    /** The lane of a priority; keys of other lanes have no such beginning. */
    static String lane(int priority) {
        return threeDigits(HIGHEST - priority) + "/";
    }

    /** A place in the lane: by tag, and by sequence among equals. */
    static String turn(int priority, long tag, long sequence) {
        return lane(priority) + SortableKey.of(tag) + "/" + SortableKey.of(sequence);
    }

    /** The queue of a tenant. Its name may hold anything; the length ahead of it keeps names apart that begin alike. */
    static String queue(int priority, String tenant) {
        return lane(priority) + threeDigits(tenant.length()) + "/" + tenant + "/";
    }

    /** The sequence that ends a key. */
    static long sequence(String key) {
        return Long.parseLong(key.substring(key.lastIndexOf('/') + 1));
    }

    /** The tag of a turn. */
    static long tag(String turn) {
        int begin = turn.indexOf('/') + 1;
        return Long.parseLong(turn.substring(begin, turn.indexOf('/', begin)));
    }

    private static String threeDigits(int number) {
        String digits = Integer.toString(number);
        return "0".repeat(Math.max(0, 3 - digits.length())) + digits;
    }
}
