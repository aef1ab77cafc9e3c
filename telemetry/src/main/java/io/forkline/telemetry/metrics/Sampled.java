package io.forkline.telemetry.metrics;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is asked for at most once in a while, though several gauges show a piece of it each. Safe for several threads. */
public final class Sampled<T> implements Supplier<T> {

    private final Supplier<T> source;
    private final long whileNanos;
    private final LongSupplier nanos;
    private @Nullable T value;
    private long at;

    /** Asked again after half a second: all gauges of one look are of one moment, and the next look has a new one. */
    public Sampled(Supplier<T> source) {
        this(source, Duration.ofMillis(500), System::nanoTime);
    }

    Sampled(Supplier<T> source, Duration atMostEvery, LongSupplier nanos) {
        this.source = source;
        this.whileNanos = atMostEvery.toNanos();
        this.nanos = nanos;
    }

    @Override
    public synchronized T get() {
        long now = nanos.getAsLong();
        T last = value;
        if (last == null || now - at > whileNanos) {
            last = source.get();
            value = last;
            at = now;
        }
        return last;
    }
}
