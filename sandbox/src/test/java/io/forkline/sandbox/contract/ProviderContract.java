package io.forkline.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.CommandResult.Exited;
import io.forkline.sandbox.CommandResult.Limit;
import io.forkline.sandbox.CommandResult.StoppedAtLimit;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.TargetTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The promises of {@link SandboxProvider}. A provider's test extends this and says how to open it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ProviderContract {

    private static final int MANY = 50;

    private TestDirectory directory;
    private SandboxProvider provider;
    private Snapshot snapshot;

    /** A provider that keeps everything below this directory. */
    protected abstract SandboxProvider open(Path home) throws SandboxException;

    @BeforeAll
    void prepareOnce() throws Exception {
        directory = TestDirectory.create();
        provider = open(directory.resolve("home"));
        var spec = Specs.in(directory.resolve("environment"))
                .file("hello.py", "import sys\nprint('hello', *sys.argv[1:])\n")
                .preload("json")
                .spec();
        snapshot = provider.prepare(spec, BuildListener.SILENT);
    }

    @AfterAll
    void close() throws Exception {
        provider.close();
        directory.close();
    }

    @Test
    void commandsOutputAndExitStatusAreReported() throws Exception {
        try (var sandbox = fork()) {

            var result = run(sandbox, "sh", "-c", "echo out; echo err >&2; exit 7");

            assertThat(result).isInstanceOfSatisfying(Exited.class, exited -> {
                assertThat(exited.exitCode()).isEqualTo(7);
                assertThat(exited.output().stdout()).isEqualTo("out\n");
                assertThat(exited.output().stderr()).isEqualTo("err\n");
                assertThat(exited.ran()).isPositive();
            });
        }
    }

    @Test
    void scriptSeesItsArgumentsAndItsVariables() throws Exception {
        try (var sandbox = fork()) {
            sandbox.writeFile("/tmp/who.py", utf8("import os, sys\nprint(sys.argv, os.environ['PERSPECTIVE'])\n"));

            var result = sandbox.run(Command.of(
                    List.of("python3", "/tmp/who.py", "a", "b c"),
                    Map.of("PERSPECTIVE", "Şecurity"),
                    Duration.ofSeconds(20)));

            assertThat(result.output().stdout()).isEqualTo("['/tmp/who.py', 'a', 'b c'] Şecurity\n");
        }
    }

    @Test
    void commandsStartInTheFolderOfTheEnvironment() throws Exception {
        try (var sandbox = fork()) {

            var result = run(sandbox, "python3", "hello.py", "there");

            assertThat(result.output().stdout()).isEqualTo("hello there\n");
        }
    }

    @Test
    void anExceptionInAScriptIsItsTracebackAndExitStatusOne() throws Exception {
        try (var sandbox = fork()) {
            sandbox.writeFile("/tmp/bad.py", utf8("def f():\n    raise ValueError('no')\nf()\n"));

            var result = run(sandbox, "python3", "/tmp/bad.py");

            assertThat(result).isInstanceOfSatisfying(Exited.class, exited -> {
                assertThat(exited.exitCode()).isEqualTo(1);
                assertThat(exited.output().stderr())
                        .startsWith("Traceback (most recent call last):\n  File \"/tmp/bad.py\", line 3")
                        .endsWith("ValueError: no\n");
            });
        }
    }

    @Test
    void exitStatusOfASystemExitIsKept() throws Exception {
        try (var sandbox = fork()) {

            var result =
                    run(sandbox, "python3", "-c", "import atexit; atexit.register(print, 'bye'); raise SystemExit(3)");

            assertThat(result).isInstanceOfSatisfying(Exited.class, exited -> {
                assertThat(exited.exitCode()).isEqualTo(3);
                assertThat(exited.output().stdout()).isEqualTo("bye\n");
            });
        }
    }

    @Test
    void programThatDoesNotExistExitsWith127() throws Exception {
        try (var sandbox = fork()) {

            var result = run(sandbox, "no-such-program");

            assertThat(result).isInstanceOfSatisfying(Exited.class, exited -> {
                assertThat(exited.exitCode()).isEqualTo(127);
                assertThat(exited.output().stderr()).contains("no-such-program");
            });
        }
    }

    @Test
    void programKilledByASignalExitsWith128AndItsNumber() throws Exception {
        try (var sandbox = fork()) {

            var result = run(sandbox, "sh", "-c", "kill -SEGV $$");

            assertThat(result)
                    .isInstanceOfSatisfying(
                            Exited.class,
                            exited -> assertThat(exited.exitCode()).isEqualTo(128 + 11));
        }
    }

    @Test
    void severalCommandsRunOneAfterAnotherInTheSameFiles() throws Exception {
        try (var sandbox = fork()) {
            run(sandbox, "sh", "-c", "echo kept > /tmp/note");

            var result = run(sandbox, "cat", "/tmp/note");

            assertThat(result.output().stdout()).isEqualTo("kept\n");
        }
    }

    @Test
    void whatACommandLeftRunningEndsWithIt() throws Exception {
        try (var sandbox = fork()) {
            run(sandbox, "sh", "-c", "(setsid sh -c 'trap \"\" TERM HUP; sleep 600') > /dev/null 2>&1 &");

            var result = run(sandbox, "sh", "-c", "for p in /proc/[0-9]*; do cat $p/comm; done");

            assertThat(result.output().stdout()).doesNotContain("sleep");
        }
    }

    @Test
    void commandOverItsTimeIsStoppedWithAllItStarted() throws Exception {
        try (var sandbox = fork()) {
            var stubborn = "trap '' TERM; (trap '' TERM; setsid sleep 600) & echo begun; sleep 600";

            var result = sandbox.run(
                    new Command(List.of("sh", "-c", stubborn), Map.of(), Duration.ofMillis(400), 1024, 1024));

            assertThat(result).isInstanceOfSatisfying(StoppedAtLimit.class, stopped -> {
                assertThat(stopped.limit()).isEqualTo(Limit.WALL_TIME);
                assertThat(stopped.output().stdout()).isEqualTo("begun\n");
                assertThat(stopped.ran()).isBetween(Duration.ofMillis(200), Duration.ofSeconds(10));
            });
        }
    }

    @Test
    void stdoutOverItsLimitStopsTheCommandAndKeepsTheBeginning() throws Exception {
        try (var sandbox = fork()) {

            var result = sandbox.run(new Command(List.of("yes"), Map.of(), Duration.ofSeconds(20), 10, 1024));

            assertThat(result).isInstanceOfSatisfying(StoppedAtLimit.class, stopped -> {
                assertThat(stopped.limit()).isEqualTo(Limit.STDOUT);
                assertThat(stopped.output().stdout()).isEqualTo("y\ny\ny\ny\ny\n");
            });
        }
    }

    @Test
    void stderrOverItsLimitIsDrainedAndItsEndKept() throws Exception {
        try (var sandbox = fork()) {
            var noisy = "i=0; while [ $i -lt 20000 ]; do echo noise >&2; i=$((i+1)); done; echo last >&2";

            var result =
                    sandbox.run(new Command(List.of("sh", "-c", noisy), Map.of(), Duration.ofSeconds(20), 1024, 16));

            assertThat(result).isInstanceOfSatisfying(Exited.class, exited -> {
                assertThat(exited.exitCode()).isZero();
                assertThat(exited.output().stderr()).hasSize(16).endsWith("noise\nlast\n");
            });
        }
    }

    @Test
    void fileWrittenFromOutsideIsReadBack() throws Exception {
        try (var sandbox = fork()) {
            var content = new byte[300_000];
            new Random(7).nextBytes(content);

            sandbox.writeFile("/work/deep/file.bin", content);

            assertThat(sandbox.readFile("/work/deep/file.bin", 1_000_000)).isEqualTo(content);
            assertThat(sandbox.readFile("/work/deep/file.bin", 10)).hasSize(10);
        }
    }

    @Test
    void fileThatCannotBeReadIsRefusedWithItsName() throws Exception {
        try (var sandbox = fork()) {
            run(sandbox, "mkfifo", "/tmp/pipe");

            assertThatThrownBy(() -> sandbox.readFile("/nowhere", 10))
                    .isInstanceOf(SandboxException.class)
                    .hasMessageContaining("/nowhere");
            assertThatThrownBy(() -> sandbox.readFile("/tmp/pipe", 10)).hasMessageContaining("not a regular file");
            assertThatThrownBy(() -> sandbox.writeFile("/opt/environment/hello.py", utf8("no")))
                    .hasMessageContaining("/opt/environment/hello.py");
        }
    }

    @Test
    void targetIsSeenAndCannotBeChanged() throws Exception {
        var tree = Files.createDirectories(directory.resolve("target"));
        Files.writeString(tree.resolve("code.py"), "x = 1\n");
        var options = ForkOptions.of(snapshot).withTarget(new TargetTree(tree, "0".repeat(64)));
        try (var sandbox = provider.fork(snapshot, options)) {

            var result = run(
                    sandbox,
                    "sh",
                    "-c",
                    "cat /target/code.py; echo y > /target/code.py; rm -f /target/code.py; touch /target/new");

            assertThat(result.output().stdout()).isEqualTo("x = 1\n");
            assertThat(result.output().stderr()).contains("Read-only file system");
            assertThat(tree.resolve("code.py")).hasContent("x = 1\n");
            assertThat(tree).isDirectoryNotContaining("glob:**new");
        }
    }

    @Test
    void targetThatIsNotThereIsAPermanentRefusal() {
        var missing = new TargetTree(directory.resolve("missing"), "0".repeat(64));
        var options = ForkOptions.of(snapshot).withTarget(missing);

        assertThatThrownBy(() -> provider.fork(snapshot, options))
                .isInstanceOfSatisfying(
                        SandboxException.class,
                        refused -> assertThat(refused.isRetryable()).isFalse())
                .hasMessageContaining("missing");
    }

    @Test
    void forksOfOneSnapshotShareNoFileAndNoIdentity() throws Exception {
        try (var one = fork();
                var other = fork()) {
            var identity = "hostname; cat /etc/machine-id /etc/hostname";
            run(one, "sh", "-c", "echo mine > /tmp/mine; echo shared > /dev/shm/mine");

            var first = run(one, "sh", "-c", identity).output().stdout();
            var second = run(other, "sh", "-c", identity + "; cat /tmp/mine /dev/shm/mine");

            assertThat(one.id()).isNotEqualTo(other.id());
            assertThat(second.output().stdout()).isNotEqualTo(first);
            assertThat(second.output().stderr()).contains("/tmp/mine").contains("/dev/shm/mine");
        }
    }

    @Test
    void randomNumbersAndTemporaryNamesDivergeBetweenForks() throws Exception {
        var draw = "import random, tempfile, uuid\nprint(random.random(), tempfile.mkdtemp(), uuid.uuid4())";
        try (var one = fork();
                var other = fork()) {

            var first = run(one, "python3", "-c", draw).output().stdout().split(" ");
            var second = run(other, "python3", "-c", draw).output().stdout().split(" ");

            assertThat(first).hasSize(3);
            assertThat(second[0]).isNotEqualTo(first[0]);
            assertThat(second[1]).isNotEqualTo(first[1]);
            assertThat(second[2]).isNotEqualTo(first[2]);
        }
    }

    @Test
    void preloadedModuleIsThereBeforeItIsImported() throws Exception {
        try (var sandbox = fork()) {

            var result = run(sandbox, "python3", "-c", "import sys; print('json' in sys.modules, __name__)");

            assertThat(result.output().stdout()).isEqualTo("True __main__\n");
        }
    }

    @Test
    void forkOfAFilesystemSnapshotStartsCold() throws Exception {
        var spec = Specs.in(directory.resolve("cold"))
                .kind(SnapshotKind.FILESYSTEM)
                .file("run.py", "print('cold')")
                .spec();
        var cold = provider.prepare(spec, BuildListener.SILENT);
        try (var sandbox = provider.fork(cold, ForkOptions.of(cold))) {

            var result = run(sandbox, "python3", "-c", "import sys; print('ctypes' in sys.modules)");

            assertThat(result.output().stdout()).isEqualTo("False\n");
            assertThat(run(sandbox, "python3", "run.py").output().stdout()).isEqualTo("cold\n");
        }
    }

    @Test
    void manyForksAtOnceAllAnswerForThemselves() throws Exception {
        var tasks = new ArrayList<Callable<String>>();
        for (var number = 0; number < MANY; number++) {
            var argument = Integer.toString(number);
            tasks.add(() -> {
                try (var sandbox = fork()) {
                    return run(sandbox, "python3", "hello.py", argument)
                            .output()
                            .stdout();
                }
            });
        }
        try (var threads = Executors.newFixedThreadPool(MANY)) {

            var answers = threads.invokeAll(tasks, 60, TimeUnit.SECONDS);

            for (var number = 0; number < MANY; number++) {
                assertThat(answers.get(number).get()).isEqualTo("hello " + number + "\n");
            }
        }
    }

    @Test
    void closingFromAnotherThreadStopsWhatRuns() throws Exception {
        var sandbox = fork();
        try (var thread = Executors.newSingleThreadExecutor()) {
            var running = thread.submit(() -> run(sandbox, "sh", "-c", "sleep 600"));

            sandbox.close();

            assertThatThrownBy(() -> running.get(20, TimeUnit.SECONDS)).hasRootCauseInstanceOf(SandboxException.class);
        }
    }

    @Test
    void interruptingTheCallerKillsTheCommandAndTheSandbox() throws Exception {
        var sandbox = fork();
        try (var thread = Executors.newSingleThreadExecutor()) {
            var running = thread.submit(() -> run(sandbox, "sh", "-c", "sleep 600"));

            thread.shutdownNow();

            assertThatThrownBy(() -> running.get(20, TimeUnit.SECONDS))
                    .hasRootCauseInstanceOf(InterruptedException.class);
            assertThatThrownBy(() -> run(sandbox, "true")).isInstanceOf(SandboxException.class);
        }
    }

    @Test
    void theSameSpecIsBuiltOnce() throws Exception {
        var spec = Specs.in(directory.resolve("twice"))
                .setup("date +%N > /opt/forkline/site/built")
                .spec();

        var first = provider.prepare(spec, BuildListener.SILENT);
        var again = provider.prepare(spec, BuildListener.SILENT);

        assertThat(again).isEqualTo(first);
        assertThat(provider.find(spec.id())).contains(first);
    }

    @Test
    void whatASetupInstallsIsInEveryForkAndReadableByPython() throws Exception {
        var spec = Specs.in(directory.resolve("setup"))
                .file("tool.py", "ANSWER = 42\n")
                .setup(
                        "cp tool.py /opt/forkline/site/",
                        "mkdir -p /opt/data && echo data > /opt/data/file && chmod 4777 /opt/data/file")
                .verify("python3 -c 'import tool'")
                .preload("tool")
                .spec();
        var lines = new ArrayList<String>();

        var built = provider.prepare(spec, lines::add);

        assertThat(lines).contains("$ cp tool.py /opt/forkline/site/", "$ python3 -c 'import tool'");
        try (var sandbox = provider.fork(built, ForkOptions.of(built))) {
            var result = run(
                    sandbox,
                    "python3",
                    "-c",
                    "import tool, os; print(tool.ANSWER, oct(os.stat('/opt/data/file').st_mode))");
            assertThat(result.output().stdout()).isEqualTo("42 0o100755\n");
        }
    }

    @Test
    void setupThatFailsQuotesItsLastLinesAndLeavesNoSnapshot() throws Exception {
        var spec = Specs.in(directory.resolve("failing"))
                .setup("echo first; echo 'no such package' >&2; exit 3")
                .spec();

        assertThatThrownBy(() -> provider.prepare(spec, BuildListener.SILENT))
                .isInstanceOfSatisfying(
                        SandboxException.class,
                        refused -> assertThat(refused.isRetryable()).isFalse())
                .hasMessageContaining("exited with 3")
                .hasMessageContaining("no such package");
        assertThat(provider.find(spec.id())).isEmpty();
    }

    @Test
    void setupOverItsTimeIsStopped() {
        var spec = Specs.in(directory.resolve("slow"))
                .setup("echo begun; sleep 600")
                .setupTimeout(Duration.ofSeconds(1))
                .spec();

        assertThatThrownBy(() -> provider.prepare(spec, BuildListener.SILENT))
                .hasMessageContaining("time limit")
                .hasMessageContaining("begun");
    }

    @Test
    void verificationThatFailsLeavesNoSnapshot() throws Exception {
        var spec = Specs.in(directory.resolve("unverified"))
                .verify("echo not here; false")
                .spec();

        assertThatThrownBy(() -> provider.prepare(spec, BuildListener.SILENT))
                .hasMessageContaining("echo not here; false")
                .hasMessageContaining("not here");
        assertThat(provider.find(spec.id())).isEmpty();
    }

    @Test
    void moduleThatCannotBePreloadedIsNamed() {
        var spec = Specs.in(directory.resolve("no-module"))
                .preload("no_such_module")
                .spec();

        assertThatThrownBy(() -> provider.prepare(spec, BuildListener.SILENT)).hasMessageContaining("no_such_module");
    }

    @Test
    void moduleThatLeavesAThreadAChildOrADescriptorIsNamed() {
        var thread = Specs.in(directory.resolve("thread"))
                .file(
                        "threads.py",
                        "import threading, time\nthreading.Thread(target=time.sleep, args=(600,), daemon=True).start()")
                .preload("threads")
                .spec();
        var child = Specs.in(directory.resolve("child"))
                .file("children.py", "import subprocess\nsubprocess.Popen(['sleep', '600'])")
                .preload("children")
                .spec();
        var descriptor = Specs.in(directory.resolve("descriptor"))
                .file("files.py", "left = open('/usr/bin/env')")
                .preload("files")
                .spec();

        assertThatThrownBy(() -> provider.prepare(thread, BuildListener.SILENT))
                .hasMessageContaining("preload of threads");
        assertThatThrownBy(() -> provider.prepare(child, BuildListener.SILENT))
                .hasMessageContaining("preload of children");
        assertThatThrownBy(() -> provider.prepare(descriptor, BuildListener.SILENT))
                .hasMessageContaining("preload of files");
    }

    private Sandbox fork() throws SandboxException, InterruptedException {
        return provider.fork(snapshot, ForkOptions.of(snapshot));
    }

    private static CommandResult run(Sandbox sandbox, String... command) throws SandboxException, InterruptedException {
        return sandbox.run(Command.of(List.of(command), Map.of(), Duration.ofSeconds(30)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
