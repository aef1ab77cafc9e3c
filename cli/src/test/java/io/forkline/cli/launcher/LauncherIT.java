package io.forkline.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.forkline.cli.ChildProcess;
import io.forkline.cli.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real launcher in a project of its own, whose program is {@link Echo} and whose Maven only copies that. */
class LauncherIT {

    private static final Map<String, String> JDK = Map.of("JAVA_HOME", System.getProperty("java.home"));
    private static final int NO_NAMESPACES = 77;

    @TempDir
    private Path folder;

    private Path project;
    private Path launcher;

    @BeforeEach
    void makeProject() throws IOException {
        project = Files.createDirectories(folder.resolve("a project"));
        launcher = Files.copy(TestHost.PROJECT.resolve("forkline"), project.resolve("forkline"));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        Files.createDirectories(project.resolve("cli/src/main"));
        ProgramJar.write(folder.resolve("echo.jar"), Echo.class);
    }

    @Test
    void withoutAJdkItSaysWhatToInstall() throws Exception {
        // As on a machine without one: nothing on the PATH, and nothing in the usual places.
        String hide =
                "for place in /usr/lib/jvm /opt /usr/java; do [ ! -d $place ] || /usr/bin/mount -t tmpfs none $place || exit "
                        + NO_NAMESPACES + "; done; exec \"$0\" run x";
        List<String> command = List.of(
                "/usr/bin/unshare", "--user", "--map-root-user", "--mount", "/bin/sh", "-c", hide, launcher.toString());

        try (ChildProcess child = ChildProcess.start(
                folder, Map.of("JAVA_HOME", "", "PATH", "/nonexistent", "HOME", folder.toString()), command)) {
            int exitCode = child.awaitEnd();
            assumeFalse(
                    exitCode == NO_NAMESPACES || child.output().startsWith("unshare:"),
                    "hiding the JDKs of this machine needs namespaces");
            assertThat(exitCode).isEqualTo(1);
            assertThat(child.output()).contains("needs a JDK 21 or newer", "apt install", "JAVA_HOME");
        }
    }

    @Test
    void itPassesArgumentsThroughASymlinkFromAnotherFolder() throws Exception {
        alreadyBuilt();
        Path link = Files.createSymbolicLink(folder.resolve("link"), launcher);
        List<String> command =
                List.of("/bin/sh", "-c", "cd / && exec \"$0\" \"$@\"", link.toString(), "run", "a b", "");

        try (ChildProcess child = ChildProcess.start(folder, JDK, command)) {
            assertThat(child.awaitEnd()).isEqualTo(Echo.EXIT_CODE);
            assertThat(child.output()).isEqualTo("[run][a b][] root=" + project.toRealPath() + "\n");
        }
    }

    @Test
    void aSignalReachesTheProgram() throws Exception {
        alreadyBuilt();

        try (ChildProcess child = ChildProcess.start(folder, JDK, List.of(launcher.toString(), "wait"))) {
            child.awaitOutput("waiting");
            child.handle().destroy();
            child.awaitEnd();
            assertThat(child.output()).contains("signalled");
        }
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        Map<String, String> env = withMaven("sleep 2; cp " + folder.resolve("echo.jar") + " \"$target/forkline.jar\"");

        try (ChildProcess first = ChildProcess.start(folder, env, List.of(launcher.toString(), "one"));
                ChildProcess second = ChildProcess.start(folder, env, List.of(launcher.toString(), "two"))) {
            assertThat(first.awaitEnd()).as(first.output()).isEqualTo(Echo.EXIT_CODE);
            assertThat(second.awaitEnd()).as(second.output()).isEqualTo(Echo.EXIT_CODE);
        }

        assertThat(Files.readAllLines(folder.resolve("builds"))).hasSize(1);
    }

    @Test
    void aChangedSourceIsBuiltAndAnUnchangedOneIsNot() throws Exception {
        Map<String, String> env = withMaven("cp " + folder.resolve("echo.jar") + " \"$target/forkline.jar\"");
        run(env);
        run(env);
        assertThat(Files.readAllLines(folder.resolve("builds"))).hasSize(1);

        Path source = Files.writeString(project.resolve("cli/src/main/New.java"), "");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(1)));
        run(env);

        assertThat(Files.readAllLines(folder.resolve("builds"))).hasSize(2);
    }

    @Test
    void onlyTheFirstBuildAnnouncesADownload() throws Exception {
        Map<String, String> env = withMaven("cp " + folder.resolve("echo.jar") + " \"$target/forkline.jar\"");

        String first = run(env);
        Path source = Files.writeString(project.resolve("cli/src/main/New.java"), "");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(1)));
        String second = run(env);

        assertThat(first).contains("building the project", "the first time this downloads");
        assertThat(second).contains("building the project").doesNotContain("the first time");
    }

    @Test
    void aBuildThatFailsShowsItsErrors() throws Exception {
        Map<String, String> env = withMaven("echo '[INFO] fine'; echo '[ERROR] no such symbol'; exit 1");

        try (ChildProcess child = ChildProcess.start(folder, env, List.of(launcher.toString(), "run"))) {
            assertThat(child.awaitEnd()).isEqualTo(1);
            assertThat(child.output())
                    .contains("[ERROR] no such symbol", "the build failed", "build.log")
                    .doesNotContain("[INFO] fine");
        }
    }

    private String run(Map<String, String> env) throws IOException, InterruptedException {
        try (ChildProcess child = ChildProcess.start(folder, env, List.of(launcher.toString(), "run"))) {
            assertThat(child.awaitEnd()).as(child.output()).isEqualTo(Echo.EXIT_CODE);
            return child.output();
        }
    }

    private void alreadyBuilt() throws IOException {
        Path target = Files.createDirectories(project.resolve("cli/target"));
        Files.copy(folder.resolve("echo.jar"), target.resolve("forkline.jar"));
        Path stamp = Files.writeString(target.resolve("launcher.stamp"), "");
        Files.setLastModifiedTime(stamp, FileTime.from(Instant.now().plusSeconds(60)));
    }

    /** A Maven that notes each build and then does this. */
    private Map<String, String> withMaven(String body) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path maven = Files.writeString(
                bin.resolve("mvn"),
                "#!/bin/sh\ntarget='" + project + "/cli/target'\necho built >>'" + folder.resolve("builds") + "'\n"
                        + body + "\n");
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
        // A HOME without a repository of Maven.
        return Map.of(
                "JAVA_HOME",
                System.getProperty("java.home"),
                "PATH",
                bin + ":" + System.getenv("PATH"),
                "HOME",
                folder.toString());
    }
}
