package io.forkline.sandbox.archive;

import com.github.luben.zstd.ZstdOutputStream;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.snapshot.SnapshotStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes a snapshot into one file. */
public final class SnapshotExport {

    private static final int BUFFER = 64 * 1024;

    private final SnapshotStore store;
    private final Snapshot snapshot;
    private final TransferListener listener;
    private long moved;

    private SnapshotExport(SnapshotStore store, Snapshot snapshot, TransferListener listener) {
        this.store = store;
        this.snapshot = snapshot;
        this.listener = listener;
    }

    /**
     * Writes a snapshot of this store. The file appears when it is whole; the same snapshot gives the same file.
     *
     * @return bytes of the file
     * @throws SandboxException permanent when the file is there already, or the snapshot is damaged; retryable when the disk refuses
     */
    public static long write(SnapshotStore store, Snapshot snapshot, Path file, TransferListener listener)
            throws SandboxException, InterruptedException {
        var to = file.toAbsolutePath();
        if (Files.exists(to)) {
            throw SandboxException.permanent(to + " is there already; name another file, or remove it first.", null);
        }
        try {
            var use = store.use(snapshot.id());
            try {
                return new SnapshotExport(store, snapshot, listener).writeWhole(to);
            } finally {
                use.close();
            }
        } catch (ClosedByInterruptException interrupted) {
            Thread.interrupted();
            throw new InterruptedException("interrupted while " + to + " was written");
        } catch (IOException failed) {
            throw SandboxException.retryable("The snapshot cannot be written to " + to + ": " + failed, failed);
        }
    }

    private long writeWhole(Path to) throws IOException, SandboxException {
        var part = Files.createTempFile(to.getParent(), "." + to.getFileName(), ".part");
        try {
            try (var out = Files.newOutputStream(part)) {
                write(new BufferedOutputStream(out, BUFFER));
            }
            force(part, StandardOpenOption.WRITE);
            Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
            force(to.getParent(), StandardOpenOption.READ);
            return Files.size(to);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void write(OutputStream out) throws IOException, SandboxException {
        try (var compressed = new ZstdOutputStream(out).setChecksum(true);
                var tar = new TarArchiveOutputStream(compressed, StandardCharsets.ISO_8859_1.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
            writeHeader(tar);
            for (var layer : Header.layers(snapshot)) {
                var written = LayerWriter.write(layer, store.layers().path(layer.digest()), tar, this::moved);
                if (!written.equals(layer.digest())) {
                    throw SandboxException.permanent(
                            "The snapshot " + snapshot.id().abbreviated() + " is damaged: its layer "
                                    + layer.digest() + " is not what it was; delete the snapshot, and it is built again"
                                    + " when it is needed.",
                            null);
                }
            }
        }
    }

    private void writeHeader(TarArchiveOutputStream tar) throws IOException {
        var content = Header.write(snapshot);
        var entry = new TarArchiveEntry(Header.NAME);
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setModTime(snapshot.createdAt().toEpochMilli() / 1000 * 1000);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private void moved(long bytes) {
        moved += bytes;
        listener.moved(moved, snapshot.bytes());
    }

    private static void force(Path path, StandardOpenOption how) throws IOException {
        try (var channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }
}
