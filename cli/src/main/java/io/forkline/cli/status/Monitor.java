package io.forkline.cli.status;

import io.forkline.schemas.health.PartHealth;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.metrics.PrometheusMeters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What a process tells of itself, where it is to: {@code /health/ready} (all parts work), {@code /health/live} (none needs a restart)
 * and {@code /metrics}. Where nothing is to be served, nothing is counted.
 */
public final class Monitor implements AutoCloseable {

    private final StatusConfig config;
    private final Optional<PrometheusMeters> meters;

    private Monitor(StatusConfig config, Optional<PrometheusMeters> meters) {
        this.config = config;
        this.meters = meters;
    }

    public static Monitor of(StatusConfig config) {
        return new Monitor(config, config.port().map(port -> new PrometheusMeters(config.labelValues())));
    }

    /** What services record by. */
    public Meters meters() {
        return meters.map(Meters.class::cast).orElse(Meters.NONE);
    }

    /**
     * Answers from now on, where the configuration says.
     *
     * @param parts asked anew for each answer
     * @return empty when it says nowhere; the caller closes it, before this
     * @throws io.forkline.cli.CommandException when nothing can listen there
     */
    public Optional<StatusServer> serve(Supplier<List<PartHealth>> parts) {
        Map<String, Page> pages = new TreeMap<>();
        pages.put("/health/ready", health(() -> HealthAnswer.ready(parts.get())));
        pages.put("/health/live", health(() -> HealthAnswer.live(parts.get())));
        meters.ifPresent(all -> {
            PartMeters.show(all, parts);
            pages.put("/metrics", () -> new Page.Answer(200, PrometheusMeters.CONTENT_TYPE, all.scrape()));
        });
        return config.port().map(port -> StatusServer.start(config.host(), port, pages));
    }

    private static Page health(Supplier<HealthAnswer> question) {
        return () -> {
            HealthAnswer answer = question.get();
            return Page.Answer.json(answer.status(), answer.json().toString());
        };
    }

    /** To be closed after the services. */
    @Override
    public void close() {
        meters.ifPresent(PrometheusMeters::close);
    }
}
