package io.forkline.sandbox.archive;

import com.github.luben.zstd.ZstdInputStream;
import io.forkline.sandbox.tree.HeaderLimit;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** The entries of an archive, one after another. */
final class ArchiveInput implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    private final HeaderLimit headers;
    private final TarArchiveInputStream tar;
    private @Nullable TarArchiveEntry current;

    private ArchiveInput(InputStream archive) throws IOException {
        this.headers = new HeaderLimit(new ZstdInputStream(archive));
        this.tar = new TarArchiveInputStream(headers, StandardCharsets.ISO_8859_1.name());
        advance();
    }

    static ArchiveInput open(Path file) throws IOException {
        var archive = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            return new ArchiveInput(archive);
        } catch (IOException | RuntimeException unreadable) {
            archive.close();
            throw unreadable;
        }
    }

    /** Empty at the end. */
    Optional<TarArchiveEntry> current() {
        return Optional.ofNullable(current);
    }

    /** Of the current entry. Read it to its end before the next. */
    InputStream content() {
        return tar;
    }

    void advance() throws IOException {
        headers.beginHeaders();
        current = tar.getNextEntry();
        headers.beginContent();
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }
}
