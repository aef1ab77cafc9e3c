package io.forkline.sandbox.target;

import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.tree.HeaderLimit;
import io.forkline.sandbox.tree.InvalidTreeNameException;
import io.forkline.sandbox.tree.LinkTarget;
import io.forkline.sandbox.tree.TreeBuilder;
import io.forkline.sandbox.tree.TreeName;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/**
 * Unpacks an archive: tar, tar.gz, tar.bz2 or zip, as its first bytes say. A path that is absolute or leaves the tree, a device, a FIFO
 * and an encrypted file are refused: no honest archive has them. The builder counts what comes out, so a bomb ends at the limit.
 */
final class ArchiveSource {

    private static final int TAR_BLOCK = 512;
    private static final String ZIP = "504b";
    private static final String GZIP = "1f8b";
    private static final String BZIP2 = "425a68";

    private final TreeBuilder tree;
    private final String target;

    private ArchiveSource(TreeBuilder tree, String target) {
        this.tree = tree;
        this.target = target;
    }

    static void unpack(Path archive, TreeBuilder tree, String target) throws SandboxException {
        try {
            new ArchiveSource(tree, target).unpack(archive);
        } catch (InvalidTreeNameException e) {
            throw SandboxException.permanent(target + " is refused: " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            // The parser meets bytes that a stranger chose: whatever it throws, the archive is to blame.
            throw SandboxException.permanent(target + " cannot be unpacked: " + e.getMessage(), e);
        }
    }

    private void unpack(Path archive) throws IOException, SandboxException, InvalidTreeNameException {
        try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
            String magic = HexFormat.of().formatHex(peek(in, 3));
            if (magic.startsWith(ZIP)) {
                zip(archive);
            } else if (magic.startsWith(GZIP)) {
                tar(new BufferedInputStream(new GZIPInputStream(in)));
            } else if (magic.startsWith(BZIP2)) {
                tar(new BufferedInputStream(new BZip2CompressorInputStream(in, true)));
            } else {
                tar(in);
            }
        }
    }

    private void tar(BufferedInputStream in) throws IOException, SandboxException, InvalidTreeNameException {
        byte[] first = peek(in, TAR_BLOCK);
        if (!TarArchiveInputStream.matches(first, first.length) && !isEnd(first)) {
            throw SandboxException.permanent(target + " is neither tar, tar.gz, tar.bz2 nor zip", null);
        }
        HeaderLimit headers = new HeaderLimit(in);
        try (TarArchiveInputStream tar = new TarArchiveInputStream(headers, StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                headers.beginContent();
                add(entry, tar);
                headers.beginHeaders();
            }
        }
    }

    private void add(TarArchiveEntry entry, InputStream content)
            throws IOException, SandboxException, InvalidTreeNameException {
        if (entry.isDirectory()) {
            directory(entry.getName());
        } else if (entry.isSymbolicLink()) {
            tree.link(TreeName.of(entry.getName()), LinkTarget.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            tree.copy(TreeName.of(entry.getName()), TreeName.of(entry.getLinkName()));
        } else if (entry.isFile() && !isDevice(entry)) {
            tree.file(TreeName.of(entry.getName()), isExecutable(entry.getMode()), content);
        } else {
            throw SandboxException.permanent(
                    target + " is refused: " + entry.getName() + " is neither file, directory nor link", null);
        }
    }

    /** {@code isFile} takes whatever is not something else for a file. */
    private static boolean isDevice(TarArchiveEntry entry) {
        return entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO();
    }

    private void zip(Path archive) throws IOException, SandboxException, InvalidTreeNameException {
        try (ZipFile zip = ZipFile.builder()
                .setPath(archive)
                .setCharset(StandardCharsets.UTF_8)
                .get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
                add(zip, entry);
            }
        }
    }

    private void add(ZipFile zip, ZipArchiveEntry entry)
            throws IOException, SandboxException, InvalidTreeNameException {
        if (entry.isDirectory()) {
            directory(entry.getName());
        } else if (!zip.canReadEntryData(entry)) {
            throw SandboxException.permanent(
                    target + " is refused: " + entry.getName()
                            + " is encrypted, or packed in a way that is not known here",
                    null);
        } else if (entry.isUnixSymlink()) {
            tree.link(TreeName.of(entry.getName()), LinkTarget.of(zip.getUnixSymlink(entry)));
        } else {
            try (InputStream content = zip.getInputStream(entry)) {
                tree.file(TreeName.of(entry.getName()), isExecutable(entry.getUnixMode()), content);
            }
        }
    }

    private void directory(String name) throws SandboxException, InvalidTreeNameException {
        String trimmed = name.replaceAll("(^|/)\\.?/*$", "");
        // "./" is the root itself.
        if (!trimmed.isEmpty()) {
            tree.directory(TreeName.of(name));
        }
    }

    private static boolean isExecutable(int mode) {
        return (mode & 0100) != 0;
    }

    private static boolean isEnd(byte[] block) {
        int bits = 0;
        for (byte b : block) {
            bits |= b;
        }
        return bits == 0;
    }

    private static byte[] peek(BufferedInputStream in, int length) throws IOException {
        in.mark(length);
        byte[] bytes = in.readNBytes(length);
        in.reset();
        return bytes;
    }
}
