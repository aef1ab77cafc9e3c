package io.forkline.sandbox.archive;

import io.forkline.sandbox.Layer;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.tree.InvalidTreeNameException;
import io.forkline.sandbox.tree.LinkTarget;
import io.forkline.sandbox.tree.TreeBuilder;
import io.forkline.sandbox.tree.TreeLimits;
import io.forkline.sandbox.tree.TreeLimits.Remedies;
import io.forkline.sandbox.tree.TreeName;
import io.forkline.sandbox.tree.TreeShape;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.LongConsumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Reads the tree of a layer into an empty directory. Takes no entry of a kind that an export does not write. */
final class LayerReader {

    private static final int MOST_ENTRIES = 500_000;
    private static final int MOST_DEPTH = 256;
    private static final FileTime LATEST = FileTime.fromMillis(1L << 43);

    private final Path root;
    private final String directory;
    private final String archive;
    private final TreeBuilder tree;
    private final LongConsumer moved;

    /**
     * Reads into a directory.
     *
     * @param archive what messages call it
     * @param moved hears the bytes of content, as they come
     */
    LayerReader(Layer layer, Path root, String archive, LongConsumer moved) {
        this.root = root;
        this.directory = Header.directory(layer);
        this.archive = archive;
        this.moved = moved;
        this.tree = new TreeBuilder(
                root,
                TreeShape.ROOT,
                new TreeLimits(
                        layer.bytes(),
                        layer.bytes(),
                        MOST_ENTRIES,
                        MOST_DEPTH,
                        "this layer of a snapshot",
                        Remedies.NONE),
                archive);
    }

    /** Reads the entries that are the layer's, and leaves the one behind them. */
    void read(ArchiveInput input) throws IOException, SandboxException, InvalidTreeNameException {
        if (input.current().isEmpty() || !input.current().get().getName().equals(directory)) {
            throw SandboxException.permanent(
                    archive + " is refused: it does not go on with " + directory + ", as its manifest says", null);
        }
        input.advance();
        while (input.current().isPresent() && input.current().get().getName().startsWith(directory)) {
            add(input.current().get(), input.content());
            input.advance();
        }
        tree.finish();
    }

    private void add(TarArchiveEntry entry, InputStream content)
            throws IOException, SandboxException, InvalidTreeNameException {
        var name = TreeName.of(bytes(entry.getName().substring(directory.length())));
        if (entry.isSparse()) {
            throw refused(entry);
        }
        switch (entry.getLinkFlag()) {
            case TarConstants.LF_DIR -> tree.directory(name);
            case TarConstants.LF_SYMLINK -> tree.link(name, LinkTarget.of(bytes(entry.getLinkName())));
            case TarConstants.LF_NORMAL -> {
                tree.file(name, (entry.getMode() & 0100) != 0, new Counted(content));
                var modified = entry.getLastModifiedTime();
                Files.setLastModifiedTime(name.under(root), modified.compareTo(LATEST) > 0 ? LATEST : modified);
            }
            default -> throw refused(entry);
        }
    }

    private SandboxException refused(TarArchiveEntry entry) {
        return SandboxException.permanent(
                archive + " is refused: " + entry.getName() + " is neither file, directory nor symbolic link", null);
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    private final class Counted extends FilterInputStream {

        Counted(InputStream content) {
            super(content);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            var read = super.read(buffer, offset, length);
            moved.accept(Math.max(0, read));
            return read;
        }
    }
}
