package io.forkline.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A prepared environment: saved, never changed.
 *
 * @param id the environment whose snapshot this is
 * @param environment its name, for people
 * @param kind what a fork of it is
 * @param provider name of the provider that can fork it
 * @param layers digests of its layers, base first; each is 64 hex digits
 * @param preload modules the warm process has imported
 * @param limits what a fork may use unless its options say otherwise
 * @param bytes size of its layers on disk
 * @param createdAt when it was built
 * @param buildTime how long that took
 */
public record Snapshot(
        EnvironmentId id,
        String environment,
        SnapshotKind kind,
        String provider,
        List<String> layers,
        List<String> preload,
        SandboxLimits limits,
        long bytes,
        Instant createdAt,
        Duration buildTime) {

    public Snapshot {
        layers = List.copyOf(layers);
        preload = List.copyOf(preload);
    }
}
