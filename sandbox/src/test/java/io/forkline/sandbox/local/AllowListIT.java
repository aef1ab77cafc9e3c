package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.NetworkAccess;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.SnapshotSpec;
import io.forkline.sandbox.contract.Specs;
import io.forkline.sandbox.contract.TestDirectory;
import io.forkline.sandbox.snapshot.Samples;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is on the list is reached, and nothing else is. All of it on addresses of this host. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AllowListIT {

    private static final int MOST_CONNECTIONS = 64;
    private static final String NOWHERE = "api.forkline.invalid";

    /** Says something to an address, and prints what comes back, or how it failed. */
    private static final String SAY = """
            import socket
            def say(host, port):
                try:
                    with socket.create_connection((host, port), timeout=20) as s:
                        s.sendall(b"hello")
                        s.shutdown(socket.SHUT_WR)
                        print(s.makefile().read() or "nothing")
                except OSError as failed:
                    print(type(failed).__name__)
            """;

    private TestDirectory directory;
    private LocalProvider provider;
    private EchoServer server;
    private Snapshot snapshot;
    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    void prepare() throws Exception {
        directory = TestDirectory.create();
        server = EchoServer.at("127.0.0.1");
        provider = LocalProvider.open(ForklineHome.at(directory.resolve("home")));
        snapshot = prepare(SnapshotKind.MEMORY, server.destination(), NOWHERE + ":443", NOWHERE + ":80");
    }

    @AfterAll
    void closeAll() throws Exception {
        provider.close();
        server.close();
        directory.close();
    }

    @AfterEach
    void closeOpened() throws Exception {
        for (var each : opened.reversed()) {
            each.close();
        }
        opened.clear();
    }

    @ParameterizedTest
    @EnumSource(SnapshotKind.class)
    void destinationOnTheListIsReached(SnapshotKind kind) throws Exception {
        var sandbox = fork(prepare(kind, server.destination()));

        assertThat(say(sandbox, "127.0.0.1", server.port())).isEqualTo("hello");
        assertThat(shell(sandbox, "python3 -c '%ssay(\"127.0.0.1\", %d)'".formatted(SAY, server.port())))
                .isEqualTo("hello");
    }

    @Test
    void otherPortsAndAddressesAreNotReached() throws Exception {
        var otherPort = opened(EchoServer.at("127.0.0.1"));
        var otherAddress = opened(EchoServer.beside(server.port()));
        var sandbox = fork(snapshot);

        assertThat(say(sandbox, "127.0.0.1", otherPort.port())).isEqualTo("ConnectionRefusedError");
        assertThat(say(sandbox, otherAddress.address(), server.port())).isEqualTo("ConnectionRefusedError");
        assertThat(say(sandbox, "::1", server.port())).isIn("ConnectionRefusedError", "OSError");
        for (var address : hostsOtherAddresses()) {
            assertThat(say(sandbox, address, server.port())).as(address).isEqualTo("OSError");
        }
        assertThat(otherPort.accepted() + otherAddress.accepted()).isZero();
    }

    @Test
    void everyPortOfEveryOtherKindOfSocketIsTheForksOwn() throws Exception {
        var result = python(fork(snapshot), """
                import socket
                with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
                    s.connect(("127.0.0.1", %d))
                    s.send(b"hello")
                    try:
                        s.send(b"hello")
                    except ConnectionRefusedError:
                        print("refused")
                print(sorted(socket.if_nameindex()))
                """.formatted(server.port()));

        assertThat(result).isEqualTo("refused\n[(1, 'lo')]");
    }

    @Test
    void forkOfAnotherEnvironmentHasNoneOfIt() throws Exception {
        var other = opened(EchoServer.at("127.0.0.1"));
        var ours = fork(snapshot);
        var theirs = fork(prepare(SnapshotKind.MEMORY, other.destination()));
        var without = fork(prepare(SnapshotKind.MEMORY));

        assertThat(say(ours, "127.0.0.1", other.port())).isEqualTo("ConnectionRefusedError");
        assertThat(say(theirs, "127.0.0.1", server.port())).isEqualTo("ConnectionRefusedError");
        assertThat(say(without, "127.0.0.1", server.port())).isEqualTo("ConnectionRefusedError");
        assertThat(say(theirs, "127.0.0.1", other.port())).isEqualTo("hello");
    }

    @Test
    void literalAddressIsFoundAtThatAddressWhicheverItIs() throws Exception {
        var addresses = new ArrayList<>(hostsOtherAddresses());
        addresses.add("127.1.2.3");
        if (Files.exists(Path.of("/proc/net/if_inet6"))) {
            addresses.add("::1");
        }
        for (var address : addresses) {
            var there = opened(EchoServer.at(address));

            var sandbox = fork(prepare(SnapshotKind.MEMORY, there.destination()));

            assertThat(say(sandbox, address, there.port())).as(address).isEqualTo("hello");
        }
    }

    @Test
    void nameHasAnAddressOfItsOwnAndEachOfItsPortsIsServed() throws Exception {
        var sandbox = fork(snapshot);

        var names = python(sandbox, """
                import socket
                print({place[0] for *_, place in socket.getaddrinfo("%s", 443)})
                print(open("/etc/hosts").read())
                """.formatted(NOWHERE));

        assertThat(names)
                .isEqualTo("{'127.70.0.1'}\n127.0.0.1 localhost\n::1 localhost\n127.70.0.1 api.forkline.invalid\n");
        // somebody listens at both ports, and breaks off when the name leads nowhere
        assertThat(say(sandbox, NOWHERE, 443)).isEqualTo("ConnectionResetError");
        assertThat(say(sandbox, NOWHERE, 80)).isEqualTo("ConnectionResetError");
        assertThat(say(sandbox, NOWHERE, 81)).isEqualTo("ConnectionRefusedError");
    }

    /** A name is whoever answers for it; today it may lead to this host. */
    @Test
    void nameThatLeadsToThisHostIsNotFollowed() throws Exception {
        var name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        assumeTrue(name.matches("[a-z][a-z0-9-]*") && leadsSomewhere(name), "needs a host that knows its name");
        var everywhere = opened(EchoServer.at("0.0.0.0"));

        var sandbox = fork(prepare(SnapshotKind.MEMORY, name + ":" + everywhere.port()));

        assertThat(say(sandbox, name, everywhere.port())).isEqualTo("ConnectionResetError");
        assertThat(everywhere.accepted()).isZero();
    }

    private static boolean leadsSomewhere(String name) {
        try {
            return InetAddress.getAllByName(name).length > 0;
        } catch (UnknownHostException nowhere) {
            return false;
        }
    }

    @Test
    void whatTheForkWritesIntoItsHostsChangesNothingOutside() throws Exception {
        var other = opened(EchoServer.beside(server.port()));

        var said = python(fork(snapshot), SAY + """
                open("/etc/hosts", "w").write("%2$s elsewhere\\n127.0.0.1 there\\n")
                say("elsewhere", %1$d)
                say("there", %1$d)
                """.formatted(server.port(), other.address()));

        assertThat(said).isEqualTo("ConnectionRefusedError\nhello");
        assertThat(other.accepted()).isZero();
    }

    @Test
    void destinationThatNobodyServesBreaksOff() throws Exception {
        var gone = EchoServer.at("127.0.0.1");
        gone.close();

        var sandbox = fork(prepare(SnapshotKind.MEMORY, gone.destination()));

        assertThat(say(sandbox, "127.0.0.1", gone.port())).isEqualTo("ConnectionResetError");
    }

    @Test
    void bytesComeThroughBothWaysAtOnceAndEachEndIsAnEnd() throws Exception {
        var result = python(fork(snapshot), """
                import hashlib, os, socket, threading
                block = os.urandom(1 << 20)
                sent, got, count = hashlib.sha256(), hashlib.sha256(), 0
                s = socket.create_connection(("127.0.0.1", %d))
                def write():
                    for n in range(96):
                        piece = block[n * 977:] + bytes([n])
                        sent.update(piece)
                        s.sendall(piece)
                    s.shutdown(socket.SHUT_WR)
                writer = threading.Thread(target=write)
                writer.start()
                while chunk := s.recv(1 << 16):
                    got.update(chunk)
                    count += len(chunk)
                writer.join()
                print(count > 90 << 20, sent.digest() == got.digest())
                """.formatted(server.port()));

        assertThat(result).isEqualTo("True True");
    }

    /** Its own writing stops when nobody reads, so neither the relay nor the server holds what it wrote. */
    @Test
    void whoDoesNotReadHoldsUpWhoWrites() throws Exception {
        var result = python(fork(snapshot), """
                import socket
                s = socket.create_connection(("127.0.0.1", %d))
                s.setblocking(False)
                written = 0
                import select
                while select.select([], [s], [], 1)[1] and written < 1 << 30:
                    written += s.send(bytes(1 << 16))
                print(written < 256 << 20)
                """.formatted(server.port()));

        assertThat(result).isEqualTo("True");
    }

    @Test
    void connectionsBeyondTheMostWaitForOthersToEnd() throws Exception {
        var busy = opened(EchoServer.at("127.0.0.1"));
        var sandbox = fork(prepare(SnapshotKind.MEMORY, busy.destination()));

        var result = python(sandbox, """
                import socket
                def connect():
                    s = socket.create_connection(("127.0.0.1", %d), timeout=20)
                    s.sendall(b"x")
                    return s
                served = [connect() for _ in range(%d)]
                print(all(s.recv(1) == b"x" for s in served))
                one_more = connect()
                one_more.settimeout(0.5)
                try:
                    print(one_more.recv(1))
                except TimeoutError:
                    print("waits")
                one_more.settimeout(20)
                served.pop().close()
                print(one_more.recv(1))
                """.formatted(busy.port(), MOST_CONNECTIONS));

        assertThat(result).isEqualTo("True\nwaits\nb'x'");
    }

    @Test
    void connectionsOfOneForkAreNotCountedAgainstAnother() throws Exception {
        var busy = fork(snapshot);
        var holding = Thread.ofPlatform().start(() -> holdAll(busy));
        Await.until("all of its connections", () -> server.open() >= MOST_CONNECTIONS);

        assertThat(say(fork(snapshot), "127.0.0.1", server.port())).isEqualTo("hello");

        busy.close();
        holding.join();
        Await.until("its connections to end with it", () -> server.open() == 0);
    }

    private void holdAll(Sandbox sandbox) {
        try {
            python(sandbox, """
                    import socket, time
                    all = [socket.create_connection(("127.0.0.1", %d)) for _ in range(%d)]
                    time.sleep(600)
                    """.formatted(server.port(), MOST_CONNECTIONS));
        } catch (Exception closed) {
            return;
        }
    }

    @Test
    void forkThatBreaksOffInEveryWayLeavesTheOthersTheirs() throws Exception {
        var result = python(fork(snapshot), """
                import socket, struct
                for n in range(300):
                    s = socket.socket()
                    s.setblocking(n %% 2 == 0)
                    s.connect_ex(("127.0.0.1", %1$d))
                    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", n %% 3 != 0, 0))
                    try:
                        s.send(b"x" * n)
                        if n %% 5 == 0:
                            s.shutdown(socket.SHUT_RDWR)
                    except OSError:
                        pass
                    s.close()
                print("done")
                """.formatted(server.port()));

        assertThat(result).isEqualTo("done");
        assertThat(say(fork(snapshot), "127.0.0.1", server.port())).isEqualTo("hello");
        Await.until("its connections to end", () -> server.open() == 0);
    }

    @Test
    void relaysOwnNamespaceIsNotReachedThroughIt() throws Exception {
        var name = "forkline-test-" + System.nanoTime();
        var outside = new ProcessBuilder("python3", "-c", """
                import socket, sys
                s = socket.socket(socket.AF_UNIX)
                s.bind("\\0" + sys.argv[1])
                s.listen()
                print("ready", flush=True)
                sys.stdin.read()
                """, name).start();
        opened.add(outside::destroyForcibly);
        assertThat(outside.inputReader().readLine()).isEqualTo("ready");

        var result = python(fork(snapshot), """
                import array, os, socket
                try:
                    socket.socket(socket.AF_UNIX).connect("\\0%s")
                except OSError as refused:
                    print(type(refused).__name__)
                reading, writing = os.pipe()
                s = socket.create_connection(("127.0.0.1", %d), timeout=20)
                s.sendmsg([b"hello"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [reading]))])
                print(s.recv(5))
                os.close(reading)
                try:
                    os.write(writing, b"?")
                except BrokenPipeError:
                    print("nobody has it")
                """.formatted(name, server.port()));

        assertThat(result).isEqualTo("ConnectionRefusedError\nb'hello'\nnobody has it");
    }

    @Test
    void relayHasNoPrivilegeAndNothingInsideLeadsToIt() throws Exception {
        var sandbox = fork(snapshot);
        assertThat(say(sandbox, "127.0.0.1", server.port())).isEqualTo("hello");

        for (var relay : relays()) {
            assertThat(Path.of("/proc", relay.toString(), "status"))
                    .content()
                    .containsPattern("Name:\\s+forkline-relay")
                    .doesNotContainPattern("Uid:\\s.*\\b0\\b")
                    .doesNotContainPattern("Gid:\\s.*\\b0\\b")
                    .doesNotContainPattern("Cap(Inh|Prm|Eff|Bnd|Amb):.*[1-9a-f]")
                    .contains("NoNewPrivs:\t1")
                    .contains("Seccomp:\t2");
        }
        assertThat(shell(sandbox, "ls /proc/self/fd | wc -l; grep -c . /proc/net/unix /proc/net/tcp 2>/dev/null"))
                .startsWith("4");
    }

    @Test
    void snapshotThatSaysItsForksReachWhatTheHostReachesIsNotForked() {
        var wide = Samples.reaching(snapshot, NetworkAccess.HOST);

        assertThatThrownBy(() -> provider.fork(wide, ForkOptions.of(wide)))
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("isolation: local gives no fork the network of its host");
    }

    @Test
    void environmentWithoutAListHasNoRelay() throws Exception {
        try (var alone = LocalProvider.open(ForklineHome.at(directory.resolve("alone")))) {
            var none = alone.prepare(Specs.in(directory.resolve("none")).spec(), BuildListener.SILENT);
            try (var sandbox = alone.fork(none, ForkOptions.of(none))) {
                assertThat(shell(sandbox, "cat /etc/hosts")).isEqualTo("127.0.0.1 localhost\n::1 localhost");

                assertThat(HostTraces.mentioning(directory.resolve("alone") + "/"))
                        .isNotEmpty()
                        .noneMatch(AllowListIT::isRelay);
            }
        }
    }

    @Test
    void relayThatEndsTakesItsForksAlongAndTheNextHaveAnother() throws Exception {
        var own = prepare(SnapshotKind.MEMORY, server.destination());
        var before = relays();
        var sandbox = fork(own);
        var relay = relays().stream().filter(each -> !before.contains(each)).findFirst();

        ProcessHandle.of(relay.orElseThrow()).orElseThrow().destroyForcibly();

        assertThatThrownBy(() -> shell(sandbox, "sleep 60"))
                .isInstanceOf(SandboxException.class)
                .hasMessageMatching("(?s).*(ended|killed).*");
        sandbox.close();
        var said = new ArrayList<String>();
        Await.until(() -> "another fork that reaches it; these said " + said, () -> {
            said.add(saidAgain(own));
            return said.getLast().equals("hello");
        });
    }

    private String saidAgain(Snapshot own) throws Exception {
        // one that was taken just before its environment ended, and is left open, would hold on to it
        try (var sandbox = provider.fork(own, ForkOptions.of(own))) {
            return say(sandbox, "127.0.0.1", server.port());
        } catch (SandboxException notYet) {
            return String.valueOf(notYet.getMessage());
        }
    }

    @Test
    void relayIsGoneWithItsProvider() throws Exception {
        var home = directory.resolve("closing");
        try (var closing = LocalProvider.open(ForklineHome.at(home))) {
            var own = closing.prepare(spec(SnapshotKind.MEMORY, server.destination()), BuildListener.SILENT);
            try (var sandbox = closing.fork(own, ForkOptions.of(own))) {
                assertThat(say(sandbox, "127.0.0.1", server.port())).isEqualTo("hello");
            }
            assertThat(HostTraces.mentioning(home + "/")).anyMatch(AllowListIT::isRelay);
        }

        assertThat(HostTraces.mentioning(home + "/")).isEmpty();
    }

    private List<Long> relays() throws IOException {
        return HostTraces.mentioning(directory.resolve("home") + "/").stream()
                .filter(AllowListIT::isRelay)
                .toList();
    }

    private static boolean isRelay(long process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process), "cmdline"))
                    .contains("\0relay\0");
        } catch (IOException ended) {
            return false;
        }
    }

    /** Of this host, beside loopback. */
    private static List<String> hostsOtherAddresses() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .toList();
    }

    private SnapshotSpec spec(SnapshotKind kind, String... allowed) {
        return Specs.in(directory.resolve("environment"))
                .file("here.txt", "here")
                .kind(kind)
                .allow(allowed)
                .spec();
    }

    private Snapshot prepare(SnapshotKind kind, String... allowed) throws Exception {
        return provider.prepare(spec(kind, allowed), BuildListener.SILENT);
    }

    private Sandbox fork(Snapshot of) throws Exception {
        return opened(provider.fork(of, ForkOptions.of(of)));
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    private static String say(Sandbox sandbox, String host, int port) throws Exception {
        return python(sandbox, SAY + "say('%s', %d)".formatted(host, port));
    }

    private static String python(Sandbox sandbox, String code) throws Exception {
        return run(sandbox, "python3", "-c", code);
    }

    private static String shell(Sandbox sandbox, String script) throws Exception {
        return run(sandbox, "sh", "-c", script);
    }

    private static String run(Sandbox sandbox, String... command) throws Exception {
        CommandResult result = sandbox.run(Command.of(List.of(command), Map.of(), Duration.ofMinutes(1)));
        assertThat(result).as(result.toString()).isInstanceOf(CommandResult.Exited.class);
        assertThat(result.output().stderr()).isEmpty();
        return result.output().stdout().replaceFirst("\n$", "");
    }
}
