package io.forkline.leases;

import io.forkline.schemas.health.Contact;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/** The signs of life of one slot: written by its thread, read by whoever asks how the worker is. */
final class SlotPulse {

    private final LongSupplier nanos;
    private volatile long beat;
    private volatile @Nullable ShareConsumer<byte[], byte[]> consumer;

    SlotPulse(LongSupplier nanos) {
        this.nanos = nanos;
        this.beat = nanos.getAsLong();
    }

    /** The slot goes on. */
    void beat() {
        beat = nanos.getAsLong();
    }

    /** The slot has this consumer now; null for none. */
    void has(@Nullable ShareConsumer<byte[], byte[]> now) {
        consumer = now;
        beat();
    }

    /** How long ago the slot last went on. */
    Duration silence() {
        return Duration.ofNanos(nanos.getAsLong() - beat);
    }

    /** Whether its consumer is in contact with the group. */
    boolean isHeard() {
        return sinceHeartbeat().filter(ago -> ago.compareTo(Contact.LOST) <= 0).isPresent();
    }

    /** How long ago its consumer last sent a heartbeat; empty when it never did, or there is none. */
    Optional<Duration> sinceHeartbeat() {
        ShareConsumer<byte[], byte[]> now = consumer;
        if (now == null) {
            return Optional.empty();
        }
        Map<MetricName, ? extends Metric> metrics = now.metrics();
        return Contact.sinceHeartbeat(metrics);
    }
}
