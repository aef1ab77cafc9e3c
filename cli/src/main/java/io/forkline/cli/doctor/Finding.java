package io.forkline.cli.doctor;

/** What a check found. */
sealed interface Finding {

    /** What there is. */
    String found();

    /** All is well. */
    record Good(String found) implements Finding {}

    /** Forkline works, with less; {@code remedy} says how to have it all. */
    record Lesser(String found, String remedy) implements Finding {}

    /** Forkline does not work before {@code remedy} is done. */
    record Missing(String found, String remedy) implements Finding {}
}
