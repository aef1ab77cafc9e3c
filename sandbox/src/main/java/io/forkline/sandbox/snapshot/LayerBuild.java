package io.forkline.sandbox.snapshot;

import io.forkline.sandbox.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The making of layers, from the first file staged to the manifest that names them: close it after that. As long as it is open
 * its layers stay, named or not. A lock file says that its maker lives; what a dead one left goes with the next sweep. Safe for
 * many threads.
 */
public final class LayerBuild implements AutoCloseable {

    private static final String LOCK = ".lock";
    private static final String KEPT = "kept";

    private final LayerStore store;
    private final Path directory;
    private final LockFile lock;
    private final LockFile.Held alive;
    private final AtomicInteger number = new AtomicInteger();

    private LayerBuild(LayerStore store, Path directory, LockFile lock, LockFile.Held alive) {
        this.store = store;
        this.directory = directory;
        this.lock = lock;
        this.alive = alive;
    }

    static LayerBuild begin(LayerStore store, String prefix) throws IOException, InterruptedException {
        var moving = store.moves().shared();
        try {
            var name = prefix + UUID.randomUUID();
            var lock = LockFile.at(store.directory().resolve(name + LOCK));
            var build = new LayerBuild(store, store.directory().resolve(name), lock, lock.exclusive());
            Files.createDirectories(build.directory.resolve(KEPT));
            return build;
        } finally {
            moving.close();
        }
    }

    /** A new, empty directory to fill, and to {@link #commit} or to leave. */
    public Path stage() throws IOException {
        return Files.createDirectory(directory.resolve("stage-" + number.incrementAndGet()));
    }

    /**
     * Makes a staged tree a layer: durable, plain in owner and modes, under its digest. The same content twice is one layer.
     * The directory is the store's from here on.
     */
    public Layer commit(Path staged) throws IOException, InterruptedException {
        FileTree.settle(staged);
        var layer = FileTree.layer(staged);
        if (!keep(layer.digest())) {
            publish(staged, layer.digest());
        }
        FileTree.remove(staged);
        return layer;
    }

    /** Keeps a layer that is here; false when it is not. */
    public boolean keep(String digest) throws IOException, InterruptedException {
        var moving = store.moves().shared();
        try {
            return keptAndHere(digest);
        } finally {
            moving.close();
        }
    }

    private void publish(Path staged, String digest) throws IOException, InterruptedException {
        var moving = store.moves().shared();
        try {
            if (!keptAndHere(digest)) {
                move(staged, store.path(digest));
            }
            FileTree.force(store.directory(), StandardOpenOption.READ);
        } finally {
            moving.close();
        }
    }

    private boolean keptAndHere(String digest) throws IOException {
        Files.createDirectories(directory.resolve(KEPT).resolve(digest));
        return store.has(digest);
    }

    private void move(Path staged, Path layer) throws IOException {
        try {
            Files.move(staged, layer, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException lostTheRace) {
            if (!Files.isDirectory(layer, LinkOption.NOFOLLOW_LINKS)) {
                throw lostTheRace;
            }
        }
    }

    /** Takes something out of the store to remove it here. It loses its name first: half a tree must never be found under one. */
    void take(Path unwanted) throws IOException {
        Files.move(unwanted, directory.resolve("gone-" + number.incrementAndGet()), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Digests of the layers that a build keeps, alive or not; none once it is gone. */
    static Set<String> kept(Path build) throws IOException {
        return LayerStore.names(build.resolve(KEPT));
    }

    /** Takes away what an entry of the store belongs to, a build's directory or its lock file, if its maker is dead. */
    static void clear(Path layers, String entry, LayerBuild bin) throws IOException {
        var name = entry.endsWith(LOCK) ? entry.substring(0, entry.length() - LOCK.length()) : entry;
        var lock = LockFile.at(layers.resolve(name + LOCK));
        var dead = lock.tryExclusive();
        if (dead.isEmpty()) {
            return;
        }
        try {
            if (Files.exists(layers.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                bin.take(layers.resolve(name));
            }
            Files.deleteIfExists(lock.path());
        } finally {
            dead.get().close();
            lock.forget();
        }
    }

    /** Removes what was staged and not committed, and lets go of the layers. May be called twice. */
    @Override
    public void close() throws IOException {
        try {
            FileTree.remove(directory);
            Files.deleteIfExists(lock.path());
        } finally {
            alive.close();
            lock.forget();
        }
    }
}
