package io.forkline.sandbox.archive;

import io.forkline.sandbox.Base;
import io.forkline.sandbox.Layer;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.snapshot.LayerBuild;
import io.forkline.sandbox.snapshot.SnapshotStore;
import io.forkline.sandbox.tree.InvalidTreeNameException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Takes a snapshot out of an archive that anyone may have made. It is in the store whole, or not at all. That its bytes are those
 * of the manifest is checked; that they are what the environment's setup makes is the word of whoever exported it, so import from
 * those whose setups you would run, or say which digest you expect.
 */
public final class SnapshotImport {

    private static final int MOST_LAYERS = 64;

    private final SnapshotStore store;
    private final Base here;
    private final TransferListener listener;

    /** @param here what this host has for its sandboxes */
    public SnapshotImport(SnapshotStore store, Base here, TransferListener listener) {
        this.store = store;
        this.here = here;
        this.listener = listener;
    }

    /**
     * Takes the snapshot in.
     *
     * @param expected the only digest that will do; empty for any
     * @throws SandboxException permanent when the archive is refused or does not suit this host, and says why; retryable when the
     *     disk refuses
     */
    public Imported read(Path file, Optional<String> expected) throws SandboxException, InterruptedException {
        if (!Files.exists(file) || Files.isDirectory(file)) {
            throw SandboxException.permanent(
                    file.toAbsolutePath() + (Files.exists(file) ? " is a directory" : " does not exist"), null);
        }
        var archive = new Reading(file);
        try (var input = archive.open()) {
            var snapshot = archive.header(input);
            check(archive.name, snapshot, expected);
            return takeIn(archive, input, snapshot);
        } catch (ClosedByInterruptException interrupted) {
            Thread.interrupted();
            throw new InterruptedException("interrupted while " + archive.name + " was read");
        } catch (IOException failed) {
            throw SandboxException.retryable(
                    "The snapshot of " + archive.name + " cannot be stored: " + failed, failed);
        }
    }

    private void check(String archive, Snapshot snapshot, Optional<String> expected) throws SandboxException {
        if (expected.isPresent() && !expected.get().equals(snapshot.digest())) {
            throw SandboxException.permanent(
                    archive + " is not what was asked for: it holds the snapshot " + snapshot.digest()
                            + ", expected is " + expected.get(),
                    null);
        }
        if (!snapshot.base().equals(here)) {
            throw SandboxException.permanent(
                    "The snapshot of " + archive + " cannot be forked on this host, which has another base: "
                            + BaseDifference.of(snapshot.base(), here)
                            + ". Build it here from the folder of its environment, " + snapshot.environment() + ".",
                    null);
        }
        if (snapshot.layers().size() > MOST_LAYERS
                || snapshot.bytes() > store.budget().bytes()) {
            throw SandboxException.permanent(
                    archive + " is refused: its snapshot has "
                            + snapshot.layers().size() + " layers and "
                            + snapshot.bytes() + " bytes; it may have " + MOST_LAYERS + " layers, and the "
                            + store.budget().bytes() + " bytes of FORKLINE_SNAPSHOT_BUDGET",
                    null);
        }
    }

    private Imported takeIn(Reading archive, ArchiveInput input, Snapshot snapshot)
            throws SandboxException, InterruptedException, IOException {
        var building = store.build(snapshot.id());
        try {
            var there = store.find(snapshot.id());
            if (there.isPresent()) {
                return alreadyHere(there.get(), snapshot);
            }
            try (var build = store.layers().begin()) {
                for (var layer : Header.layers(snapshot)) {
                    takeIn(archive, input, layer, build);
                }
                archive.end(input);
                store.save(snapshot);
            }
        } finally {
            building.close();
        }
        return new Imported.Added(snapshot, store.sweep());
    }

    private static Imported alreadyHere(Snapshot there, Snapshot offered) throws SandboxException {
        if (there.digest().equals(offered.digest())) {
            return new Imported.AlreadyHere(there);
        }
        throw SandboxException.permanent(
                "There is another snapshot of the same environment here: "
                        + there.id().abbreviated() + " of "
                        + there.environment() + ", digest " + there.digest() + ", built on " + there.builtOn() + " at "
                        + there.createdAt() + ". Delete it first if the one of the archive, digest " + offered.digest()
                        + ", is to take its place.",
                null);
    }

    private void takeIn(Reading archive, ArchiveInput input, Layer layer, LayerBuild build)
            throws SandboxException, InterruptedException, IOException {
        var staged = build.stage();
        archive.read(input, layer, staged);
        var found = build.commit(staged);
        if (!found.equals(layer)) {
            throw SandboxException.permanent(
                    archive.name + " is refused: its layer " + layer.digest() + " has the digest " + found.digest()
                            + " and " + found.bytes() + " bytes, and should have " + layer.bytes(),
                    null);
        }
    }

    /** One archive being read. Whatever its parser throws, the archive is to blame. */
    private final class Reading {

        private final Path file;
        private final String name;
        private long moved;
        private long of;

        Reading(Path file) {
            this.file = file;
            this.name = file.toAbsolutePath().toString();
        }

        ArchiveInput open() throws SandboxException, IOException {
            try {
                return ArchiveInput.open(file);
            } catch (IOException | RuntimeException unreadable) {
                throw blamed(unreadable);
            }
        }

        Snapshot header(ArchiveInput input) throws SandboxException, IOException {
            try {
                var entry = input.current();
                if (entry.isEmpty() || !entry.get().getName().equals(Header.NAME)) {
                    throw new IOException("it does not begin with " + Header.NAME);
                }
                var json = input.content().readNBytes(Header.MOST_BYTES + 1);
                if (json.length > Header.MOST_BYTES) {
                    throw new IOException("its manifest is larger than 1 MiB");
                }
                var snapshot = Header.read(json);
                of = snapshot.bytes();
                input.advance();
                return snapshot;
            } catch (IOException | RuntimeException unreadable) {
                throw blamed(unreadable);
            }
        }

        void read(ArchiveInput input, Layer layer, Path staged) throws SandboxException, IOException {
            try {
                new LayerReader(layer, staged, name, this::moved).read(input);
            } catch (InvalidTreeNameException e) {
                throw SandboxException.permanent(name + " is refused: " + e.getMessage(), e);
            } catch (IOException | RuntimeException unreadable) {
                throw blamed(unreadable);
            }
        }

        void end(ArchiveInput input) throws SandboxException {
            if (input.current().isPresent()) {
                throw SandboxException.permanent(
                        name + " is refused: it goes on with "
                                + input.current().get().getName() + ", which its manifest does not name",
                        null);
            }
        }

        private void moved(long bytes) {
            moved += bytes;
            listener.moved(moved, of);
        }

        private SandboxException blamed(Exception unreadable) throws ClosedByInterruptException {
            if (unreadable instanceof ClosedByInterruptException interrupted) {
                throw interrupted;
            }
            return SandboxException.permanent(
                    name + " is not an archive of a snapshot that can be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
