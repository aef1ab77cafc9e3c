package io.forkline.telemetry.metrics;

import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.DoubleSupplier;

/**
 * Where services record what happened. Values of labels come in the order in which the {@link Metric} names them. Safe for any number
 * of threads, and never fails for what is recorded: a wrong number of values is a bug and says so.
 */
public interface Meters {

    /** Keeps nothing. */
    Meters NONE = new Meters() {};

    /** One more. */
    default void count(Metric metric, String... labels) {
        add(metric, 1, labels);
    }

    /** Shows a counter or a histogram from now on, at 0: a rate over what was not there misses the first one. */
    default void show(Metric metric, String... labels) {}

    /** So many more, from 0 on. */
    default void add(Metric metric, double amount, String... labels) {}

    /** Something took so long; less than nothing, by clocks that differ, is nothing. */
    default void observe(Metric metric, Duration took, String... labels) {}

    /**
     * A value that is asked for when somebody looks; {@code NaN} when it is not known. Where it has been shown before it goes on to be
     * what it was then, and a label that has too many values already is left out: nobody could say whose value the rest would be.
     */
    default void gauge(Metric metric, DoubleSupplier value, String... labels) {}

    /**
     * Shows what a library tells of itself, under its own names.
     *
     * @return to be closed before what it tells of
     */
    default Bound bind(Binding binding) {
        return () -> {};
    }

    /** What tells of a library. One that is {@link AutoCloseable} is closed with the {@link Bound}. */
    @FunctionalInterface
    interface Binding {
        /** @param refresher for what has to be looked at now and then */
        MeterBinder make(ScheduledExecutorService refresher);
    }

    /** Ends what was bound. May be closed twice. */
    @FunctionalInterface
    interface Bound extends AutoCloseable {
        @Override
        void close();
    }
}
