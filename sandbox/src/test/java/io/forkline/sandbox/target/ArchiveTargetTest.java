package io.forkline.sandbox.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.sandbox.TargetTree;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTargetTest {

    private static final int LINK = 0120777;

    @TempDir
    Path home;

    @TempDir
    Path folder;

    private TargetStore store;

    @BeforeEach
    void store() throws Exception {
        store = TargetStore.open(home);
    }

    @Test
    void tarInEachWrappingAndZipAreTheSameTree() throws Exception {
        byte[] tar = tar(archive -> {
            file(archive, "./a.py", "a", 0100644);
            file(archive, "bin/run", "b", 0100755);
            link(archive, "bin/again", TarConstants.LF_SYMLINK, "run");
        });
        byte[] zip = zip(archive -> {
            file(archive, "a.py", "a", 0100644);
            file(archive, "bin/run", "b", 0100755);
            file(archive, "bin/again", "run", LINK);
        });

        TargetTree plain = fetch(tar);

        assertThat(Stores.names(plain)).containsExactly("a.py", "bin/again", "bin/run");
        assertThat(plain.root().resolve("bin/run")).isExecutable();
        assertThat(plain.root().resolve("bin/again")).isSymbolicLink().hasContent("b");
        assertThat(fetch(gzip(tar)).digest()).isEqualTo(plain.digest());
        assertThat(fetch(bzip2(tar)).digest()).isEqualTo(plain.digest());
        assertThat(fetch(zip).digest()).isEqualTo(plain.digest());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/etc/evil", "a/../../../../../../tmp/evil"})
    void aPathThatLeavesTheTreeIsRefused(String path) throws Exception {
        assertThat(refusal(tar(archive -> file(archive, path, "x", 0100644)))).contains("is refused", path);
        assertThat(refusal(zip(archive -> file(archive, path, "x", 0100644)))).contains("is refused", path);
    }

    @Test
    void aNameThatNoFileSystemTakesIsRefused() throws Exception {
        assertThat(refusal(zip(archive -> file(archive, "a/" + "b".repeat(256), "x", 0100644))))
                .contains("is refused", "a part of more than 255 bytes");
        assertThat(refusal(zip(archive -> file(archive, "abc/".repeat(750) + "d", "x", 0100644))))
                .contains("is refused", "more than 3000 bytes");
    }

    @Test
    void nothingIsWrittenThroughALink(@TempDir Path outside) throws Exception {
        byte[] tar = tar(archive -> {
            link(archive, "out", TarConstants.LF_SYMLINK, outside.toString());
            file(archive, "out/evil", "x", 0100644);
        });
        byte[] twice = tar(archive -> {
            link(
                    archive,
                    "out",
                    TarConstants.LF_SYMLINK,
                    outside.resolve("evil").toString());
            file(archive, "out", "x", 0100644);
        });

        assertThat(Stores.names(fetch(tar))).containsExactly("out/evil");
        assertThat(Stores.names(fetch(twice))).containsExactly("out");
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void linksThatLeadOutAreLeftOut() throws Exception {
        byte[] tar = tar(archive -> {
            file(archive, "a", "x", 0100644);
            link(archive, "etc", TarConstants.LF_SYMLINK, "/etc");
            link(archive, "up", TarConstants.LF_SYMLINK, "../..");
            link(archive, "sub/a", TarConstants.LF_SYMLINK, "../a");
        });

        assertThat(Stores.names(fetch(tar))).containsExactly("a", "sub/a");
    }

    @Test
    void aHardLinkIsACopyOfAFileOfTheArchiveAndOfNothingElse() throws Exception {
        byte[] tar = tar(archive -> {
            file(archive, "a", "x", 0100644);
            link(archive, "b", TarConstants.LF_LINK, "a");
        });

        assertThat(fetch(tar).root().resolve("b")).hasContent("x");
        assertThat(refusal(tar(archive -> link(archive, "b", TarConstants.LF_LINK, "missing"))))
                .contains("hard link");
        assertThat(refusal(tar(archive -> link(archive, "b", TarConstants.LF_LINK, "/etc/passwd"))))
                .contains("is absolute");
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_FIFO, TarConstants.LF_CHR, TarConstants.LF_BLK})
    void aDeviceOrFifoIsRefused(byte type) throws Exception {
        assertThat(refusal(tar(archive -> link(archive, "odd", type, ""))))
                .endsWith("odd is neither file, directory nor link");
    }

    @Test
    void aBombEndsAtTheLimit() throws Exception {
        store = Stores.small(home);
        byte[] tar = tar(archive -> {
            file(archive, "a", "x".repeat(600), 0100644);
            file(archive, "b", "x".repeat(600), 0100644);
        });

        assertThat(refusal(gzip(tar))).contains("more than 1000 bytes", "--max-target-size");
        assertThat(refusal(gzip(tar(archive -> file(archive, "a", "x".repeat(601), 0100644)))))
                .contains("more than 600 bytes");
        assertThat(refusal(gzip(tar(archive -> {
                    for (int i = 0; i < 11; i++) {
                        file(archive, "f" + i, "", 0100644);
                    }
                }))))
                .contains("more than 10 files");
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_GNUTYPE_LONGNAME, TarConstants.LF_PAX_EXTENDED_HEADER_LC})
    void aNameThatWouldFillTheMemoryIsRefused(byte type) throws Exception {
        byte[] tar = tar(archive -> {
            TarArchiveEntry name = new TarArchiveEntry("././@LongLink", type);
            name.setSize(2 * 1024 * 1024);
            archive.putArchiveEntry(name);
            archive.write("2097152 path=".getBytes(StandardCharsets.UTF_8));
            archive.write(new byte[2 * 1024 * 1024 - 13]);
            archive.closeArchiveEntry();
            file(archive, "a", "x", 0100644);
        });

        assertThat(refusal(gzip(tar))).contains("the header of an entry is larger than 1 MiB");
    }

    @Test
    void anArchiveLargerThanTheLimitIsNotEvenUnpacked() throws Exception {
        store = Stores.small(home);

        assertThat(refusal(new byte[1001])).contains("more than 1000 bytes", "--max-target-size");
    }

    @Test
    void aLaterEntryReplacesAnEarlierOne() throws Exception {
        byte[] tar = tar(archive -> {
            file(archive, "a", "old", 0100644);
            file(archive, "a", "new", 0100644);
        });

        assertThat(fetch(tar).root().resolve("a")).hasContent("new");
    }

    @Test
    void aFileThatIsAlsoADirectoryIsRefused() throws Exception {
        assertThat(refusal(tar(archive -> {
                    file(archive, "a", "x", 0100644);
                    file(archive, "a/b", "x", 0100644);
                })))
                .contains("below something that is a file");
        assertThat(refusal(tar(archive -> {
                    file(archive, "a/b", "x", 0100644);
                    file(archive, "a", "x", 0100644);
                })))
                .contains("as a file and as a directory");
    }

    @Test
    void whatIsNoArchiveOrCutShortIsSaid() throws Exception {
        byte[] tar = tar(archive -> file(archive, "a", "x".repeat(5_000), 0100644));

        assertThat(refusal("Hello".getBytes(StandardCharsets.UTF_8)))
                .endsWith("is neither tar, tar.gz, tar.bz2 nor zip");
        assertThat(refusal(gzip("Hello".getBytes(StandardCharsets.UTF_8)))).contains("is neither tar");
        assertThat(refusal(Arrays.copyOf(tar, 3_000))).contains("cannot be unpacked");
        assertThat(refusal(Arrays.copyOf(gzip(tar), 60))).contains("cannot be unpacked");
        assertThat(refusal("PK\3\4 and no more".getBytes(StandardCharsets.UTF_8)))
                .contains("cannot be unpacked");
        assertThat(Stores.refusal(store, home, TargetSource.Archive.of(folder.resolve("none"))))
                .endsWith("does not exist");
    }

    @Test
    void anArchiveThatIsNotWhatWasPinnedIsRefusedWithBothDigests() throws Exception {
        Path file = Files.write(folder.resolve("archive"), tar(archive -> file(archive, "a", "x", 0100644)));
        TargetSource.Archive pinned = (TargetSource.Archive) store.pin(TargetSource.Archive.of(file));
        String other = "1".repeat(64);

        assertThat(Stores.refusal(store, home, new TargetSource.Archive(file.toUri(), Optional.of(other))))
                .contains(other, pinned.sha256().orElseThrow());
    }

    @Test
    void aPinnedArchiveIsFetchedOnce() throws Exception {
        Path file = Files.write(folder.resolve("archive"), tar(archive -> file(archive, "a", "x", 0100644)));
        TargetSource pinned = store.pin(TargetSource.Archive.of(file));
        TargetTree first = store.fetch(pinned);
        Files.delete(file);

        assertThat(store.fetch(pinned)).isEqualTo(first);
    }

    private TargetTree fetch(byte[] archive) throws Exception {
        return store.fetch(TargetSource.Archive.of(Files.write(folder.resolve("archive"), archive)));
    }

    private String refusal(byte[] archive) throws Exception {
        return Stores.refusal(store, home, TargetSource.Archive.of(Files.write(folder.resolve("archive"), archive)));
    }

    private interface Fill<A> {
        void fill(A archive) throws Exception;
    }

    private static byte[] tar(Fill<TarArchiveOutputStream> fill) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream archive = new TarArchiveOutputStream(bytes)) {
            fill.fill(archive);
        }
        return bytes.toByteArray();
    }

    private static void file(TarArchiveOutputStream archive, String name, String content, int mode) throws Exception {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(bytes.length);
        entry.setMode(mode);
        archive.putArchiveEntry(entry);
        archive.write(bytes);
        archive.closeArchiveEntry();
    }

    private static void link(TarArchiveOutputStream archive, String name, byte type, String to) throws Exception {
        TarArchiveEntry entry = new TarArchiveEntry(name, type);
        entry.setLinkName(to);
        archive.putArchiveEntry(entry);
        archive.closeArchiveEntry();
    }

    private static byte[] zip(Fill<ZipArchiveOutputStream> fill) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream archive = new ZipArchiveOutputStream(bytes)) {
            fill.fill(archive);
        }
        return bytes.toByteArray();
    }

    private static void file(ZipArchiveOutputStream archive, String name, String content, int mode) throws Exception {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setUnixMode(mode);
        archive.putArchiveEntry(entry);
        archive.write(content.getBytes(StandardCharsets.UTF_8));
        archive.closeArchiveEntry();
    }

    private static byte[] gzip(byte[] content) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] bzip2(byte[] content) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new BZip2CompressorOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }
}
