package io.forkline.sandbox.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.TargetTree;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTargetTest {

    @TempDir
    Path home;

    @TempDir
    Path project;

    private TargetStore store;
    private TargetSource source;

    @BeforeEach
    void aProject() throws Exception {
        store = TargetStore.open(home);
        source = TargetSource.Directory.of(project);
        Stores.write(project.resolve("a.py"), "a");
        Stores.write(project.resolve("package/b.py"), "b");
    }

    @Test
    void aTreeHasTheFilesOfTheDirectoryAndIsNamedByItsDigest() throws Exception {
        TargetTree tree = store.fetch(source);

        assertThat(Stores.names(tree)).containsExactly("a.py", "package/b.py");
        assertThat(tree.root()).hasFileName(tree.digest());
        assertThat(tree.root().resolve("package/b.py")).hasContent("b");
    }

    @Test
    void theSameTreeElsewhereAndLaterHasTheSameDigest(@TempDir Path elsewhere) throws Exception {
        Stores.write(elsewhere.resolve("package/b.py"), "b");
        Path file = Stores.write(elsewhere.resolve("a.py"), "a");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.createDirectory(elsewhere.resolve("empty"));

        assertThat(store.fetch(TargetSource.Directory.of(elsewhere)).digest()).isEqualTo(digest());
    }

    @Test
    void theDigestChangesWithContentNameExecutableBitAndLink() throws Exception {
        String first = digest();
        Stores.write(project.resolve("a.py"), "A");
        String content = digest();
        Files.move(project.resolve("a.py"), project.resolve("c.py"));
        String name = digest();
        Files.setPosixFilePermissions(project.resolve("c.py"), PosixFilePermissions.fromString("rwxr-xr-x"));
        String executable = digest();
        Files.createSymbolicLink(project.resolve("link"), Path.of("c.py"));
        String link = digest();
        Files.delete(project.resolve("link"));
        Files.createSymbolicLink(project.resolve("link"), Path.of("package/b.py"));

        assertThat(new String[] {first, content, name, executable, link, digest()})
                .doesNotHaveDuplicates();
    }

    @Test
    void aPinnedDirectoryIsTheSameTreeWhateverBecomesOfTheDirectory() throws Exception {
        TargetSource pinned = store.pin(source);
        Stores.write(project.resolve("a.py"), "changed");

        TargetTree tree = store.fetch(pinned);

        assertThat(pinned.isPinned()).isTrue();
        assertThat(tree.root().resolve("a.py")).hasContent("a");
    }

    @Test
    void aDirectoryThatIsNotWhatWasPinnedIsRefusedWithBothDigests() throws Exception {
        String expected = "0".repeat(64);

        String message =
                Stores.refusal(store, home, new TargetSource.Directory(project.toUri(), Optional.of(expected)));

        assertThat(message).contains(expected, digest(), project.toString());
    }

    @Test
    void whatIsNotTheProjectsOwnIsLeftOut() throws Exception {
        for (String each : new String[] {
            ".git/config", "node_modules/x.js", "package/__pycache__/b.pyc", ".tox/x", "env/pyvenv.cfg", "env/lib/x.py"
        }) {
            Stores.write(project.resolve(each), "x");
        }
        Stores.write(project.resolve("submodule/.git"), "gitdir: elsewhere");
        Stores.write(project.resolve("submodule/s.py"), "s");

        assertThat(Stores.names(store.fetch(source))).containsExactly("a.py", "package/b.py", "submodule/s.py");
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void aFifoIsLeftOutAndNobodyWaitsForIt() throws Exception {
        Process mkfifo = new ProcessBuilder("mkfifo", project.resolve("fifo").toString()).start();
        assertThat(mkfifo.waitFor()).isZero();

        assertThat(Stores.names(store.fetch(source))).containsExactly("a.py", "package/b.py");
        assertThat(Stores.refusal(store, home, TargetSource.Archive.of(project.resolve("fifo"))))
                .endsWith("is not a file");
    }

    @Test
    void linksWithinTheTreeStay() throws Exception {
        Files.createSymbolicLink(project.resolve("package/up"), Path.of("../a.py"));
        Files.createSymbolicLink(project.resolve("directory"), Path.of("package"));

        TargetTree tree = store.fetch(source);

        assertThat(tree.root().resolve("package/up")).isSymbolicLink().hasContent("a");
        assertThat(tree.root().resolve("directory/b.py")).hasContent("b");
    }

    @Test
    void linksThatLeadOutRoundInACircleOrNowhereAreLeftOut(@TempDir Path outside) throws Exception {
        Stores.write(outside.resolve("secret"), "s");
        link("absolute", outside.resolve("secret").toString());
        link("inside-but-absolute", project.resolve("a.py").toString());
        link("up", "../" + outside.getFileName() + "/secret");
        link("loop", "loop");
        link("tick", "tock");
        link("tock", "tick");
        link("nowhere", "missing");
        // Each of the two stays in the tree by its words; together they leave it.
        link("package/root", "..");
        link("sneaky", "package/root/../../" + home.getFileName());

        assertThat(Stores.names(store.fetch(source))).containsExactly("a.py", "package/b.py", "package/root");
    }

    @Test
    void namesThatAreNotUtf8AreKeptByteForByte() throws Exception {
        Path odd = Path.of(URI.create(project.toUri() + "na%efve%20%25.py"));
        Files.writeString(odd, "x");

        TargetTree tree = store.fetch(source);

        assertThat(Path.of(URI.create(tree.root().toUri() + "na%efve%20%25.py")))
                .hasContent("x");
    }

    @Test
    void filesAreReadableByThoseWhoForkWhateverTheirModesWere() throws Exception {
        Files.setPosixFilePermissions(project.resolve("a.py"), PosixFilePermissions.fromString("rwx------"));

        TargetTree tree = store.fetch(source);

        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(tree.root().resolve("a.py"))))
                .isEqualTo("rwxr-xr-x");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(tree.root().resolve("package"))))
                .isEqualTo("rwxr-xr-x");
    }

    @Test
    void eachLimitIsNamedWithItsFigureAndWhatToDo() throws Exception {
        TargetStore small = Stores.small(home);
        Stores.write(project.resolve("large"), "x".repeat(601));
        assertThat(Stores.refusal(small, home, source))
                .isEqualTo("the directory " + project + " has a file of more than 600 bytes, the limit for one file: "
                        + "large; leave it out, or raise the limit with --max-target-size (one file may be a quarter "
                        + "of it)");
        Stores.write(project.resolve("large"), "x".repeat(600));
        Stores.write(project.resolve("more"), "x".repeat(400));
        assertThat(Stores.refusal(small, home, source))
                .isEqualTo("the directory " + project + " has more than 1000 bytes, the limit for a target; point at a "
                        + "part of it, or raise the limit with --max-target-size");
        Files.delete(project.resolve("large"));
        Stores.write(project.resolve("1/2/3/deep"), "x");
        assertThat(Stores.refusal(small, home, source))
                .contains("more than 3 deep")
                .contains("1/2/3");
        Files.delete(project.resolve("1/2/3/deep"));
        Files.delete(project.resolve("1/2/3"));
        for (int i = 0; i < 10; i++) {
            Stores.write(project.resolve("file" + i), "");
        }
        assertThat(Stores.refusal(small, home, source)).contains("more than 10 files and directories");
    }

    @Test
    void exactlyAtTheLimitsIsAccepted() throws Exception {
        Stores.write(project.resolve("large"), "x".repeat(600));
        Stores.write(project.resolve("more"), "x".repeat(398));

        assertThatCode(() -> Stores.small(home).fetch(source)).doesNotThrowAnyException();
    }

    @Test
    void aDirectoryThatDoesNotExistIsSaid() throws Exception {
        Path none = project.resolve("none");

        assertThat(Stores.refusal(store, home, TargetSource.Directory.of(none)))
                .isEqualTo("the directory " + none + " does not exist");
        assertThat(Stores.refusal(store, home, TargetSource.Directory.of(project.resolve("a.py"))))
                .isEqualTo("the directory " + project.resolve("a.py") + " is not a directory");
        assertThat(Stores.refusal(
                        store, home, new TargetSource.Directory(URI.create("ftp://host/x"), Optional.empty())))
                .contains("must begin with file:");
    }

    @Test
    void aDirectoryThatHoldsTheStoreIsNotCopiedIntoItself() throws Exception {
        TargetStore within = TargetStore.open(project.resolve("home/targets"));

        assertThatCode(() -> within.fetch(source))
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("holds the folder that targets are copied to")
                .hasMessageContaining("another FORKLINE_HOME");
    }

    private void link(String name, String target) throws Exception {
        Files.createSymbolicLink(project.resolve(name), Path.of(target));
    }

    private String digest() throws Exception {
        return store.fetch(source).digest();
    }
}
