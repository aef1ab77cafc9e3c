package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.contract.Specs;
import io.forkline.sandbox.contract.TestDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Tries what a hostile perspective would try. Each test fails if the attempt succeeds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IsolationIT {

    private TestDirectory directory;
    private LocalProvider provider;
    private Snapshot snapshot;
    private Sandbox sandbox;

    @BeforeAll
    void prepare() throws Exception {
        directory = TestDirectory.create();
        provider = LocalProvider.open(ForklineHome.at(directory.resolve("home")));
        var spec = Specs.in(directory.resolve("environment"))
                .file("here.txt", "here")
                .preload("socket")
                .spec();
        snapshot = provider.prepare(spec, BuildListener.SILENT);
    }

    @AfterAll
    void close() throws Exception {
        provider.close();
        directory.close();
    }

    @BeforeEach
    void fork() throws Exception {
        sandbox = provider.fork(snapshot, ForkOptions.of(snapshot));
    }

    @AfterEach
    void closeFork() {
        sandbox.close();
    }

    @Test
    void hostFilesAreNotThere() throws Exception {
        var secret = Files.writeString(directory.resolve("secret"), "host secret");

        var seen = sh(
                "cat " + secret + "; ls " + directory.root() + "; cat /etc/shadow; ls /sys /boot /root/.ssh /var/lib");

        assertThat(seen.output().stdout()).isEmpty();
        assertThat(sh("ls /home /tmp; cat /etc/passwd").output().stdout())
                .startsWith("/home:\nforkline\n\n/tmp:\nroot:")
                .hasLineCount(7);
    }

    @Test
    void nothingOfTheHostCanBeWritten() throws Exception {
        var attempts = "for f in /usr/x /usr/bin/x /opt/environment/here.txt /dev/x /proc/sys/kernel/core_pattern"
                + " $(python3 -c 'import sys; print(sys.base_prefix)')/x /dev/../usr/lib/x /proc/1/oom_score_adj;"
                + " do (echo x > $f) 2>/dev/null && echo wrote $f; done; true";

        assertThat(sh(attempts).output().stdout()).isEmpty();
        assertThat(directory.resolve("environment/here.txt")).hasContent("here");
    }

    @Test
    void readOnlyMountsCannotBeRemountedOrTakenAway() throws Exception {
        var result = python("""
                import ctypes, errno
                libc = ctypes.CDLL(None, use_errno=True)
                def attempt(call, *arguments):
                    done = call(*arguments)
                    print("done" if done == 0 else errno.errorcode[ctypes.get_errno()])
                attempt(libc.mount, b"none", b"/usr", b"", 0x1000 | 0x20, b"")
                attempt(libc.mount, b"tmpfs", b"/tmp", b"tmpfs", 0, b"")
                attempt(libc.umount2, b"/usr", 2)
                attempt(libc.unshare, 0x20000)
                """);

        assertThat(result.output().stdout()).isEqualTo("EPERM\nEPERM\nEPERM\nEPERM\n");
    }

    /** The kernel counts these for the host's user as well, who would run out of them. */
    @Test
    void whatAUserHasOnceForAllProcessesIsSharedOutAndCannotBeRaised() throws Exception {
        var result = sh("ulimit -c 0; cat /proc/self/limits;"
                + " python3 -c 'import resource; resource.setrlimit(resource.RLIMIT_SIGPENDING, (513, 513))'");

        assertThat(result.output().stdout())
                .containsPattern("Max core file size +1 +1 ")
                .containsPattern("Max pending signals +512 +512 ")
                .containsPattern("Max msgqueue size +102400 +102400 ")
                .containsPattern("Max realtime priority +0 +0 ");
        assertThat(result.output().stderr()).contains("not allowed to raise maximum limit");
    }

    @Test
    void noFurtherUserNamespaceCanBeMade() throws Exception {
        var result = python("""
                import ctypes
                libc = ctypes.CDLL(None, use_errno=True)
                print(libc.unshare(0x10000000))
                """);

        assertThat(result.output().stdout()).isEqualTo("-1\n");
    }

    @Test
    void noNetworkIsReachedNotEvenTheHostsOwn() throws Exception {
        try (var server = new ServerSocket(0, 1, null)) {
            var addresses = new ArrayList<String>();
            for (var network : NetworkInterface.networkInterfaces().toList()) {
                network.inetAddresses().map(InetAddress::getHostAddress).forEach(addresses::add);
            }
            addresses.add("192.0.2.1");

            var result = python("""
                    import socket
                    for address in %s:
                        try:
                            socket.create_connection((address.split('%%')[0], %d), timeout=2)
                            print("reached", address)
                        except OSError as refused:
                            pass
                    print(len(socket.if_nameindex()), "interface")
                    """.formatted(pythonList(addresses), server.getLocalPort()));

            assertThat(result.output().stdout()).isEqualTo("1 interface\n");
        }
    }

    @Test
    void processesOfTheHostAreNeitherSeenNorSignalled() throws Exception {
        var result = python("""
                import os
                for number in (%d, os.getppid() + 1000):
                    try:
                        os.kill(number, 0)
                        print("reached", number)
                    except ProcessLookupError:
                        pass
                print(sorted(int(name) for name in os.listdir("/proc") if name.isdigit()) == [1, os.getpid()])
                """.formatted(ProcessHandle.current().pid() + 100_000));

        assertThat(result.output().stdout()).isEqualTo("True\n");
    }

    @Test
    void signalsToTheProcessAboveDoNothing() throws Exception {
        var result = sh("kill -9 1; kill -15 1; kill -STOP 1; echo alive");

        assertThat(result.output().stdout()).isEqualTo("alive\n");
        assertThat(sh("echo still").output().stdout()).isEqualTo("still\n");
    }

    @Test
    void memoryAndDescriptorsOfTheProcessAboveAreClosedToIt() throws Exception {
        var result = sh("ls /proc/1/fd; cat /proc/1/environ; head -c 1 /proc/1/mem; echo end");

        assertThat(result.output().stdout()).isEqualTo("end\n");
    }

    @Test
    void commandsInheritTheThreeStandardDescriptorsOnly() throws Exception {
        var warm = python("import os\nprint(sorted(os.listdir('/proc/self/fd')), end='')");
        var executed = sh("exec ls /proc/self/fd");

        // each lists the one that it lists by, too
        assertThat(warm.output().stdout()).isEqualTo("['0', '1', '2', '3']");
        assertThat(executed.output().stdout()).isEqualTo("0\n1\n2\n3\n");
    }

    @Test
    void commandsStartWithDefaultSignals() throws Exception {
        var status = run(sandbox, "grep", "SigIgn", "/proc/self/status");

        var ignored = Long.parseUnsignedLong(status.output().stdout().strip().split("\t")[1], 16);
        // 32 and 33 are the C library's own, and no program's to set
        assertThat(ignored & ~(3L << 31)).isZero();
    }

    @Test
    void environmentOfTheHostDoesNotComeThrough() throws Exception {
        var names = sh("env | cut -d= -f1 | sort").output().stdout().lines().toList();

        assertThat(names)
                .contains("HOME", "PATH", "PYTHONHASHSEED")
                .doesNotContain("JAVA_HOME", "MAVEN_OPTS", "SSL_CERT_FILE", "PIP_INDEX_URL")
                .hasSizeLessThan(20);
    }

    @Test
    void noCapabilityIsLeftAndNoneCanBeGained() throws Exception {
        var status = sh("cat /proc/self/status").output().stdout();

        for (var set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
            assertThat(status).contains(set + ":\t0000000000000000");
        }
        assertThat(status).contains("NoNewPrivs:\t1");
    }

    @Test
    void noProcessBelowTheSupervisorIsRootOfTheHost() throws Exception {
        var mark = "sleep " + (2_000_000_000L + System.nanoTime() % 1_000_000_000L);
        var thread = Thread.ofPlatform().start(() -> runUntilKilled(mark));
        try {
            Await.until("the fork to run", () -> !HostTraces.running(mark).isEmpty());

            var confined = belowTheSupervisor();

            // at least the builder, the keeper, the zygote, a cell's first process, and the command
            assertThat(confined).hasSizeGreaterThanOrEqualTo(5);
            for (var process : confined) {
                assertThat(process.resolve("status"))
                        .content()
                        .doesNotContainPattern("Uid:\\s.*\\b0\\b")
                        .doesNotContainPattern("Gid:\\s.*\\b0\\b");
                var map = Files.readString(process.resolve("uid_map")).strip().split("\\s+");
                assertThat(map).hasSize(3).doesNotContain("0");
            }
        } finally {
            sandbox.close();
            thread.join();
        }
    }

    @Test
    void keeperAndZygoteKeepWhatForkingNeedsAndNothingElse() throws Exception {
        // of their own user namespace: CAP_SYS_ADMIN, and for the keeper CAP_SETGID, CAP_SETUID and CAP_SETPCAP
        var kept = Set.of("forkline-keeper 00000000002001c0", "forkline-zygote 0000000000200000");

        // a cell that is being made has more until it is ready
        Await.until(
                "nobody else to have any",
                () -> capabilitiesBelowTheSupervisor().equals(kept));
    }

    /** Name and capabilities, permitted, effective or bounding, of each process that has any. */
    private static Set<String> capabilitiesBelowTheSupervisor() throws IOException {
        var found = new TreeSet<String>();
        for (var process : belowTheSupervisor()) {
            try {
                var name = name(process);
                Files.readAllLines(process.resolve("status")).stream()
                        .filter(line -> line.matches("Cap(Prm|Eff|Bnd):.*[1-9a-f].*"))
                        .forEach(line -> found.add(name + " " + line.substring(line.length() - 16)));
            } catch (NoSuchFileException ended) {
                continue;
            }
        }
        return found;
    }

    @Test
    void everyProcessBelowTheSupervisorHasAFilterAndWhatForksAndIsForkedHasMore() throws Exception {
        // a cell or a clone that is being made has less until it is ready
        Await.until(
                "the filters of all",
                () -> filtersBelowTheSupervisor()
                        .equals(Set.of(
                                "forkline-superv +1",
                                "forkline-keeper +1",
                                "forkline-zygote +2",
                                "forkline-cell +2",
                                "forkline-fork +3")));
    }

    /** Name and number of filters of each process, beyond those that were in force where these tests were started. */
    private static Set<String> filtersBelowTheSupervisor() throws IOException {
        var ours = number(Files.readString(Path.of("/proc/self/status")), "Seccomp_filters");
        var found = new TreeSet<String>();
        for (var status : statusesBelowTheSupervisor()) {
            var name = status.lines().findFirst().orElseThrow().replace("Name:\t", "");
            found.add(name + " +" + (number(status, "Seccomp_filters") - ours));
        }
        return found;
    }

    private static int number(String status, String key) {
        var line = status.lines().filter(each -> each.startsWith(key + ":")).findFirst();
        return Integer.parseInt(line.orElseThrow().replaceAll("\\D", ""));
    }

    @Test
    void processesAreLimitedAndOthersDoNotFeelIt() throws Exception {
        var result = python("""
                import os, time
                made = 0
                try:
                    for _ in range(500):
                        if os.fork() == 0:
                            time.sleep(600)
                        made += 1
                except BlockingIOError:
                    print("stopped", made < %d)
                """.formatted(Specs.SMALL.processes()));

        assertThat(result.output().stdout()).isEqualTo("stopped True\n");
        try (var other = provider.fork(snapshot, ForkOptions.of(snapshot))) {
            assertThat(run(other, "sh", "-c", "echo fine").output().stdout()).isEqualTo("fine\n");
        }
    }

    @Test
    void diskIsLimited() throws Exception {
        var oneFile = sh("head -c 100M /dev/zero > /tmp/big");
        var manyFiles =
                sh("rm /tmp/big; for i in 1 2 3 4 5 6 7 8; do head -c 4M /dev/zero > /var/tmp/$i || exit 5; done");
        var sharedMemory = sh("head -c 100M /dev/zero > /dev/shm/big");

        assertThat(exitCode(oneFile)).isNotZero();
        assertThat(exitCode(manyFiles)).isEqualTo(5);
        assertThat(exitCode(sharedMemory)).isNotZero();
    }

    /**
     * Directories in /proc of all that the supervisor started, but for the process that moves others into control groups for it. The
     * launcher is our child, and the supervisor the launcher's.
     */
    private static List<Path> belowTheSupervisor() {
        return ProcessHandle.current()
                .children()
                .flatMap(ProcessHandle::children)
                .flatMap(ProcessHandle::descendants)
                .map(process -> Path.of("/proc", Long.toString(process.pid())))
                .filter(process -> !name(process).equals("forkline-attach"))
                .toList();
    }

    private static String name(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip();
        } catch (IOException ended) {
            return "";
        }
    }

    /** What the kernel says of each of them that lives. */
    private static List<String> statusesBelowTheSupervisor() throws IOException {
        var statuses = new ArrayList<String>();
        for (var process : belowTheSupervisor()) {
            try {
                statuses.add(Files.readString(process.resolve("status")));
            } catch (NoSuchFileException ended) {
                continue;
            }
        }
        statuses.removeIf(status -> status.contains("State:\tZ"));
        return statuses;
    }

    private void runUntilKilled(String command) {
        try {
            run(sandbox, command.split(" "));
        } catch (Exception closed) {
            return;
        }
    }

    private CommandResult sh(String script) throws Exception {
        return run(sandbox, "sh", "-c", script);
    }

    private CommandResult python(String code) throws Exception {
        return run(sandbox, "python3", "-c", code);
    }

    private static CommandResult run(Sandbox sandbox, String... command) throws Exception {
        return sandbox.run(Command.of(List.of(command), Map.of(), Duration.ofSeconds(30)));
    }

    private static int exitCode(CommandResult result) {
        return ((CommandResult.Exited) result).exitCode();
    }

    private static String pythonList(List<String> texts) {
        return "['" + String.join("', '", texts) + "']";
    }
}
