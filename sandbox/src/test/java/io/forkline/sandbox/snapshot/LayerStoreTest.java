package io.forkline.sandbox.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.sandbox.ForklineHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerStoreTest {

    @TempDir
    Path root;

    private LayerStore layers;

    @BeforeEach
    void open() throws Exception {
        layers = SnapshotStore.open(ForklineHome.at(root)).layers();
    }

    @Test
    void sameContentIsOneLayerAndOtherContentAnother() throws Exception {
        try (var build = layers.begin()) {
            var first = Samples.layer(build, "a");

            assertThat(Samples.layer(build, "a")).isEqualTo(first);
            assertThat(Samples.layer(build, "b")).isNotEqualTo(first);
            assertThat(first.bytes()).isEqualTo(1);
            assertThat(names()).hasSize(2).contains(first.digest());
        }
    }

    @Test
    void layerIsPlainWhateverTheMaskWas() throws Exception {
        try (var build = layers.begin()) {
            var staged = build.stage();
            Files.setPosixFilePermissions(
                    Files.writeString(staged.resolve("data"), "x"), PosixFilePermissions.fromString("rw-------"));
            Files.setPosixFilePermissions(
                    Files.writeString(staged.resolve("program"), "x"), PosixFilePermissions.fromString("rwx------"));

            var layer = layers.path(build.commit(staged).digest());

            assertThat(modes(layer)).isEqualTo("rwxr-xr-x");
            assertThat(modes(layer.resolve("data"))).isEqualTo("rw-r--r--");
            assertThat(modes(layer.resolve("program"))).isEqualTo("rwxr-xr-x");
        }
    }

    @Test
    void digestKnowsProgramsLinksAndEmptyDirectories() throws Exception {
        try (var build = layers.begin()) {
            var digests = new TreeSet<String>();
            digests.add(Samples.layer(build, "a").digest());

            var program = Samples.stage(build, "a");
            program.resolve("file").toFile().setExecutable(true);
            digests.add(build.commit(program).digest());
            var link = Samples.stage(build, "a");
            Files.delete(link.resolve("link"));
            Files.createSymbolicLink(link.resolve("link"), Path.of("/file"));
            digests.add(build.commit(link).digest());
            var directory = Samples.stage(build, "a");
            Files.createDirectory(directory.resolve("empty"));
            digests.add(build.commit(directory).digest());

            assertThat(digests).hasSize(4);
        }
    }

    @Test
    void whatIsNeitherFileNorDirectoryNorLinkIsNoLayer() throws Exception {
        try (var build = layers.begin()) {
            var staged = build.stage();
            assertThat(new ProcessBuilder("mkfifo", staged.resolve("fifo").toString())
                            .start()
                            .waitFor())
                    .isZero();

            assertThatThrownBy(() -> build.commit(staged))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("neither a file");
        }
    }

    @Test
    void layersOfABuildStayUntilItIsClosedThoughNothingNamesThem() throws Exception {
        var build = layers.begin();
        var layer = Samples.layer(build, "a");
        var staged = Samples.stage(build, "b");

        layers.sweep(Set::of);
        assertThat(layers.has(layer.digest())).isTrue();
        assertThat(staged).exists();
        build.close();
        layers.sweep(Set::of);

        assertThat(names()).isEmpty();
    }

    @Test
    void layerThatABuildFindsThereStaysWhenTheOthersLetGoOfIt() throws Exception {
        var first = layers.begin();
        var layer = Samples.layer(first, "a");
        try (var second = layers.begin()) {
            assertThat(second.keep(layer.digest())).isTrue();
            first.close();

            layers.sweep(Set::of);

            assertThat(layers.has(layer.digest())).isTrue();
        }
    }

    @Test
    void layerThatIsNotHereCannotBeKept() throws Exception {
        try (var build = layers.begin()) {
            assertThat(build.keep("a".repeat(64))).isFalse();
        }
    }

    @Test
    void whatADeadBuildLeftGoesAndSoDoesWhatEarlierVersionsLeft() throws Exception {
        for (var name : List.of(".build-dead", ".stage-of-old")) {
            Files.writeString(
                    Files.createDirectories(root.resolve("layers/" + name)).resolve("half"), "x");
        }
        Files.createFile(root.resolve("layers/.build-dead.lock"));
        Files.createFile(root.resolve("layers/.build-never-begun.lock"));

        layers.sweep(Set::of);

        assertThat(root.resolve("layers")).isDirectoryNotContaining(path -> !path.endsWith(".lock"));
    }

    @Test
    void namedLayersStay() throws Exception {
        var build = layers.begin();
        var named = Samples.layer(build, "a").digest();
        Samples.layer(build, "b");
        build.close();

        layers.sweep(() -> Set.of(named));

        assertThat(names()).containsExactly(named);
    }

    private Set<String> names() throws IOException {
        var names = LayerStore.names(root.resolve("layers"));
        names.removeIf(name -> name.startsWith(".build-") || name.equals(".lock"));
        return names;
    }

    private static String modes(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
