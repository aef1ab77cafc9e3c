package io.forkline.sandbox.gvisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.NetworkAccess;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.contract.Specs;
import io.forkline.sandbox.contract.TestDirectory;
import io.forkline.sandbox.isolation.ProviderByIsolation;
import io.forkline.sandbox.snapshot.Samples;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a fork cannot see, reach, change or use up. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GvisorIsolationIT {

    private TestDirectory directory;
    private ProviderByIsolation provider;
    private Snapshot snapshot;

    @BeforeAll
    void prepare() throws Exception {
        directory = TestDirectory.create();
        provider = Gvisor.open(directory.resolve("home"), SnapshotKind.MEMORY);
        var spec = Specs.in(directory.resolve("environment"))
                .isolation(Gvisor.ISOLATION)
                .file("file", "the environment's")
                .preload("json")
                .spec();
        snapshot = provider.prepare(spec, BuildListener.SILENT);
    }

    @AfterAll
    void close() throws Exception {
        if (provider != null) {
            provider.close();
        }
        directory.close();
    }

    @Test
    void kernelIsNotTheHosts() throws Exception {
        var release =
                python("import os; print(os.uname().release)").output().stdout().strip();

        assertThat(release).isNotEmpty().isNotEqualTo(System.getProperty("os.version"));
    }

    @Test
    void filesOfTheHostAreNotThere() throws Exception {
        var secret = Files.writeString(directory.resolve("secret"), "secret");

        var result = shell("cat " + secret + " /etc/shadow; ls /root; true");

        assertThat(result.output().stdout()).isEmpty();
    }

    @Test
    void environmentAndSystemCannotBeChanged() throws Exception {
        var result = shell("(echo x > /opt/environment/file) 2>&1 || echo kept; touch /usr/x 2>&1 || echo kept");

        assertThat(result.output().stdout().lines().filter("kept"::equals)).hasSize(2);
        assertThat(directory.resolve("environment/file")).hasContent("the environment's");
        assertThat(Path.of("/usr/x")).doesNotExist();
    }

    @Test
    void noNetworkIsReachedNotEvenTheHostsOwn() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {

            var result = python(connectTo(server.getLocalPort()));

            assertThat(result.output().stdout()).isEqualTo("refused\n");
        }
    }

    @Test
    void environmentThatIsGrantedTheNetworkReachesIt() throws Exception {
        var spec = Specs.in(directory.resolve("networked"))
                .kind(SnapshotKind.FILESYSTEM)
                .isolation(Gvisor.ISOLATION)
                .network(NetworkAccess.HOST)
                .spec();
        var networked = provider.prepare(spec, BuildListener.SILENT);
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var sandbox = provider.fork(networked, ForkOptions.of(networked))) {

            var result = sandbox.run(
                    Command.of(List.of("python3", "-c", connectTo(server.getLocalPort())), Map.of(), patience()));

            assertThat(result.output().stdout()).isEqualTo("reached\n");
        }
    }

    @Test
    void snapshotThatSaysItsForksHaveAListIsNotForked() {
        var listed = Samples.reaching(snapshot, "a.example.org:443");

        assertThatThrownBy(() -> provider.fork(listed, ForkOptions.of(listed)))
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("isolation: gvisor keeps no list of destinations");
    }

    @Test
    void commandsInheritTheThreeStandardDescriptorsOnly() throws Exception {
        var look =
                "import os; print(sorted(map(int, os.listdir('/proc/self/fd')))[:3], len(os.listdir('/proc/self/fd')))";

        var warm = python(look).output().stdout();
        var cold = run("/opt/forkline/bin/python3", "-c", look).output().stdout();

        // the fourth is the directory that is listed
        assertThat(warm).isEqualTo("[0, 1, 2] 4\n").isEqualTo(cold);
    }

    @Test
    void noCapabilityIsLeft() throws Exception {
        var status =
                shell("grep -E 'Cap(Inh|Prm|Eff)' /proc/self/status").output().stdout();

        assertThat(status.lines()).hasSize(3).allMatch(line -> line.endsWith("0000000000000000"));
    }

    @Test
    void memoryIsLimited() throws Exception {
        var result = python("hog = []\nwhile True: hog.append(bytearray(1 << 24))");

        if (result instanceof CommandResult.StoppedAtLimit stopped) {
            assertThat(stopped.limit()).isEqualTo(CommandResult.Limit.MEMORY);
        } else {
            assertThat(result.output().stderr()).contains("MemoryError");
        }
    }

    @Test
    void diskIsLimitedWhereverAForkWrites() throws Exception {
        var megabytes = Specs.SMALL.diskBytes() / (1024 * 1024);

        var result = shell("for d in /tmp /var/tmp /home/forkline /work; do mkdir -p $d;"
                + " dd if=/dev/zero of=$d/big bs=1M count=" + (megabytes + 1) + " 2>/dev/null || echo full;"
                + " rm -f $d/big; done");

        assertThat(result.output().stdout()).isEqualTo("full\n".repeat(4));
    }

    @Test
    void processesAreLimitedAndTheNextForkDoesNotFeelIt() throws Exception {
        var bomb = "import os, time\nborn = 0\ntry:\n  while True:\n    if os.fork() == 0:\n      time.sleep(600)\n"
                + "    born += 1\nexcept OSError:\n  print(born)";

        var result = python(bomb);

        assertThat(Integer.parseInt(result.output().stdout().strip())).isBetween(1, Specs.SMALL.processes());
        assertThat(shell("echo fine").output().stdout()).isEqualTo("fine\n");
    }

    private CommandResult python(String code) throws Exception {
        return run("python3", "-c", code);
    }

    private CommandResult shell(String line) throws Exception {
        return run("sh", "-c", line);
    }

    private CommandResult run(String... command) throws Exception {
        try (var sandbox = provider.fork(snapshot, ForkOptions.of(snapshot))) {
            return sandbox.run(Command.of(List.of(command), Map.of(), patience()));
        }
    }

    private static Duration patience() {
        return Duration.ofSeconds(60);
    }

    private static String connectTo(int port) {
        return "import socket\ntry:\n  socket.create_connection(('127.0.0.1', " + port + "), 5)\n  print('reached')\n"
                + "except OSError:\n  print('refused')";
    }
}
