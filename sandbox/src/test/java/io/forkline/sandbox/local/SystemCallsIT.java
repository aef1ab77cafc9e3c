package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.contract.Specs;
import io.forkline.sandbox.contract.TestDirectory;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Makes the calls that a filter refuses. {@link OrdinaryProgramsIT} shows what it must not refuse. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SystemCallsIT {

    private static final int EPERM = 1;
    private static final int ENOSYS = 38;
    private static final String MACHINE =
            System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");

    private TestDirectory directory;
    private LocalProvider provider;
    private Snapshot snapshot;
    private Sandbox sandbox;
    private SystemCalls calls;

    @BeforeAll
    void prepare() throws Exception {
        calls = SystemCalls.read();
        directory = TestDirectory.create();
        provider = LocalProvider.open(ForklineHome.at(directory.resolve("home")));
        snapshot = provider.prepare(Specs.in(directory.resolve("environment")).spec(), BuildListener.SILENT);
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

    /** Given what the kernel itself would answer with EFAULT or EBADF, where it asks for no privilege first. */
    @Test
    void callsOfEveryRefusedGroupFailWithTheirErrno() throws Exception {
        var expected = new TreeMap<String, Integer>();
        calls.group("refused").forEach(name -> expected.put(name, EPERM));
        calls.group("forking").forEach(name -> expected.put(name, EPERM));
        calls.group("absent").forEach(name -> expected.put(name, ENOSYS));
        var numbers = calls.numbers(MACHINE);
        expected.keySet().retainAll(numbers.keySet());
        numbers.keySet().retainAll(expected.keySet());
        var json = new ObjectMapper();

        var result = python("""
                import ctypes, json
                libc = ctypes.CDLL(None, use_errno=True)
                libc.syscall.restype = ctypes.c_long
                answered = {}
                for name, number in json.loads('%s').items():
                    ctypes.set_errno(0)
                    libc.syscall(ctypes.c_long(number), *[ctypes.c_long(-1)] * 6)
                    answered[name] = ctypes.get_errno()
                print(json.dumps(answered))
                """.formatted(json.writeValueAsString(numbers)));

        assertThat(expected).hasSizeGreaterThan(60);
        assertThat(json.readTree(result.output().stdout())).isEqualTo(json.valueToTree(expected));
    }

    @Test
    void processIsNotTracedAndItsMemoryIsNotReadThroughTheKernel() throws Exception {
        var result = python("""
                import ctypes, errno, os
                libc = ctypes.CDLL(None, use_errno=True)
                print(libc.ptrace(0, 0, 0, 0), errno.errorcode[ctypes.get_errno()])
                print(libc.process_vm_readv(os.getpid(), None, 0, None, 0, 0), errno.errorcode[ctypes.get_errno()])
                """);

        // both succeed without the filter
        assertThat(result.output().stdout()).isEqualTo("-1 EPERM\n-1 EPERM\n");
    }

    @Test
    void socketsAreOfTheThreeUsualFamiliesAndOfNetlinksRoutesOnly() throws Exception {
        var result = python("""
                import errno, socket
                made = []
                for family in range(64):
                    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
                        for protocol in (0, 1, 4, 6, 12, 16, 17, 132, 262):
                            try:
                                socket.socket(family, kind, protocol).close()
                                made.append((family, protocol))
                            except OSError:
                                pass
                print(sorted({family for family, _ in made}))
                print(sorted({protocol for family, protocol in made if family == socket.AF_INET}))
                print(sorted({protocol for family, protocol in made if family == socket.AF_NETLINK}))
                try:
                    socket.socket(40, socket.SOCK_STREAM)
                except OSError as refused:
                    print(errno.errorcode[refused.errno])
                """);

        assertThat(result.output().stdout().lines())
                .hasSize(4)
                .first()
                .isIn("[1, 2, 10, 16]", "[1, 2, 16]"); // a kernel may lack IPv6
        assertThat(result.output().stdout()).endsWith("[0, 6, 17]\n[0]\nEAFNOSUPPORT\n");
    }

    @Test
    void cloneWithTheFlagOfANamespaceIsRefusedBeforeTheNamespaceIsCounted() throws Exception {
        var result = python("""
                import ctypes, errno
                libc = ctypes.CDLL(None, use_errno=True)
                for flag in (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000):
                    print(libc.syscall(%d, ctypes.c_long(flag | 17), None, None, None, None), end=" ")
                    print(errno.errorcode[ctypes.get_errno()])
                """.formatted(calls.numbers(MACHINE).get("clone")));

        assertThat(result.output().stdout()).isEqualTo("-1 EPERM\n".repeat(7));
    }

    @Test
    void inputIsNotPutIntoATerminalWhateverStandsInTheUpperHalf() throws Exception {
        var result = python("""
                import ctypes, errno
                libc = ctypes.CDLL(None, use_errno=True)
                for request in (0x5412, 0x100005412, 0x541C, 0x5423, 0x5401):
                    libc.syscall(%d, ctypes.c_long(0), ctypes.c_long(request), b"x")
                    print(errno.errorcode[ctypes.get_errno()])
                """.formatted(calls.numbers(MACHINE).get("ioctl")));

        assertThat(result.output().stdout()).isEqualTo("EPERM\nEPERM\nEPERM\nEPERM\nENOTTY\n");
    }

    @Test
    void layoutOfMemoryThatIsExecutableThroughoutCannotBeAskedFor() throws Exception {
        var result = python("""
                import ctypes, errno
                libc = ctypes.CDLL(None, use_errno=True)
                print(libc.personality(0xffffffff))
                print(libc.personality(0x400000), errno.errorcode[ctypes.get_errno()])
                print(libc.prctl(59, 0, 0, 0, 0), errno.errorcode[ctypes.get_errno()])
                """);

        assertThat(result.output().stdout()).isEqualTo("0\n-1 EPERM\n-1 EINVAL\n");
    }

    @Test
    void callInTheNumberingOf32BitsEndsTheProcess() throws Exception {
        assumeTrue(MACHINE.equals("x86_64"), "needs an instruction of x86-64");
        var getpidOf32Bits = """
                import ctypes, mmap
                code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
                code.write(bytes.fromhex("b814000000cd80c3"))  # mov eax, 20; int 0x80; ret
                ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()
                print("answered")
                """;

        var result = python("""
                import signal, subprocess, sys
                ended = subprocess.run([sys.executable, "-c", '''%s''']).returncode
                print(signal.Signals(-ended).name)
                """.formatted(getpidOf32Bits));

        // SIGSEGV is what a kernel without 32 bits does
        assertThat(result.output().stdout()).isIn("SIGSYS\n", "SIGSEGV\n");
    }

    @Test
    void zygoteIsFilteredBeforeItsFirstImport() throws Exception {
        var spec = Specs.in(directory.resolve("importer"))
                .file("importer.py", """
                        import ctypes, socket
                        libc = ctypes.CDLL(None)
                        assert libc.ptrace(0, 0, 0, 0) == -1, "traced"
                        try:
                            socket.socket(40, socket.SOCK_STREAM)
                            raise AssertionError("a socket to the host of a virtual machine")
                        except OSError:
                            pass
                        """)
                .preload("importer")
                .spec();

        assertThat(provider.prepare(spec, BuildListener.SILENT).preload()).containsExactly("importer");
    }

    @Test
    void setupHasTheFilterOfAFork() throws Exception {
        var spec = Specs.in(directory.resolve("setup"))
                .setup(
                        "grep -q '^Seccomp:.2$' /proc/self/status",
                        "python3 -c 'import ctypes; assert ctypes.CDLL(None).ptrace(0, 0, 0, 0) == -1'",
                        "! unshare --user true")
                .spec();

        assertThat(provider.prepare(spec, BuildListener.SILENT).id()).isEqualTo(spec.id());
    }

    @Test
    void hostThatLetsNobodyFilterIsRefusedAtTheStartWithWhatToDo() throws Exception {
        var python = Files.writeString(
                directory.resolve("python-without-filters"), """
                #!/usr/bin/env python3
                import os, platform, sys
                sys.path.insert(0, "%s")
                sys.dont_write_bytecode = True
                from _forkline import bpf, kernel, syscalls
                refused = {syscalls.NUMBERS[platform.machine()]["seccomp"]: bpf.fail(1)}
                kernel.no_new_privileges()
                kernel.install_filter(bpf.assemble(bpf.Switch(bpf.NUMBER, refused, bpf.ALLOW)))
                os.execvp("python3", ["python3"] + sys.argv[1:])
                """.formatted(SystemCalls.PROGRAMS.toAbsolutePath()));
        Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwxr-xr-x"));
        var run = Files.createDirectory(directory.resolve("run-without-filters"));

        assertThatThrownBy(() -> Supervisor.start(python, SystemCalls.PROGRAMS.toAbsolutePath(), "supervisor", run))
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("does not let us filter system calls (Operation not permitted)")
                .hasMessageContaining("--security-opt seccomp=unconfined");
        assertThat(run).isEmptyDirectory();
    }

    private CommandResult python(String code) throws Exception {
        return sandbox.run(Command.of(List.of("python3", "-c", code), Map.of(), Duration.ofSeconds(30)));
    }
}
