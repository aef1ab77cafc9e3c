package io.forkline.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.forkline.schemas.record.Target;
import io.forkline.schemas.record.TargetKind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

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

    @Test
    void pathThatCouldLeaveTheTargetIsRefused() {
        refused(() -> Targets.inline(Map.of("../x", "")), "target.files has the path \"../x\"");
    }

    @Test
    void inlineTargetOfTheLargestSizeIsTakenAndOneByteMoreIsRefusedInTheWordsOfThePlanner() {
        int most = 256 * 1024 - "a.py".length() - 16;

        Target largest = Targets.inline(Map.of("a.py", "x".repeat(most)));

        assertThat(largest.getFiles()).hasSize(1);
        refused(
                () -> Targets.inline(Map.of("a.py", "x".repeat(most + 1))),
                "target.files has 262145 bytes with the paths and 16 more for each file; accepted inline is at most"
                        + " 262144; give a larger target as DIRECTORY, ARCHIVE or GIT");
    }

    @Test
    void whatNoWorkerCouldFetchIsRefused() {
        refused(() -> Targets.inline(Map.of()), "at least one file");
        refused(() -> Targets.archive(URI.create("ftp://example.org/a.tgz")), "accepted are file:, http: and https:");
        refused(() -> Targets.archive(URI.create("http:/x")), "http: or https: with the name of a host");
        refused(() -> Targets.archive(URI.create("file:/a.tgz"), SHA256.toUpperCase(Locale.ROOT)), "64 lower");
        refused(() -> Targets.gitCommit("https://example.org/a.git", "main"), "40 lower-case hex digits");
        refused(() -> Targets.gitRef("--upload-pack=x", "main"), "accepted is the URL of a repository");
        refused(() -> Targets.gitRef("https://example.org/a.git", "--output=x"), "accepted is a branch or tag");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(message);
    }
}
