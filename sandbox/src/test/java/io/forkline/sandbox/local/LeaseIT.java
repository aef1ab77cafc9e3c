package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.contract.TestDirectory;
import io.forkline.sandbox.footprint.Trace.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing outlives the JVM that it was started for. */
class LeaseIT {

    private TestDirectory directory;
    private Leftovers leftovers;

    @BeforeEach
    void create() throws Exception {
        directory = TestDirectory.create();
        leftovers = new Leftovers(home());
    }

    @AfterEach
    void remove() throws Exception {
        directory.close();
    }

    @Test
    void killedJvmLeavesNothing() throws Exception {
        var mark = "sleep " + uniqueSeconds();
        var jvm = ChildJvm.start(directory.root(), List.of(), Duration.ofMinutes(5), stubborn(mark));
        Await.until("the fork to run", () -> HostTraces.running(mark).size() >= 2);

        leftovers.look();

        jvm.destroyForcibly();

        leftovers.awaitNone();
        assertThat(HostTraces.running(mark)).isEmpty();
    }

    @Test
    void killedJvmLeavesNoRelayAndNoConnection() throws Exception {
        try (var server = EchoServer.at("127.0.0.1")) {
            var holding = "python3 -c 'import socket; s = socket.create_connection((\"127.0.0.1\", " + server.port()
                    + ")); s.recv(1)'";
            var jvm = ChildJvm.start(directory.root(), List.of(), Duration.ofMinutes(5), holding, server.destination());
            Await.until("the fork to be connected", () -> server.open() == 1);

            jvm.destroyForcibly();

            Await.until("its connection to end", () -> server.open() == 0);
            Await.until(
                    "its relay to be gone",
                    () -> HostTraces.mentioning(home().toString()).isEmpty());
        }
    }

    @Test
    void killedLauncherTakesTheForksAlongAndTheNextStartSweeps() throws Exception {
        var mark = "sleep " + uniqueSeconds();
        var jvm = ChildJvm.start(directory.root(), List.of(), Duration.ofMinutes(5), stubborn(mark));
        Await.until("the fork to run", () -> HostTraces.running(mark).size() >= 2);

        leftovers.look();

        var launcher = jvm.children().findFirst().orElseThrow();
        jvm.destroyForcibly();
        launcher.destroyForcibly();
        leftovers.awaitNoneBut(Set.of(Kind.INSTANCE, Kind.CONTROL_GROUP));
        LocalProvider.open(ForklineHome.at(home())).close();

        leftovers.awaitNone();
        assertThat(HostTraces.running(mark)).isEmpty();
    }

    @Test
    void supervisorThatHangsDoesNotOutliveTheJvm() throws Exception {
        var mark = "sleep " + uniqueSeconds();
        var jvm = ChildJvm.start(directory.root(), List.of(), Duration.ofMinutes(5), stubborn(mark));
        Await.until("the fork to run", () -> HostTraces.running(mark).size() >= 2);
        var launcher = jvm.children().findFirst().orElseThrow();
        var supervisor = launcher.children().findFirst().orElseThrow();
        leftovers.look();
        signal(supervisor.pid(), "STOP");

        jvm.destroyForcibly();

        leftovers.awaitNone();
        assertThat(HostTraces.running(mark)).isEmpty();
    }

    @Test
    void directoriesDeeperThanAPathCanSayAreSwept() throws Exception {
        var home = ForklineHome.at(home()).create();
        var crashed = Files.createDirectories(home.run().resolve("crashed/base-1/u"));
        Files.createFile(home.run().resolve("crashed.lock"));
        var digger = new ProcessBuilder("python3", "-c", """
                import os
                for _ in range(1500):
                    os.mkdir("deeper")
                    os.chdir("deeper")
                """)
                .directory(crashed.toFile())
                .start();
        assertThat(digger.waitFor()).isZero();

        LocalProvider.open(home).close();

        assertThat(HostTraces.instances(home())).isEmpty();
    }

    @Test
    void nobodyElseLooksIntoTheDirectoryOfAnInstance() throws Exception {
        var home = ForklineHome.at(home()).create();
        try (var live = LocalProvider.open(home)) {
            assertThat(live.name()).isEqualTo("local");
            assertThat(HostTraces.instances(home()))
                    .filteredOn(Files::isDirectory)
                    .singleElement()
                    .satisfies(instance -> assertThat(
                                    PosixFilePermissions.toString(Files.getPosixFilePermissions(instance)))
                            .isEqualTo("rwx------"));
        }
    }

    @Test
    void frozenJvmExtendsNoDeadline() throws Exception {
        var mark = "sleep " + uniqueSeconds();
        var jvm = ChildJvm.start(directory.root(), List.of(), Duration.ofSeconds(4), stubborn(mark));
        try {
            Await.until("the fork to run", () -> HostTraces.running(mark).size() >= 2);

            signal(jvm.pid(), "STOP");

            Await.until(
                    "its processes to be gone", () -> HostTraces.running(mark).isEmpty());
        } finally {
            signal(jvm.pid(), "CONT");
            assertThat(jvm.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(directory.resolve("answer")).content().contains("WALL_TIME");
    }

    @Test
    void directoryOfAnInstanceThatCrashedIsSweptAndThatOfALiveOneIsKept() throws Exception {
        var home = ForklineHome.at(home()).create();
        Files.createDirectories(home.run().resolve("crashed/base-1/u/left"));
        Files.createFile(home.run().resolve("crashed.lock"));
        try (var live = LocalProvider.open(home)) {
            var ofLive = HostTraces.instances(home());

            LocalProvider.open(home).close();

            assertThat(live.name()).isEqualTo("local");
            assertThat(ofLive)
                    .hasSize(2)
                    .allMatch(Files::exists)
                    .noneMatch(path -> path.toString().contains("crashed"));
        }
        assertThat(HostTraces.instances(home())).isEmpty();
    }

    private Path home() {
        return directory.resolve("child-home");
    }

    private static String stubborn(String mark) {
        return "trap '' TERM HUP INT; (trap '' TERM HUP INT; setsid " + mark + ") & " + mark;
    }

    private static long uniqueSeconds() {
        return 1_000_000_000L + System.nanoTime() % 1_000_000_000L;
    }

    private static void signal(long process, String name) throws Exception {
        var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process)).start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
}
