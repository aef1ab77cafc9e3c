package io.forkline.sandbox.contract;

import io.forkline.sandbox.Destination;
import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.Isolation;
import io.forkline.sandbox.NetworkAccess;
import io.forkline.sandbox.SandboxLimits;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.SnapshotSpec;
import io.forkline.sandbox.environment.EnvironmentException;
import io.forkline.sandbox.environment.EnvironmentFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Environments for tests, each under an id of its own: a folder, and what varies.
 *
 * @param spec the environment as it is so far
 */
public record Specs(SnapshotSpec spec) {

    private static final long MIB = 1024 * 1024;
    private static final AtomicLong NUMBERS = new AtomicLong(System.nanoTime());

    /** Limits that are small, to be met. */
    public static final SandboxLimits SMALL = new SandboxLimits(1.0, 256 * MIB, 32, 16 * MIB);

    /** A warm environment in this folder: nothing to set up, nothing to import. */
    public static Specs in(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return new Specs(new SnapshotSpec(
                newId(),
                "test",
                SnapshotKind.MEMORY,
                folder,
                List.of(),
                false,
                Duration.ofSeconds(60),
                List.of(),
                List.of(),
                SMALL));
    }

    /** The same under an id that is known ahead. */
    public Specs id(EnvironmentId id) {
        return new Specs(new SnapshotSpec(
                id,
                spec.environment(),
                spec.kind(),
                spec.folder(),
                spec.filesDigest(),
                spec.setup(),
                spec.setupNetwork(),
                spec.setupTimeout(),
                spec.verify(),
                spec.preload(),
                spec.limits(),
                spec.network(),
                spec.isolation()));
    }

    static EnvironmentId newId() {
        return new EnvironmentId(String.format(Locale.ROOT, "%064x", NUMBERS.incrementAndGet()));
    }

    public Specs file(String name, String content) {
        try {
            var file = spec.folder().resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return this;
    }

    /** The same under an id that speaks of the files as they are now. */
    public Specs filesAsTheyAre() throws EnvironmentException {
        return new Specs(new SnapshotSpec(
                spec.id(),
                spec.environment(),
                spec.kind(),
                spec.folder(),
                Optional.of(EnvironmentFiles.digest(spec.folder())),
                spec.setup(),
                spec.setupNetwork(),
                spec.setupTimeout(),
                spec.verify(),
                spec.preload(),
                spec.limits(),
                spec.network(),
                spec.isolation()));
    }

    public Specs kind(SnapshotKind kind) {
        return new Specs(new SnapshotSpec(
                spec.id(),
                spec.environment(),
                kind,
                spec.folder(),
                spec.filesDigest(),
                spec.setup(),
                spec.setupNetwork(),
                spec.setupTimeout(),
                spec.verify(),
                spec.preload(),
                spec.limits(),
                spec.network(),
                spec.isolation()));
    }

    public Specs setup(String... setup) {
        return new Specs(new SnapshotSpec(
                spec.id(),
                spec.environment(),
                spec.kind(),
                spec.folder(),
                spec.filesDigest(),
                List.of(setup),
                spec.setupNetwork(),
                spec.setupTimeout(),
                spec.verify(),
                spec.preload(),
                spec.limits(),
                spec.network(),
                spec.isolation()));
    }

    public Specs setupNetwork() {
        return new Specs(new SnapshotSpec(
                spec.id(),
                spec.environment(),
                spec.kind(),
                spec.folder(),
                spec.filesDigest(),
                spec.setup(),
                true,
                spec.setupTimeout(),
                spec.verify(),
                spec.preload(),
                spec.limits(),
                spec.network(),
                spec.isolation()));
    }

    public Specs setupTimeout(Duration timeout) {
        return new Specs(new SnapshotSpec(
                spec.id(),
                spec.environment(),
                spec.kind(),
                spec.folder(),
                spec.filesDigest(),
                spec.setup(),
                spec.setupNetwork(),
                timeout,
                spec.verify(),
                spec.preload(),
                spec.limits(),
                spec.network(),
                spec.isolation()));
    }

    public Specs verify(String... verify) {
        return new Specs(new SnapshotSpec(
                spec.id(),
                spec.environment(),
                spec.kind(),
                spec.folder(),
                spec.filesDigest(),
                spec.setup(),
                spec.setupNetwork(),
                spec.setupTimeout(),
                List.of(verify),
                spec.preload(),
                spec.limits(),
                spec.network(),
                spec.isolation()));
    }

    public Specs preload(String... modules) {
        return new Specs(new SnapshotSpec(
                spec.id(),
                spec.environment(),
                spec.kind(),
                spec.folder(),
                spec.filesDigest(),
                spec.setup(),
                spec.setupNetwork(),
                spec.setupTimeout(),
                spec.verify(),
                List.of(modules),
                spec.limits(),
                spec.network(),
                spec.isolation()));
    }

    public Specs limits(SandboxLimits limits) {
        return new Specs(new SnapshotSpec(
                spec.id(),
                spec.environment(),
                spec.kind(),
                spec.folder(),
                spec.filesDigest(),
                spec.setup(),
                spec.setupNetwork(),
                spec.setupTimeout(),
                spec.verify(),
                spec.preload(),
                limits,
                spec.network(),
                spec.isolation()));
    }

    /** Forks reach these, each as {@code host:port}. */
    public Specs allow(String... destinations) {
        return network(
                NetworkAccess.to(Stream.of(destinations).map(Destination::parse).toList()));
    }

    public Specs network(NetworkAccess network) {
        return new Specs(new SnapshotSpec(
                spec.id(),
                spec.environment(),
                spec.kind(),
                spec.folder(),
                spec.filesDigest(),
                spec.setup(),
                spec.setupNetwork(),
                spec.setupTimeout(),
                spec.verify(),
                spec.preload(),
                spec.limits(),
                network,
                spec.isolation()));
    }

    public Specs isolation(Isolation isolation) {
        return new Specs(new SnapshotSpec(
                spec.id(),
                spec.environment(),
                spec.kind(),
                spec.folder(),
                spec.filesDigest(),
                spec.setup(),
                spec.setupNetwork(),
                spec.setupTimeout(),
                spec.verify(),
                spec.preload(),
                spec.limits(),
                spec.network(),
                isolation));
    }
}
