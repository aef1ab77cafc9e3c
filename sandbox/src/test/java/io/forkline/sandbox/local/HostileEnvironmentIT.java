package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.SnapshotSpec;
import io.forkline.sandbox.contract.Specs;
import io.forkline.sandbox.contract.TestDirectory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** A module that is imported into a zygote may turn on it. What it gets to is its own environment, and no other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileEnvironmentIT {

    private TestDirectory directory;
    private LocalProvider provider;
    private Snapshot bystander;

    @BeforeAll
    void prepare() throws Exception {
        directory = TestDirectory.create();
        // each fork is made when a test asks for it, so that what goes wrong is seen by who asked
        provider = LocalProvider.open(ForklineHome.at(directory.resolve("home")), Parking.NONE);
        var spec = Specs.in(directory.resolve("bystander"))
                .kind(SnapshotKind.FILESYSTEM)
                .spec();
        bystander = provider.prepare(spec, BuildListener.SILENT);
    }

    @AfterAll
    void close() throws Exception {
        provider.close();
        directory.close();
    }

    @Test
    void zygoteThatSpeaksGarbageIsRefusedAndOthersGoOn() throws Exception {
        var spec = hostile("garbage", """
                import sys
                def garbage(sock, message, *rest):
                    sock.send(b"[1, ")
                sys.modules["_forkline.channel"].send = garbage
                """);

        assertThatThrownBy(() -> provider.prepare(spec, BuildListener.SILENT)).isInstanceOf(SandboxException.class);
        assertBystanderWorks();
    }

    @Test
    void forkThatSpeaksGarbageFailsAlone() throws Exception {
        var spec = hostile("forkgarbage", """
                import sys
                channel = sys.modules["_forkline.channel"]
                honest = channel.send
                first = []
                def garbage(sock, message, *rest):
                    if first:
                        sock.send(b'{"exited": "nonsense", "failed": [], "fork": {}}')
                    else:
                        first.append(message)
                        honest(sock, message, *rest)
                channel.send = garbage
                """);
        var snapshot = provider.prepare(spec, BuildListener.SILENT);

        assertThatThrownBy(() -> provider.fork(snapshot, ForkOptions.of(snapshot)))
                .isInstanceOf(SandboxException.class);
        assertBystanderWorks();
    }

    @Test
    void zygoteThatEndsWhenAskedToForkIsStartedAgain() throws Exception {
        var spec = hostile("quitter", """
                import os
                os.fork = lambda: os._exit(3)
                """);
        var snapshot = provider.prepare(spec, BuildListener.SILENT);

        for (var attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(() -> provider.fork(snapshot, ForkOptions.of(snapshot)))
                    .isInstanceOfSatisfying(
                            SandboxException.class,
                            refused -> assertThat(refused.isRetryable()).isTrue());
        }
        assertBystanderWorks();
    }

    @Test
    void reportThatIsTooDeepToBeReadEndsItsEnvironmentAlone() throws Exception {
        var other = provider.fork(bystander, ForkOptions.of(bystander));
        var fork = forkThatAnswers("deep", "b'{\"exited\": ' + b'[' * 50000 + b']' * 50000 + b'}'");

        assertThatThrownBy(() -> run(fork, "python3", "-c", "pass")).isInstanceOf(SandboxException.class);
        assertThat(run(other, "echo", "fine").output().stdout()).isEqualTo("fine\n");
    }

    @Test
    void reportWithANumberThatNobodyCanReadEndsItsEnvironmentAlone() throws Exception {
        var other = provider.fork(bystander, ForkOptions.of(bystander));
        var fork = forkThatAnswers("large", "b'{\"exited\": ' + b'9' * 3000 + b'}'");

        assertThatThrownBy(() -> run(fork, "python3", "-c", "pass")).isInstanceOf(SandboxException.class);
        assertThat(run(other, "echo", "fine").output().stdout()).isEqualTo("fine\n");
    }

    @Test
    void zygoteThatSendsADescriptorIsEnded() throws Exception {
        var spec = hostile("sender", """
                import socket, sys
                channel = sys.modules["_forkline.channel"]
                honest = channel.send
                def sending(sock, message, descriptors=(), **rest):
                    honest(sock, message, [1] if "exited" in message else descriptors, **rest)
                channel.send = sending
                """);
        var snapshot = provider.prepare(spec, BuildListener.SILENT);

        var fork = provider.fork(snapshot, ForkOptions.of(snapshot));

        assertThatThrownBy(() -> run(fork, "python3", "-c", "pass")).isInstanceOf(SandboxException.class);
        assertBystanderWorks();
    }

    @Test
    void zygoteCannotDisownAForkThatIsReady() throws Exception {
        var spec = hostile("disowner", """
                import sys
                forking = sys.modules["_forkline.zygote"]._Forking
                channel = sys.modules["_forkline.channel"]
                honest = forking._fork
                born = []
                def fork(self, request, descriptors):
                    for each in born:
                        channel.send(self._sock, {"number": each, "failed": "never"})
                    born.append(request["number"])
                    honest(self, request, descriptors)
                forking._fork = fork
                """);
        var snapshot = provider.prepare(spec, BuildListener.SILENT);

        var first = provider.fork(snapshot, ForkOptions.of(snapshot));
        var second = provider.fork(snapshot, ForkOptions.of(snapshot));

        assertThat(run(first, "echo", "first").output().stdout()).isEqualTo("first\n");
        assertThat(run(second, "echo", "second").output().stdout()).isEqualTo("second\n");
        assertBystanderWorks();
    }

    @Test
    @Timeout(60)
    void zygoteThatKeepsTheOutputOfAForkOpenHoldsNobodyUp() throws Exception {
        var spec = hostile("holder", """
                import os, socket, sys
                sys.modules["_forkline.zygote"]._check_clean = lambda *ignored: None
                kept, meeting = socket.socketpair()
                sys.modules["_forkline.runner"]._let_go = lambda control: socket.socket(fileno=control)
                channel = sys.modules["_forkline.channel"]
                honest = channel.receive
                def receive(sock):
                    message, descriptors = honest(sock)
                    if "script" in message:
                        socket.send_fds(meeting, [b"x"], list(descriptors))
                    return message, descriptors
                channel.receive = receive
                """);
        var snapshot = provider.prepare(spec, BuildListener.SILENT);

        var fork = provider.fork(snapshot, ForkOptions.of(snapshot));
        var result = fork.run(
                Command.of(List.of("python3", "-c", "import time; time.sleep(1000)"), Map.of(), Duration.ofSeconds(2)));

        assertThat(result).isInstanceOf(CommandResult.StoppedAtLimit.class);
        assertBystanderWorks();
    }

    @Test
    void zygoteSeesNothingButItsOwnEnvironment() throws Exception {
        var spec = hostile("looker", """
                import os
                assert not os.path.exists("%s"), "the host's directory"
                assert os.listdir("/home") == ["forkline"], "the host's homes"
                assert not os.path.exists("/etc/shadow")
                assert os.listdir("/target") == []
                try:
                    open("/usr/marked", "w")
                    raise AssertionError("wrote to the host")
                except OSError:
                    pass
                import ctypes
                libc = ctypes.CDLL(None)
                assert libc.mount(b"none", b"/usr", b"", 0x1000 | 0x20, b"") != 0, "remounted /usr"
                assert libc.umount2(b"/usr", 2) != 0, "took /usr away"
                assert libc.unshare(0x02000000) != 0, "cgroups of its own, to mount"
                import socket
                assert [name for _, name in socket.if_nameindex()] == ["lo"], "a network"
                """.formatted(directory.root()));

        assertThat(provider.prepare(spec, BuildListener.SILENT).preload()).containsExactly("looker");
    }

    /** A fork whose zygote answers these bytes, written in Python, where it should say how its script ended. */
    private Sandbox forkThatAnswers(String module, String bytes) throws Exception {
        var spec = hostile(module, """
                import sys
                channel = sys.modules["_forkline.channel"]
                honest = channel.send
                def garbage(sock, message, *rest):
                    if "exited" in message:
                        sock.send(%s)
                    else:
                        honest(sock, message, *rest)
                channel.send = garbage
                """.formatted(bytes));
        var snapshot = provider.prepare(spec, BuildListener.SILENT);
        return provider.fork(snapshot, ForkOptions.of(snapshot));
    }

    private static CommandResult run(Sandbox sandbox, String... command) throws Exception {
        return sandbox.run(Command.of(List.of(command), Map.of(), Duration.ofSeconds(20)));
    }

    private SnapshotSpec hostile(String module, String code) {
        return Specs.in(directory.resolve(module))
                .file(module + ".py", code)
                .preload(module)
                .spec();
    }

    private void assertBystanderWorks() throws Exception {
        try (var sandbox = provider.fork(bystander, ForkOptions.of(bystander))) {
            var result = sandbox.run(Command.of(List.of("echo", "fine"), Map.of(), Duration.ofSeconds(20)));
            assertThat(result.output().stdout()).isEqualTo("fine\n");
        }
    }
}
