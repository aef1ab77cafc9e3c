package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeFilesTest {

    private static final Path SOURCES = Path.of("src/main/resources/io/forkline/sandbox/local/runtime");

    @TempDir
    Path directory;

    @Test
    void everyProgramOfTheSourcesIsInstalled() throws Exception {
        try (var files = Files.walk(SOURCES)) {
            var names = files.filter(Files::isRegularFile)
                    .map(file -> SOURCES.relativize(file).toString())
                    .filter(name -> !name.contains("__pycache__"))
                    .toList();

            assertThat(RuntimeFiles.NAMES).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void installingTwiceGivesTheSameDirectory() throws Exception {
        var first = RuntimeFiles.install(directory);

        assertThat(RuntimeFiles.install(directory)).isEqualTo(first);
        assertThat(first.resolve("__main__.py")).hasSameTextualContentAs(SOURCES.resolve("__main__.py"));
        assertThat(first.resolve("setup/bin/pip")).isExecutable();
        assertThat(directory).isDirectoryNotContaining("glob:**.stage*");
    }

    @Test
    void whatAKilledInstallationLeftIsRemovedByTheNext() throws Exception {
        Files.createDirectories(directory.resolve(".stage-left/_forkline"));

        RuntimeFiles.install(directory);

        assertThat(directory).isDirectoryNotContaining("glob:**.stage*");
    }

    /** The wheel is pip's own, unchanged: the digest is the one that its registry publishes. */
    @Test
    void pinnedPipIsWhatItsAuthorsReleased() throws Exception {
        var wheel = Files.readAllBytes(SOURCES.resolve("setup/pip-25.3-py3-none-any.whl"));

        var digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(wheel));

        assertThat(digest).isEqualTo("9655943313a94722b7774661c21049070f6bbb0a1516bf02f7c8d5d9201514cd");
    }
}
