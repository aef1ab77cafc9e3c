package io.forkline.sandbox.environment;

/** What a value may be, both ends included. */
record Range<T extends Comparable<T>>(T from, T to) {

    boolean holds(T value) {
        return from.compareTo(value) <= 0 && value.compareTo(to) <= 0;
    }
}
