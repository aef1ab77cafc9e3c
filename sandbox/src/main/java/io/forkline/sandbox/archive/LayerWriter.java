package io.forkline.sandbox.archive;

import io.forkline.sandbox.Layer;
import io.forkline.sandbox.tree.LinkTarget;
import io.forkline.sandbox.tree.Sha256;
import io.forkline.sandbox.tree.TreeDigest;
import io.forkline.sandbox.tree.TreeName;
import io.forkline.sandbox.tree.TreeWalk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Writes the tree of a layer, in order, so that a snapshot has one archive only. Names go in as the bytes they are, each in one
 * character of Latin-1. The times of files go along: Python's compiled files name the time of their source.
 */
final class LayerWriter implements TreeWalk.Visitor<IOException> {

    private static final FileTime NO_TIME = FileTime.fromMillis(0);
    private static final int BUFFER = 64 * 1024;

    private interface Entry {
        void write(TreeName name) throws IOException;
    }

    private final TarArchiveOutputStream tar;
    private final String directory;
    private final LongConsumer moved;
    private final SortedMap<TreeName, Entry> entries = new TreeMap<>();
    private final TreeDigest digest = new TreeDigest();
    private final byte[] buffer = new byte[BUFFER];

    private LayerWriter(TarArchiveOutputStream tar, Layer layer, LongConsumer moved) {
        this.tar = tar;
        this.directory = Header.directory(layer);
        this.moved = moved;
    }

    /**
     * Writes what is at a root.
     *
     * @param moved hears the bytes of content, as they go
     * @return the digest of what was written
     */
    static String write(Layer layer, Path root, TarArchiveOutputStream tar, LongConsumer moved) throws IOException {
        var writer = new LayerWriter(tar, layer, moved);
        TreeWalk.walk(root, writer);
        writer.put(writer.entry("", TarConstants.LF_DIR));
        for (var entry : writer.entries.entrySet()) {
            entry.getValue().write(entry.getKey());
        }
        return writer.digest.finish();
    }

    @Override
    public boolean enter(TreeName name, Path path) {
        entries.put(name, this::writeDirectory);
        return true;
    }

    @Override
    public void file(TreeName name, Path path, boolean executable) {
        entries.put(name, same -> writeFile(name, path, executable));
    }

    @Override
    public void link(TreeName name, LinkTarget target) {
        entries.put(name, same -> writeLink(name, target));
    }

    @Override
    public void special(TreeName name) throws IOException {
        throw new IOException(name + " is neither a file nor a directory nor a link");
    }

    private void writeDirectory(TreeName name) throws IOException {
        digest.directory(name);
        put(entry(latin1(name.bytes()) + "/", TarConstants.LF_DIR));
    }

    private void writeLink(TreeName name, LinkTarget target) throws IOException {
        digest.link(name, target);
        var entry = entry(latin1(name.bytes()), TarConstants.LF_SYMLINK);
        entry.setLinkName(latin1(target.bytes()));
        put(entry);
    }

    private void writeFile(TreeName name, Path path, boolean executable) throws IOException {
        var entry = entry(latin1(name.bytes()), TarConstants.LF_NORMAL);
        entry.setMode(executable ? 0100755 : 0100644);
        entry.setSize(Files.size(path));
        var modified =
                Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).to(TimeUnit.SECONDS);
        entry.setModTime(FileTime.from(Math.max(0, modified), TimeUnit.SECONDS));
        tar.putArchiveEntry(entry);
        var sha256 = Sha256.start();
        try (var content = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            for (var read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                tar.write(buffer, 0, read);
                sha256.update(buffer, 0, read);
                moved.accept(read);
            }
        }
        tar.closeArchiveEntry();
        digest.file(name, executable, Sha256.finish(sha256));
    }

    private TarArchiveEntry entry(String name, byte kind) {
        var entry = new TarArchiveEntry(directory + name, kind);
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setModTime(NO_TIME);
        return entry;
    }

    private void put(TarArchiveEntry entry) throws IOException {
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private static String latin1(byte[] name) {
        return new String(name, StandardCharsets.ISO_8859_1);
    }
}
