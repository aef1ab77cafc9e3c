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
 * @param base what it needs of a host
 * @param layers base first
 * @param preload modules the warm process has imported
 * @param recipe how it was made
 * @param limits what a fork may use unless its options say otherwise
 * @param network what a fork reaches
 * @param builtOn name of the host that built it
 * @param createdAt when it was built
 * @param buildTime how long that took
 */
public record Snapshot(
        EnvironmentId id,
        String environment,
        SnapshotKind kind,
        String provider,
        Base base,
        List<Layer> layers,
        List<String> preload,
        Recipe recipe,
        SandboxLimits limits,
        NetworkAccess network,
        String builtOn,
        Instant createdAt,
        Duration buildTime) {

    public Snapshot {
        layers = List.copyOf(layers);
        preload = List.copyOf(preload);
    }

    /** The same whose forks have no network. */
    public Snapshot(
            EnvironmentId id,
            String environment,
            SnapshotKind kind,
            String provider,
            Base base,
            List<Layer> layers,
            List<String> preload,
            Recipe recipe,
            SandboxLimits limits,
            String builtOn,
            Instant createdAt,
            Duration buildTime) {
        this(
                id,
                environment,
                kind,
                provider,
                base,
                layers,
                preload,
                recipe,
                limits,
                NetworkAccess.NONE,
                builtOn,
                createdAt,
                buildTime);
    }

    /**
     * What it is, to the byte: 64 hex digits. Two builds of one environment share the id and seldom the digest, as installers
     * write times; an export and its import share both.
     */
    public String digest() {
        return SnapshotDigest.of(this);
    }

    /** Bytes of its layers; those that others have too are counted. */
    public long bytes() {
        return layers.stream().mapToLong(Layer::bytes).reduce(0, Math::addExact);
    }

    /** Digests of its layers, base first. */
    public List<String> layerDigests() {
        return layers.stream().map(Layer::digest).toList();
    }
}
