package io.forkline.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult.Exited;
import io.forkline.sandbox.CommandResult.Killed;
import io.forkline.sandbox.CommandResult.Limit;
import io.forkline.sandbox.CommandResult.StoppedAtLimit;
import io.forkline.sandbox.OutputListener;
import io.forkline.sandbox.OutputListener.Stream;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Secret;
import io.forkline.sandbox.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a command in a sandbox may count on. */
public abstract class CommandContract extends SnapshotContract {

    /** After which a shell has certainly begun. */
    protected Duration timeToBegin() {
        return Duration.ofMillis(400);
    }

    @Test
    void commandsOutputAndExitStatusAreReported() throws Exception {
        try (var sandbox = fork()) {

            var result = run(sandbox, "sh", "-c", "echo out; echo err >&2; exit 7");

            assertThat(result).isInstanceOfSatisfying(Exited.class, exited -> {
                assertThat(exited.exitCode()).isEqualTo(7);
                assertThat(exited.output().stdout()).isEqualTo("out\n");
                assertThat(exited.output().stderr()).isEqualTo("err\n");
                assertThat(exited.stages().ran()).isPositive();
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
    void secretsAreVariablesOfTheCommandAndNotInWhatItIsSaidToHavePrinted() throws Exception {
        var secrets = new Secrets(Map.of("API_TOKEN", new Secret("hunter2-Production")));
        var script = "import os, sys; t = os.environ['API_TOKEN']; print(len(t), t); print('no', t, file=sys.stderr)";
        for (var command : List.of(
                List.of("python3", "-c", script),
                List.of("sh", "-c", "echo ${#API_TOKEN} $API_TOKEN; echo no $API_TOKEN >&2"))) {
            try (var sandbox = fork()) {

                var result = sandbox.run(
                        Command.of(command, Map.of(), Duration.ofSeconds(20)).withSecrets(secrets));

                assertThat(result.output().stdout()).isEqualTo("18 ***\n");
                assertThat(result.output().stderr()).isEqualTo("no ***\n");
            }
        }
    }

    @Test
    void secretsOfOneCommandAreNotThoseOfTheNext() throws Exception {
        var secrets = new Secrets(Map.of("API_TOKEN", new Secret("hunter2-Production")));
        try (var sandbox = fork()) {
            var unused = sandbox.run(Command.of(List.of("python3", "-c", "pass"), Map.of(), Duration.ofSeconds(20))
                    .withSecrets(secrets));

            var result = run(sandbox, "python3", "-c", "import os; print(os.environ.get('API_TOKEN'))");

            assertThat(result.output().stdout()).isEqualTo("None\n");
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

            var result = sandbox.run(new Command(List.of("sh", "-c", stubborn), Map.of(), timeToBegin(), 1024, 1024));

            assertThat(result).isInstanceOfSatisfying(StoppedAtLimit.class, stopped -> {
                assertThat(stopped.limit()).isEqualTo(Limit.WALL_TIME);
                assertThat(stopped.output().stdout()).isEqualTo("begun\n");
                assertThat(stopped.stages().ran()).isBetween(Duration.ofMillis(200), Duration.ofSeconds(10));
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
            var noisy = "yes noise | head -n 20000 >&2; echo last >&2";

            var result =
                    sandbox.run(new Command(List.of("sh", "-c", noisy), Map.of(), Duration.ofSeconds(20), 1024, 16));

            assertThat(result).isInstanceOfSatisfying(Exited.class, exited -> {
                assertThat(exited.exitCode()).isZero();
                assertThat(exited.output().stderr()).hasSize(16).endsWith("noise\nlast\n");
            });
        }
    }

    @Test
    void whatACommandWritesIsHeardWhileItRunsStreamByStream() throws Exception {
        try (var sandbox = fork();
                var thread = Executors.newSingleThreadExecutor()) {
            var heard = new ConcurrentHashMap<Stream, String>();
            var both = new CountDownLatch(2);
            OutputListener listener = (stream, chunk) -> {
                heard.merge(stream, new String(chunk, StandardCharsets.UTF_8), String::concat);
                both.countDown();
            };

            var running = thread.submit(() -> sandbox.run(
                    Command.of(
                            List.of("sh", "-c", "echo out; echo err >&2; sleep 600"), Map.of(), Duration.ofMinutes(5)),
                    listener));

            assertThat(both.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(heard)
                    .containsExactlyInAnyOrderEntriesOf(Map.of(Stream.STDOUT, "out\n", Stream.STDERR, "err\n"));
            assertThat(running.isDone()).isFalse();
            sandbox.kill();
        }
    }

    @Test
    void commandThatIsKilledIsAnsweredWithWhatItWroteAndEndsTheSandbox() throws Exception {
        try (var sandbox = fork();
                var thread = Executors.newSingleThreadExecutor()) {
            var begun = new CountDownLatch(1);
            var running = thread.submit(() -> sandbox.run(
                    Command.of(List.of("sh", "-c", "echo begun; sleep 600"), Map.of(), Duration.ofMinutes(5)),
                    (stream, chunk) -> begun.countDown()));
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

            sandbox.kill();

            assertThat(running.get(20, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            Killed.class,
                            killed -> assertThat(killed.output().stdout()).isEqualTo("begun\n"));
            assertThatThrownBy(() -> run(sandbox, "true")).isInstanceOf(SandboxException.class);
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
}
