package io.forkline.snapshots.builder;

import io.forkline.leases.Delivery;
import io.forkline.leases.Outcome;
import io.forkline.leases.TaskHandler;
import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.environment.Environment;
import io.forkline.sandbox.environment.Environments;
import io.forkline.schemas.record.SnapshotEvent;
import io.forkline.schemas.record.SnapshotKind;
import io.forkline.schemas.record.SnapshotRequested;
import io.forkline.schemas.record.SnapshotStatus;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.metrics.Metric;
import io.forkline.telemetry.trace.Stage;
import io.forkline.telemetry.trace.StageSpan;
import io.forkline.telemetry.trace.TraceContext;
import io.forkline.telemetry.trace.Tracing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a request for a snapshot: READY when it is there or could be built, FAILED with the builder's own words when not. A
 * request past its expiry is answered only if the snapshot is there: the planner has asked again meanwhile, or has given up, and
 * a build for nobody would keep the request that counts waiting. Safe for several threads.
 */
public final class SnapshotBuilder implements TaskHandler<SnapshotRequested> {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotBuilder.class);

    private static final String READY = "ready";
    private static final String FAILED = "failed";

    private final Environments environments;
    private final SandboxProvider provider;
    private final BuildProgress progress;
    private final SnapshotEvents events;
    private final Clock clock;
    private final Meters meters;
    private final Tracing tracing;

    /**
     * @param topic where the answers go
     * @param host name of this host, for the answers
     */
    public SnapshotBuilder(
            Environments environments,
            SandboxProvider provider,
            BuildProgress progress,
            RecordCodec<SnapshotEvent> codec,
            String topic,
            String host,
            Clock clock,
            Meters meters,
            Tracing tracing) {
        this.environments = environments;
        this.provider = provider;
        this.progress = progress;
        this.events = new SnapshotEvents(codec, topic, host);
        this.clock = clock;
        this.meters = meters;
        environments.list().forEach(known -> show(known.name()));
        this.tracing = tracing;
    }

    /** From 0 on, so that the first failure is an increase. */
    private void show(String environment) {
        meters.show(Metric.SNAPSHOT_BUILD, environment, READY);
        meters.show(Metric.SNAPSHOT_BUILD, environment, FAILED);
    }

    @Override
    public Outcome handle(SnapshotRequested request, Delivery delivery) throws InterruptedException {
        StageSpan span = tracing.begin(Stage.SNAPSHOT_BUILD, TraceContext.of(delivery.headers()), delivery.appendedAt())
                .with("forkline.environment", request.getEnvironment())
                .with("forkline.environment.id", request.getEnvironmentId())
                .with("forkline.attempt", request.getAttempt());
        Optional<SnapshotEvent> answer = answer(request);
        answer.ifPresent(event -> span.with("forkline.build.ms", event.getBuildMs())
                .failedIf(event.getStatus() == SnapshotStatus.FAILED));
        span.with(
                        "forkline.outcome",
                        answer.map(event -> event.getStatus().name()).orElse("EXPIRED"))
                .end(clock.instant());
        return answer.map(event -> events.outcome(event, span.context())).orElse(List::of);
    }

    private Optional<SnapshotEvent> answer(SnapshotRequested request) throws InterruptedException {
        Optional<SnapshotEvent> refused = refused(request);
        if (refused.isPresent()) {
            return refused;
        }
        try {
            Optional<Snapshot> there = provider.find(new EnvironmentId(request.getEnvironmentId()));
            if (there.isPresent()) {
                return Optional.of(events.ready(request, there.get(), Duration.ZERO));
            }
            if (clock.instant().isAfter(request.getExpiresAt())) {
                LOG.info("request for a snapshot is past its expiry, {}", named(request));
                return Optional.empty();
            }
            return Optional.of(build(request));
        } catch (SandboxException e) {
            LOG.warn("snapshot failed, {} retryable={} error={}", named(request), e.isRetryable(), e.getMessage());
            return Optional.of(events.failed(request, kind(request), e.isRetryable(), String.valueOf(e.getMessage())));
        }
    }

    @Override
    public Outcome lastDelivery(SnapshotRequested request, Delivery delivery) {
        SnapshotEvent answer = refused(request)
                .orElseGet(() -> events.failed(
                        request,
                        kind(request),
                        true,
                        "the builders that took the request for the snapshot of " + request.getEnvironment() + " ended "
                                + (delivery.count() - 1) + " times before they could answer"));
        return events.outcome(answer, TraceContext.of(delivery.headers()));
    }

    /** The answer to a request that no builder can ever answer otherwise, as it names no environment by its digest. */
    private Optional<SnapshotEvent> refused(SnapshotRequested request) {
        try {
            EnvironmentId id = new EnvironmentId(request.getEnvironmentId());
            LOG.debug("request for a snapshot, environmentId={}", id);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            LOG.warn("request for a snapshot of nothing, {} error={}", named(request), e.getMessage());
            return Optional.of(events.failed(request, SnapshotKind.FILESYSTEM, false, String.valueOf(e.getMessage())));
        }
    }

    private SnapshotEvent build(SnapshotRequested request) throws SandboxException, InterruptedException {
        Optional<Environment> environment = environment(request);
        if (environment.isEmpty()) {
            // Another builder may have it: the folder here may be older, or newer, than the planner's.
            return events.failed(
                    request,
                    kind(request),
                    true,
                    "the environment " + request.getEnvironment() + " with the digest " + request.getEnvironmentId()
                            + " is not in the environments folder of this snapshot service: give every snapshot"
                            + " service the same folder; a job that is submitted after a change of it uses what is there then");
        }
        EnvironmentId id = environment.get().id();
        show(environment.get().name());
        LOG.info("snapshot build begins, {}", named(request));
        Snapshot built = prepare(environment.get(), id);
        LOG.info(
                "snapshot is ready, {} buildMs={}",
                named(request),
                built.buildTime().toMillis());
        return events.ready(request, built, built.buildTime());
    }

    private Snapshot prepare(Environment environment, EnvironmentId id) throws SandboxException, InterruptedException {
        Instant begun = clock.instant();
        String outcome = FAILED;
        try {
            Snapshot built = provider.prepare(environment.snapshotSpec(), line -> {
                LOG.debug("snapshot build, environmentId={} line={}", id, line);
                progress.progress(environment.name(), id, line);
            });
            outcome = READY;
            return built;
        } finally {
            meters.observe(
                    Metric.SNAPSHOT_BUILD, Duration.between(begun, clock.instant()), environment.name(), outcome);
        }
    }

    private Optional<Environment> environment(SnapshotRequested request) {
        try {
            return environments.find(new EnvironmentId(request.getEnvironmentId()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private SnapshotKind kind(SnapshotRequested request) {
        return environment(request)
                .map(environment -> SnapshotKind.valueOf(environment.kind().name()))
                .orElse(SnapshotKind.FILESYSTEM);
    }

    private static String named(SnapshotRequested request) {
        return "environment=" + request.getEnvironment() + " environmentId=" + request.getEnvironmentId() + " attempt="
                + request.getAttempt();
    }
}
