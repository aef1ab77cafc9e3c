package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkline.sandbox.contract.TestDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where the other tests run as root, this one shows that an ordinary user gets the same. */
class OrdinaryUserIT {

    private static final String SOMEBODY = "23456";

    @Test
    void ordinaryUserBuildsAndForksToo() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "the other tests run as an ordinary user already");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs setpriv to become an ordinary user");
        var as = List.of("setpriv", "--reuid=" + SOMEBODY, "--regid=" + SOMEBODY, "--clear-groups");
        var script = "id -u; cat /proc/self/uid_map; python3 a.py; python3 -c 'import installed; print(installed.x)';"
                + " python3 -c 'import ctypes; print(ctypes.CDLL(None).ptrace(0, 0, 0, 0))';"
                + " ls /root /home; touch /usr/x /opt/environment/x; cat /proc/self/status";
        try (var directory = TestDirectory.create()) {

            var jvm = ChildJvm.start(directory.root(), as, Duration.ofSeconds(30), script);

            assertThat(jvm.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(directory.resolve("answer"))
                    .content()
                    .startsWith("Exited[exitCode=0")
                    .contains("stdout=1000\n      1000")
                    .contains("warm\n1\n-1\n/home:\nforkline\n\n/root:\n")
                    .contains("'/usr/x': Read-only file system")
                    .contains("'/opt/environment/x': Read-only file system")
                    .contains("NoNewPrivs:\t1")
                    .contains("Seccomp:\t2")
                    .contains("CapEff:\t0000000000000000")
                    .contains("CapBnd:\t0000000000000000");
            assertThat(HostTraces.instances(directory.resolve("child-home"))).isEmpty();
            assertThat(HostTraces.mentioning(directory.root().toString())).isEmpty();
        }
    }

    @Test
    void ordinaryUsersForksReachWhatIsOnTheListAndNothingElse() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "the other tests run as an ordinary user already");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs setpriv to become an ordinary user");
        var as = List.of("setpriv", "--reuid=" + SOMEBODY, "--regid=" + SOMEBODY, "--clear-groups");
        try (var directory = TestDirectory.create();
                var listed = EchoServer.at("127.0.0.1");
                var other = EchoServer.at("127.0.0.1")) {
            var script = """
                    for port in %d %d; do python3 -c 'import socket, sys
                    try:
                        s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
                        s.sendall(b"said")
                        print(s.recv(10))
                    except OSError as failed:
                        print(type(failed).__name__)' $port
                    done
                    """.formatted(listed.port(), other.port());

            var jvm = ChildJvm.start(directory.root(), as, Duration.ofSeconds(30), script, listed.destination());

            assertThat(jvm.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(directory.resolve("answer")).content().contains("b'said'\nConnectionRefusedError\n");
            assertThat(other.accepted()).isZero();
        }
    }

    @Test
    void memoryOfAllProcessesOfAForkIsHeldWithoutControlGroupsToo() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "the other tests run as an ordinary user already");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs setpriv to become an ordinary user");
        var as = List.of("setpriv", "--reuid=" + SOMEBODY, "--regid=" + SOMEBODY, "--clear-groups");
        // 256 MiB of memory and 16 MiB of disk are allowed
        var eightTimesSixty = "for i in 1 2 3 4 5 6 7 8; do"
                + " python3 -c 'import time; kept = bytearray(b\"x\") * (60 << 20); time.sleep(60)' & done; wait";
        try (var directory = TestDirectory.create()) {

            var jvm = ChildJvm.start(directory.root(), as, Duration.ofSeconds(30), eightTimesSixty);

            assertThat(jvm.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(directory.resolve("answer")).content().startsWith("StoppedAtLimit[limit=MEMORY");
        }
    }

    @Test
    void ordinaryUserIsNotBrokenOutOfEither() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "the other tests run as an ordinary user already");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs setpriv to become an ordinary user");
        var as = List.of("setpriv", "--reuid=" + SOMEBODY, "--regid=" + SOMEBODY, "--clear-groups");
        try (var directory = TestDirectory.create()) {

            var jvm = ChildJvm.start(
                    directory.root(), as, ChildBattery.class, directory.root().toString());

            assertThat(jvm.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(directory.resolve("not-held")).content().isEmpty();
        }
    }

    /** Who makes music may have real-time priority and locked memory. Their guests may not. */
    @Test
    void whatTheHostLetsItsUserDoIsNotForForks() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can raise limits");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs setpriv to become an ordinary user");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "needs prlimit to raise limits");
        var more = List.of("prlimit", "--rtprio=50:50", "--nice=30:30", "--memlock=unlimited:unlimited");
        assumeTrue(succeeds(more), "this root may not raise limits");
        var as = concat(more, "setpriv", "--reuid=" + SOMEBODY, "--regid=" + SOMEBODY, "--clear-groups");
        var script = "cat /proc/self/limits;"
                + " python3 -c 'import os; os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))'";
        try (var directory = TestDirectory.create()) {

            var jvm = ChildJvm.start(directory.root(), as, Duration.ofSeconds(30), script);

            assertThat(jvm.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(directory.resolve("answer"))
                    .content()
                    .containsPattern("Max locked memory +8388608 +8388608 ")
                    .containsPattern("Max nice priority +0 +0 ")
                    .containsPattern("Max realtime priority +0 +0 ")
                    .contains("PermissionError");
        }
    }

    private static boolean succeeds(List<String> command) throws Exception {
        return new ProcessBuilder(concat(command, "true")).start().waitFor() == 0;
    }

    private static List<String> concat(List<String> first, String... more) {
        return Stream.concat(first.stream(), Stream.of(more)).toList();
    }
}
