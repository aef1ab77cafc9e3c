package io.forkline.schemas.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.record.InlineFile;
import io.forkline.schemas.record.Target;
import io.forkline.schemas.record.TargetKind;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetRulesTest {

    private static final int MOST = 256 * 1024;
    private static final String SHA256 = "0123456789abcdef".repeat(4);
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(
                        "leave uri, sha256, commit and ref empty",
                        target(TargetKind.INLINE).setUri("file:/x")),
                Arguments.of(
                        "takes no target.files",
                        target(TargetKind.GIT)
                                .setUri("https://x/y.git")
                                .setFiles(List.of(new InlineFile("a", ByteBuffer.allocate(1))))),
                Arguments.of("needs target.uri", target(TargetKind.ARCHIVE)),
                Arguments.of("needs target.uri", target(TargetKind.GIT).setUri(" ")),
                Arguments.of(
                        "\"ftp://x/y\"; accepted are file:, http: and https: URIs",
                        target(TargetKind.ARCHIVE).setUri("ftp://x/y")),
                Arguments.of("accepted are file:", target(TargetKind.ARCHIVE).setUri("a b")),
                Arguments.of("accepted are file:", target(TargetKind.ARCHIVE).setUri("/x.tgz")),
                Arguments.of(
                        "\"https://x/y\"; accepted is a file: URI",
                        target(TargetKind.DIRECTORY).setUri("https://x/y")),
                Arguments.of(
                        "64 lower-case hex digits",
                        target(TargetKind.DIRECTORY).setUri("file:/x").setSha256("abc")),
                Arguments.of(
                        "target.commit and target.ref are for GIT",
                        target(TargetKind.DIRECTORY).setUri("file:/x").setRef("main")),
                Arguments.of(
                        "leave target.sha256 empty",
                        target(TargetKind.GIT).setUri("https://x/y.git").setSha256(SHA256)),
                Arguments.of(
                        "40 lower-case hex digits",
                        target(TargetKind.GIT).setUri("https://x/y.git").setCommit("main")),
                Arguments.of("the URL of a repository", target(TargetKind.GIT).setUri("--upload-pack=x")),
                Arguments.of(
                        "target.ref is \"--output=x\"; accepted is a branch or tag",
                        target(TargetKind.GIT).setUri("https://x/y.git").setRef("--output=x")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void messageNamesTheFieldAndWhatIsAccepted(String message, Target.Builder target) {
        assertThat(TargetRules.wrong(target.build()).orElseThrow()).contains(message);
    }

    @Test
    void targetsOfEveryKindAreTaken() {
        List<Target> targets = List.of(
                inline("src/a.py", 1_000),
                target(TargetKind.INLINE).build(),
                target(TargetKind.DIRECTORY).setUri("file:/x").setSha256(SHA256).build(),
                target(TargetKind.ARCHIVE).setUri("https://x/y.tar.gz").build(),
                target(TargetKind.GIT)
                        .setUri("git@host:x/y.git")
                        .setCommit(COMMIT)
                        .setRef("main")
                        .build());

        assertThat(targets)
                .allSatisfy(target -> assertThat(TargetRules.wrong(target)).isEmpty());
    }

    @Test
    void inlineFilesCountWithTheirPathsAndSixteenBytesMoreForEach() {
        int content = MOST - "a.py".length() - 16;

        assertThat(TargetRules.wrong(inline("a.py", content))).isEmpty();
        assertThat(TargetRules.wrong(inline("a.py", content + 1)))
                .contains(
                        "target.files has 262145 bytes with the paths and 16 more for each file; accepted inline is at"
                                + " most 262144; give a larger target as DIRECTORY, ARCHIVE or GIT");
    }

    @Test
    void manyEmptyFilesAreBoundedToo() {
        // 5 characters each, and 16 bytes more.
        int most = MOST / 21;

        assertThat(TargetRules.wrong(empty(most))).isEmpty();
        assertThat(TargetRules.wrong(empty(most + 1)).orElseThrow()).contains("accepted inline is at most 262144");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/passwd", "../x", "a/../b", "a//b", "./a", "a/", "a\\b", "a\0b"})
    void pathThatCouldLeaveTheTargetIsRefused(String path) {
        assertThat(TargetRules.wrong(inline(path, 1)).orElseThrow())
                .contains("target.files has the path \"" + path + "\"; accepted are relative paths");
    }

    @Test
    void pathThatNoFileSystemTakesIsRefused() {
        String longest = "é".repeat(127) + "x";

        assertThat(TargetRules.wrong(inline("a/" + longest + "/b", 1))).isEmpty();
        assertThat(TargetRules.wrong(inline("a/" + longest + "x/b", 1)).orElseThrow())
                .startsWith("target.files has a path that begins with \"a/éé")
                .endsWith("é\" and is too long; accepted are at most 3000 bytes, and 255 between two slashes");
        assertThat(TargetRules.wrong(inline("abc/".repeat(750) + "d", 1)).orElseThrow())
                .contains("accepted are at most 3000 bytes");
    }

    @Test
    void fileGivenTwiceIsRefused() {
        Target twice = target(TargetKind.INLINE)
                .setFiles(List.of(
                        new InlineFile("a", ByteBuffer.allocate(1)), new InlineFile("a", ByteBuffer.allocate(2))))
                .build();

        assertThat(TargetRules.wrong(twice)).contains("target.files has the path \"a\" twice; give each file once");
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
                "http://my_host/x",
                "http://host:65536/x"
            })
    void uriThatNamesNoPathAndNoHostIsRefused(String uri) {
        assertThat(TargetRules.wrong(target(TargetKind.ARCHIVE).setUri(uri).build())
                        .orElseThrow())
                .contains(uri + "\"; accepted are file: and an absolute path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"me:secret", "me:70000/secret", "me:half@secret"})
    void messageDoesNotShowAToken(String user) {
        Target target = target(TargetKind.ARCHIVE)
                .setUri("http://" + user + "@host:65536/x")
                .build();

        assertThat(TargetRules.wrong(target).orElseThrow())
                .contains("http://host:65536/x")
                .doesNotContain("secret");
    }

    private static Target.Builder target(TargetKind kind) {
        return Target.newBuilder().setKind(kind);
    }

    private static Target inline(String path, int bytes) {
        return target(TargetKind.INLINE)
                .setFiles(List.of(new InlineFile(path, ByteBuffer.allocate(bytes))))
                .build();
    }

    private static Target empty(int files) {
        return target(TargetKind.INLINE)
                .setFiles(IntStream.range(0, files)
                        .mapToObj(i -> new InlineFile(Integer.toString(10_000 + i), ByteBuffer.allocate(0)))
                        .toList())
                .build();
    }
}
