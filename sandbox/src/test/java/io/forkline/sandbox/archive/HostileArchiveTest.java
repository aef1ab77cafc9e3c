package io.forkline.sandbox.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.snapshot.Manifest;
import io.forkline.sandbox.snapshot.Samples;
import io.forkline.sandbox.snapshot.SnapshotStore;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What anyone may hand over as an archive. Nothing of one that is refused is left, in the store or elsewhere. */
class HostileArchiveTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path root;

    private SnapshotStore store;
    private Snapshot honest;
    private String layer;
    private Path file;

    @BeforeEach
    void makeAnHonestOne() throws Exception {
        var from = SnapshotStore.open(ForklineHome.at(root.resolve("from")));
        honest = Samples.put(from, new EnvironmentId("1".repeat(64)), Instant.EPOCH, "a");
        layer = "layers/" + honest.layerDigests().getFirst() + "/";
        store = SnapshotStore.open(ForklineHome.at(root.resolve("to")));
        file = root.resolve("snapshot.tar.zst");
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        assertThat(store.list()).isEmpty();
        store.sweep();
        assertThat(root.resolve("to/layers")).isDirectoryNotContaining(Files::isDirectory);
        assertThat(root.resolve("evil")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../../evil", "a/../../evil", "/evil", "."})
    void pathThatLeavesTheLayerIsRefused(String path) throws Exception {
        assertThat(refusal(tar -> put(tar, layer + path, TarConstants.LF_NORMAL, "", "x")))
                .contains("is refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/evil", "../evil", "evil", "layers/evil"})
    void pathOutsideTheLayersIsRefused(String path) throws Exception {
        assertThat(refusal(tar -> put(tar, path, TarConstants.LF_NORMAL, "", "x")))
                .contains("is refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "../../../../../../etc", "a/../../b"})
    void linkThatLeadsOutIsRefused(String target) throws Exception {
        assertThat(refusal(tar -> put(tar, layer + "link", TarConstants.LF_SYMLINK, target, "")))
                .contains("has a link that leads out of it: link to " + target);
    }

    @Test
    void nothingIsWrittenThroughALink() throws Exception {
        var out = root.resolve("evil").toString();

        assertThat(refusal(tar -> {
                    put(tar, layer + "out", TarConstants.LF_SYMLINK, out, "");
                    put(tar, layer + "out/x", TarConstants.LF_NORMAL, "", "x");
                }))
                .contains("has out as a link and as a file or directory");
        assertThat(refusal(tar -> {
                    put(tar, layer + "out", TarConstants.LF_SYMLINK, out, "");
                    put(tar, layer + "out/", TarConstants.LF_DIR, "", "");
                }))
                .contains("has out as a link and as a file or directory");
    }

    @ParameterizedTest
    @ValueSource(
            bytes = {
                TarConstants.LF_LINK,
                TarConstants.LF_FIFO,
                TarConstants.LF_CHR,
                TarConstants.LF_BLK,
                TarConstants.LF_CONTIG,
                'Z'
            })
    void whatIsNeitherFileNorDirectoryNorSymbolicLinkIsRefused(byte kind) throws Exception {
        assertThat(refusal(tar -> put(tar, layer + "odd", kind, layer + "file", "")))
                .contains("odd is neither file, directory nor symbolic link");
    }

    @Test
    void fileThatIsAlsoADirectoryIsRefused() throws Exception {
        assertThat(refusal(tar -> {
                    put(tar, layer + "a", TarConstants.LF_NORMAL, "", "x");
                    put(tar, layer + "a/", TarConstants.LF_DIR, "", "");
                }))
                .contains("as a directory and as a file");
    }

    @Test
    void bombEndsAtTheSizeThatTheManifestSays() throws Exception {
        assertThat(refusal(tar -> put(tar, layer + "file", TarConstants.LF_NORMAL, "", "x".repeat(1_000_000))))
                .contains("has a file of more than 1 bytes");
        assertThat(refusal(tar -> {
                    put(tar, layer + "file", TarConstants.LF_NORMAL, "", "x");
                    put(tar, layer + "more", TarConstants.LF_NORMAL, "", "x");
                }))
                .contains("has more than 1 bytes");
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_GNUTYPE_LONGNAME, TarConstants.LF_GNUTYPE_LONGLINK, 'x'})
    void nameThatWouldFillTheMemoryIsRefused(byte kind) throws Exception {
        assertThat(refusal(tar -> put(tar, "././@LongLink", kind, "", "2097152 path=" + "x".repeat(2_097_139))))
                .contains("the header of an entry is larger than 1 MiB");
    }

    @Test
    void manifestThatWouldFillTheMemoryIsRefused() throws Exception {
        write(tar -> put(tar, Header.NAME, TarConstants.LF_NORMAL, "", " ".repeat(2_000_000)));

        assertThat(refusal()).contains("its manifest is larger than 1 MiB");
    }

    @Test
    void directoriesWithoutEndAreRefused() throws Exception {
        assertThat(refusal(tar -> put(tar, layer + "d/".repeat(300), TarConstants.LF_DIR, "", "")))
                .contains("more than 256 deep");
    }

    @Test
    void layerThatIsNotWhatItsDigestSaysIsRefused() throws Exception {
        assertThat(refusal(tar -> put(tar, layer + "file", TarConstants.LF_NORMAL, "", "b")))
                .contains("its layer " + honest.layerDigests().getFirst() + " has the digest");
    }

    @Test
    void layerThatIsMissingIsSaid() throws Exception {
        write(this::header);

        assertThat(refusal()).contains("it does not go on with " + layer);
    }

    @Test
    void layerThatTheManifestDoesNotNameIsRefused() throws Exception {
        assertThat(refusal(tar -> {
                    put(tar, layer + "file", TarConstants.LF_NORMAL, "", "a");
                    put(tar, layer + "link", TarConstants.LF_SYMLINK, "file", "");
                    put(tar, "layers/" + "2".repeat(64) + "/", TarConstants.LF_DIR, "", "");
                }))
                .contains("which its manifest does not name");
    }

    @Test
    void manifestThatWasChangedIsRefused() throws Exception {
        assertThat(changed(manifest -> manifest.put("id", "2".repeat(64)))).contains("its digest does not fit");
        assertThat(changed(manifest -> manifest.withObject("limits").put("processes", 1_000_000)))
                .contains("its digest does not fit");
        assertThat(changed(manifest -> manifest.put("format", 99))).contains("format 99");
        assertThat(changed(manifest -> manifest.remove("createdAt"))).contains("malformed");
        assertThat(changed(manifest -> manifest.withArray("layers")
                        .addObject()
                        .put("digest", "../..")
                        .put("bytes", 1)))
                .contains("64 lower-case hex digits");
    }

    @Test
    void sizesThatAddUpToLessThanNothingAreRefused() throws Exception {
        assertThat(changed(manifest -> {
                    var layers = manifest.withArray("layers");
                    layers.removeAll();
                    for (var digit : new String[] {"1", "2", "3"}) {
                        layers.addObject().put("digest", digit.repeat(64)).put("bytes", Long.MAX_VALUE);
                    }
                }))
                .isNotEmpty();
    }

    @Test
    void archiveOfALaterVersionIsSaid() throws Exception {
        write(tar -> put(tar, Header.NAME, TarConstants.LF_NORMAL, "", "{\"archive\": 2}"));

        assertThat(refusal()).contains("it has version 2, and this Forkline reads version 1");
    }

    @Test
    void whatIsNoArchiveOrCutShortIsSaid() throws Exception {
        write(tar -> {
            header(tar);
            put(tar, layer, TarConstants.LF_DIR, "", "");
            put(tar, layer + "file", TarConstants.LF_NORMAL, "", "a");
        });
        var whole = Files.readAllBytes(file);
        for (var bytes : new byte[][] {
            {},
            "Hello".getBytes(StandardCharsets.UTF_8),
            Zstd.compress("Hello".getBytes(StandardCharsets.UTF_8)),
            Arrays.copyOf(whole, whole.length / 2),
            Arrays.copyOf(whole, 20)
        }) {
            Files.write(file, bytes);

            assertThat(refusal()).contains("is not an archive of a snapshot that can be read");
        }
    }

    @Test
    void pathThatIsNoFileIsSaid() throws Exception {
        file = root.resolve("none");
        assertThat(refusal()).endsWith("does not exist");
        file = root;
        assertThat(refusal()).endsWith("is a directory");
    }

    private interface Fill {
        void fill(TarArchiveOutputStream tar) throws Exception;
    }

    private interface Change {
        void change(ObjectNode manifest);
    }

    /** Why an archive is refused whose layer has this. */
    private String refusal(Fill fill) throws Exception {
        write(tar -> {
            header(tar);
            put(tar, layer, TarConstants.LF_DIR, "", "");
            fill.fill(tar);
        });
        return refusal();
    }

    private String changed(Change change) throws Exception {
        var manifest = Manifest.tree(honest);
        change.change(manifest);
        var header = JSON.createObjectNode()
                .put("archive", 1)
                .set("snapshot", manifest)
                .toString();
        write(tar -> put(tar, Header.NAME, TarConstants.LF_NORMAL, "", header));
        return refusal();
    }

    private String refusal() {
        var refused = catchThrowableOfType(
                SandboxException.class,
                () -> new SnapshotImport(store, Samples.BASE, TransferListener.SILENT).read(file, Optional.empty()));
        assertThat(refused).isNotNull();
        assertThat(refused.isRetryable()).isFalse();
        return refused.getMessage();
    }

    private void header(TarArchiveOutputStream tar) throws Exception {
        put(tar, Header.NAME, TarConstants.LF_NORMAL, "", new String(Header.write(honest), StandardCharsets.UTF_8));
    }

    private void write(Fill fill) throws Exception {
        try (OutputStream out = new ZstdOutputStream(Files.newOutputStream(file));
                var tar = new TarArchiveOutputStream(out)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            fill.fill(tar);
        }
    }

    private static void put(TarArchiveOutputStream tar, String name, byte kind, String link, String content)
            throws Exception {
        var bytes = content.getBytes(StandardCharsets.UTF_8);
        var entry = new TarArchiveEntry(name, kind, true);
        entry.setLinkName(link);
        entry.setSize(bytes.length);
        entry.setMode(0100644);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }
}
