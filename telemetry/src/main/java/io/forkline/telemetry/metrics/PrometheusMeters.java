package io.forkline.telemetry.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what services record, and writes it as Prometheus reads it. */
public final class PrometheusMeters implements Meters, AutoCloseable {

    /** Of what {@link #scrape} writes. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Logger LOG = LoggerFactory.getLogger(PrometheusMeters.class);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ScheduledExecutorService refresher = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("forkline-metrics").factory());
    private final ConcurrentMap<Key, Counter> counters = new ConcurrentHashMap<>();
    private final ConcurrentMap<Key, Timer> timers = new ConcurrentHashMap<>();
    private final List<Bound> bound = new ArrayList<>();
    private final LabelBounds bounds;

    /** @param mostValues of each label that others choose; all further ones count as {@code other} */
    public PrometheusMeters(int mostValues) {
        this.bounds = new LabelBounds(mostValues);
        registry.config().meterFilter(new KafkaFilter());
        JvmMeters.all().forEach(binder -> bind(unused -> binder));
    }

    private record Key(Metric metric, List<String> values) {}

    @Override
    public void show(Metric metric, String... labels) {
        switch (metric.kind()) {
            case COUNTER -> add(metric, 0, labels);
            case HISTOGRAM -> timers.computeIfAbsent(key(metric, Metric.Kind.HISTOGRAM, labels), this::timer);
            case GAUGE -> throw new IllegalArgumentException(metric + " shows itself when it is registered");
        }
    }

    @Override
    public void add(Metric metric, double amount, String... labels) {
        counters.computeIfAbsent(key(metric, Metric.Kind.COUNTER, labels), this::counter)
                .increment(amount);
    }

    @Override
    public void observe(Metric metric, Duration took, String... labels) {
        timers.computeIfAbsent(key(metric, Metric.Kind.HISTOGRAM, labels), this::timer)
                .record(took.isNegative() ? Duration.ZERO : took);
    }

    @Override
    public void gauge(Metric metric, DoubleSupplier value, String... labels) {
        Key key = key(metric, Metric.Kind.GAUGE, labels);
        if (key.values().equals(List.of(labels))) {
            Gauge.builder(metric.text(), value::getAsDouble)
                    .description(metric.meaning())
                    .tags(tags(key))
                    .strongReference(true)
                    .register(registry);
        }
    }

    @Override
    public Bound bind(Binding binding) {
        MeterBinder binder = binding.make(refresher);
        binder.bindTo(registry);
        Bound ends = () -> {
            if (binder instanceof AutoCloseable closeable) {
                close(closeable);
            }
        };
        synchronized (bound) {
            bound.add(ends);
        }
        return () -> {
            synchronized (bound) {
                bound.remove(ends);
            }
            ends.close();
        };
    }

    /** All there is at this moment. */
    public String scrape() {
        return registry.scrape();
    }

    /** May be called twice. */
    @Override
    public void close() {
        synchronized (bound) {
            bound.forEach(Bound::close);
            bound.clear();
        }
        refresher.shutdownNow();
        registry.close();
    }

    private Key key(Metric metric, Metric.Kind kind, String... labels) {
        List<Label> named = metric.labels();
        if (metric.kind() != kind || named.size() != labels.length) {
            throw new IllegalArgumentException(metric + " is a " + metric.kind() + " with the labels " + named
                    + ", not a " + kind + " with " + List.of(labels));
        }
        List<String> values = new ArrayList<>(labels.length);
        for (int i = 0; i < labels.length; i++) {
            values.add(bounds.bounded(named.get(i), labels[i]));
        }
        return new Key(metric, values);
    }

    private Counter counter(Key key) {
        return Counter.builder(key.metric().text())
                .description(key.metric().meaning())
                .tags(tags(key))
                .register(registry);
    }

    private Timer timer(Key key) {
        return Timer.builder(key.metric().text())
                .description(key.metric().meaning())
                .tags(tags(key))
                .serviceLevelObjectives(Buckets.bounds())
                .register(registry);
    }

    private static List<Tag> tags(Key key) {
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < key.values().size(); i++) {
            tags.add(Tag.of(key.metric().labels().get(i).text(), key.values().get(i)));
        }
        return tags;
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            LOG.warn("metrics of a library did not end cleanly", e);
        }
    }
}
