package io.forkline.sandbox.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.TargetTree;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets out of a repository that the git program made. */
class GitTargetTest {

    @TempDir
    Path home;

    @TempDir
    Path repository;

    private TargetStore store;

    @BeforeEach
    void aRepository() throws Exception {
        store = TargetStore.open(home);
        git("init", "--quiet", "--initial-branch=main");
        Stores.write(repository.resolve("a.py"), "one");
        git("add", "--all");
        git("commit", "--quiet", "--message=one");
        git("tag", "--annotate", "--message=first", "v1");
        Stores.write(repository.resolve("a.py"), "two");
        git("commit", "--quiet", "--all", "--message=two");
        git("branch", "feature/main", "v1");
    }

    @Test
    void withoutARefTheDefaultBranchIsFetched() throws Exception {
        assertThat(fetch(Optional.empty()).root().resolve("a.py")).hasContent("two");
    }

    @Test
    void aBranchATagAndACommitAreFetched() throws Exception {
        String first = git("rev-parse", "v1^{commit}");

        assertThat(fetch(Optional.of("main")).root().resolve("a.py")).hasContent("two");
        assertThat(fetch(Optional.of("feature/main")).root().resolve("a.py")).hasContent("one");
        assertThat(fetch(Optional.of("v1")).root().resolve("a.py")).hasContent("one");
        assertThat(store.fetch(new TargetSource.Git(url(), Optional.of(first), Optional.empty()))
                        .root()
                        .resolve("a.py"))
                .hasContent("one");
    }

    @Test
    void aRefIsPinnedToItsCommit() throws Exception {
        String first = git("rev-parse", "v1^{commit}");

        TargetSource pinned = store.pin(new TargetSource.Git(url(), Optional.empty(), Optional.of("v1")));

        assertThat(pinned).isEqualTo(new TargetSource.Git(url(), Optional.of(first), Optional.of("v1")));
    }

    @Test
    void aPinnedCommitIsFetchedOnce() throws Exception {
        TargetSource pinned = store.pin(new TargetSource.Git(url(), Optional.empty(), Optional.empty()));
        TargetTree first = store.fetch(pinned);
        Files.move(repository.resolve(".git"), repository.resolve("gone"));

        assertThat(store.fetch(pinned)).isEqualTo(first);
    }

    @Test
    void theTreeIsByteForByteWhatWasCommitted() throws Exception {
        Stores.write(
                repository.resolve(".gitattributes"), "*.txt text eol=crlf\nsecret export-ignore\n* filter=evil\n");
        Stores.write(repository.resolve("unix.txt"), "a\nb\n");
        Stores.write(repository.resolve("secret"), "s");
        Stores.write(repository.resolve("naïve name.py"), "n");
        Stores.write(repository.resolve("empty"), "");
        Files.setPosixFilePermissions(
                Stores.write(repository.resolve("run"), "r"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(repository.resolve("link"), Path.of("run"));
        Files.createSymbolicLink(repository.resolve("out"), Path.of("/etc/passwd"));
        git("add", "--all");
        git("commit", "--quiet", "--message=three");

        TargetTree tree = fetch(Optional.empty());

        assertThat(Stores.names(tree))
                .containsExactlyInAnyOrder(
                        ".gitattributes", "a.py", "empty", "link", "naïve name.py", "run", "secret", "unix.txt");
        assertThat(Files.readString(tree.root().resolve("unix.txt"))).isEqualTo("a\nb\n");
        assertThat(tree.root().resolve("run")).isExecutable();
        assertThat(tree.root().resolve("link")).isSymbolicLink().hasContent("r");
    }

    @Test
    void theSameFilesInADirectoryAreTheSameTree() throws Exception {
        assertThat(fetch(Optional.empty()).digest())
                .isEqualTo(store.fetch(TargetSource.Directory.of(repository)).digest());
    }

    @Test
    void limitsHoldBeforeAnythingIsWritten() throws Exception {
        store = Stores.small(home);
        Stores.write(repository.resolve("large"), "x".repeat(601));
        git("add", "--all");
        git("commit", "--quiet", "--message=large");

        assertThat(Stores.refusal(store, home, new TargetSource.Git(url(), Optional.empty(), Optional.empty())))
                .contains("more than 600 bytes", "large", "--max-target-size");
    }

    @Test
    void anUnknownRefIsSaid() throws Exception {
        SandboxException refused = catchThrowableOfType(
                SandboxException.class,
                () -> store.pin(new TargetSource.Git(url(), Optional.empty(), Optional.of("mian"))));

        assertThat(refused).hasMessageContaining("has no branch or tag \"mian\"");
        assertThat(refused.isRetryable()).isFalse();
    }

    @Test
    void aCommitOrARepositoryThatDoesNotExistIsRefusedInGitsOwnWords() throws Exception {
        assertThat(Stores.refusal(
                        store, home, new TargetSource.Git(url(), Optional.of("1".repeat(40)), Optional.empty())))
                .contains("git says:");
        assertThat(Stores.refusal(
                        store, home, new TargetSource.Git(url() + "/none", Optional.empty(), Optional.empty())))
                .contains("git says:", "does not appear to be a git repository");
    }

    @Test
    void aServerThatDoesNotAnswerIsRetryable() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        TargetSource source = new TargetSource.Git(
                "http://token:secret@127.0.0.1:" + closed + "/x.git", Optional.empty(), Optional.empty());

        SandboxException failure = catchThrowableOfType(SandboxException.class, () -> store.fetch(source));

        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure.getMessage()).doesNotContain("secret");
        Stores.assertNothingIsStaged(home);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext::sh -c evil", "--upload-pack=evil", "git://host/x", "https://-evil", "/a/path"})
    void aUrlThatCouldRunAProgramIsNoSource(String url) {
        assertThatThrownBy(() -> new TargetSource.Git(url, Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--upload-pack=evil", "-x", "a..b", "a b", "a:b", ""})
    void aRefThatCouldBeAnOptionIsNoSource(String ref) {
        assertThatThrownBy(() -> new TargetSource.Git("https://host/x.git", Optional.empty(), Optional.of(ref)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private TargetTree fetch(Optional<String> ref) throws Exception {
        return store.fetch(new TargetSource.Git(url(), Optional.empty(), ref));
    }

    private String url() {
        return "file://" + repository;
    }

    private String git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "git", "-C", repository.toString(), "-c", "user.name=Test", "-c", "user.email=test@example.org"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.strip();
    }
}
