package io.forkline.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.forkline.schemas.record.Target;
import io.forkline.schemas.record.TargetKind;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {

    private static final String SHA256 = "0123456789abcdef".repeat(4);
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @Test
    void inlineFilesAreUtf8InTheOrderOfTheirPaths() {
        Target target = Targets.inline(Map.of("b.py", "ı", "a/c.py", ""));

        assertThat(target.getKind()).isEqualTo(TargetKind.INLINE);
        assertThat(target.getFiles())
                .containsExactly(
                        Targets.file("a/c.py", new byte[0]),
                        Targets.file("b.py", "ı".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void eachKindSaysWhereItIsAndWhatItIsPinnedTo() {
        assertThat(Targets.directory(Path.of("/tmp/x y"), SHA256).getUri()).startsWith("file:///tmp/x%20y");
        assertThat(Targets.directory(Path.of("/tmp/x"), SHA256).getSha256()).isEqualTo(SHA256);
        assertThat(Targets.directory(Path.of("/tmp/x")).getSha256()).isNull();
        assertThat(Targets.archive(URI.create("https://example.org/a.tgz"), SHA256))
                .isEqualTo(Target.newBuilder()
                        .setKind(TargetKind.ARCHIVE)
                        .setUri("https://example.org/a.tgz")
                        .setSha256(SHA256)
                        .build());
        assertThat(Targets.gitCommit("git@example.org:a/b.git", COMMIT).getCommit())
                .isEqualTo(COMMIT);
        assertThat(Targets.gitRef("https://example.org/a.git", "v1").getRef()).isEqualTo("v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/passwd", "../x", "a/../b", "a//b", "./a", "a/", "a\\b", "a\0b"})
    void pathThatCouldLeaveTheTargetIsRefused(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Targets.inline(Map.of(path, "")))
                .withMessageContaining("cannot be the path of an inline file");
    }

    @Test
    void fileNamedTwiceIsRefused() {
        Target twice = Target.newBuilder()
                .setKind(TargetKind.INLINE)
                .setFiles(List.of(Targets.file("a", new byte[1]), Targets.file("a", new byte[2])))
                .build();

        assertThatIllegalArgumentException().isThrownBy(() -> Targets.check(twice));
    }

    @Test
    void inlineTargetOfTheLargestSizeIsTakenAndOneByteMoreIsRefusedWithTheRemedy() {
        ByteBuffer largest = ByteBuffer.allocate(Targets.MAX_INLINE_BYTES);

        assertThat(Targets.check(inline(largest)).getFiles()).hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Targets.check(inline(ByteBuffer.allocate(Targets.MAX_INLINE_BYTES + 1))))
                .withMessageContaining("262145 bytes")
                .withMessageContaining("give a directory, an archive or a git repository");
    }

    @Test
    void whatNoWorkerCouldFetchIsRefused() {
        refused(() -> Targets.inline(Map.of()), "at least one file");
        refused(() -> Targets.archive(URI.create("ftp://example.org/a.tgz")), "file, http, https");
        refused(() -> Targets.archive(URI.create("file:/a.tgz"), SHA256.toUpperCase(Locale.ROOT)), "64 lower");
        refused(() -> Targets.gitCommit("https://example.org/a.git", "main"), "40 lower-case hex digits");
        refused(() -> Targets.gitRef("--upload-pack=x", "main"), "not the URL of a git repository");
        refused(() -> Targets.gitRef("https://example.org/a.git", "--output=x"), "not a branch or tag");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file://localhost/tmp/x",
                "file:tmp/x",
                "file:/x?y",
                "file:/x#f",
                "file:/a%00b",
                "http:/x",
                "http://my_host/x"
            })
    void uriThatNamesNoPathAndNoHostIsRefused(String uri) {
        refused(() -> Targets.archive(URI.create(uri)), uri + "\"; accepted are file: and an absolute path");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(message);
    }

    private static Target inline(ByteBuffer content) {
        Target target = Targets.inline(Map.of("a", ""));
        target.getFiles().get(0).setContent(content);
        return target;
    }
}
