package io.forkline.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.CommandResult.Exited;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.TargetTree;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What forks of a snapshot share, and what they do not. */
public abstract class ForkContract extends SnapshotContract {

    /** How many forks these tests have at a time. */
    protected int many() {
        return 50;
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
    void sameIdIsTheSameSandboxHoweverOftenItIsAskedFor() throws Exception {
        var options = ForkOptions.of(snapshot);
        try (var threads = Executors.newFixedThreadPool(4)) {
            var asked = Collections.<Callable<Sandbox>>nCopies(4, () -> provider.fork(snapshot, options));

            var answers = threads.invokeAll(asked, 60, TimeUnit.SECONDS);

            for (var answer : answers) {
                assertThat(answer.get()).isSameAs(answers.getFirst().get());
            }
            assertThat(provider.list()).containsOnlyOnce(answers.getFirst().get());
            answers.getFirst().get().close();
        }
    }

    @Test
    void idOfAnotherForkOrOfAClosedOneIsRefused() throws Exception {
        var options = ForkOptions.of(snapshot);
        var tree = new TargetTree(Files.createDirectories(directory.resolve("other-target")), "0".repeat(64));
        try (var sandbox = provider.fork(snapshot, options)) {
            assertThat(sandbox.id()).isEqualTo(options.id());
            assertThatThrownBy(() -> provider.fork(snapshot, options.withTarget(tree)))
                    .isInstanceOf(SandboxException.class)
                    .hasMessageContaining(options.id().value());
        }

        assertThatThrownBy(() -> provider.fork(snapshot, options))
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("has been closed");
    }

    @Test
    void idOfAForkThatFailedMayBeUsedAgain() throws Exception {
        var missing = new TargetTree(directory.resolve("not-yet"), "0".repeat(64));
        var options = ForkOptions.of(snapshot).withTarget(missing);
        assertThatThrownBy(() -> provider.fork(snapshot, options)).isInstanceOf(SandboxException.class);
        Files.createDirectories(missing.root());

        try (var sandbox = provider.fork(snapshot, options)) {

            assertThat(run(sandbox, "ls", "/target")).isInstanceOf(Exited.class);
        }
    }

    @Test
    void sandboxesAreListedUntilTheyAreClosed() throws Exception {
        var one = fork();
        try (var other = fork()) {
            assertThat(provider.list()).containsSubsequence(one, other);

            one.close();

            assertThat(provider.list()).contains(other).doesNotContain(one);
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
                    "cat /target/code.py; echo y > /target/code.py || echo kept; rm -f /target/code.py || echo kept;"
                            + " touch /target/new || echo kept");

            assertThat(result.output().stdout()).isEqualTo("x = 1\nkept\nkept\nkept\n");
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
    void forksOfOneSnapshotShareNoFile() throws Exception {
        try (var one = fork();
                var other = fork()) {
            run(one, "sh", "-c", "echo mine > /tmp/mine; echo shared > /dev/shm/mine");

            var second = run(other, "cat", "/tmp/mine", "/dev/shm/mine");

            assertThat(one.id()).isNotEqualTo(other.id());
            assertThat(second.output().stdout()).isEmpty();
            assertThat(second.output().stderr()).contains("/tmp/mine").contains("/dev/shm/mine");
        }
    }

    @Test
    void forkAndItsCommandSayWhereTheirTimeWent() throws Exception {
        var called = System.nanoTime();
        var sandbox = fork();
        try (sandbox) {
            var forked = System.nanoTime();

            var result = run(sandbox, "python3", "hello.py");

            var done = System.nanoTime();
            var stages = result.stages();
            assertThat(sandbox.stages().total()).isPositive().isLessThanOrEqualTo(Duration.ofNanos(forked - called));
            assertThat(List.of(stages.starting(), stages.ran(), stages.returned()))
                    .allMatch(Duration::isPositive);
            assertThat(stages.starting().plus(stages.ran()).plus(stages.returned()))
                    .isLessThanOrEqualTo(Duration.ofNanos(done - forked));
        }
        assertThat(sandbox.awaitDestroyed(Duration.ofSeconds(30))).isPresent();
    }

    @Test
    void preloadedModuleIsThereBeforeItIsImported() throws Exception {
        assumeTrue(kind() == SnapshotKind.MEMORY, "a cold fork has imported nothing");
        try (var sandbox = fork()) {

            var result = run(sandbox, "python3", "-c", "import sys; print('json' in sys.modules, __name__)");

            assertThat(result.output().stdout()).isEqualTo("True __main__\n");
        }
    }

    @Test
    void forkOfAFilesystemSnapshotStartsCold() throws Exception {
        var spec = specs(directory.resolve("cold"))
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
        for (var number = 0; number < many(); number++) {
            var argument = Integer.toString(number);
            tasks.add(() -> {
                try (var sandbox = fork()) {
                    return run(sandbox, "python3", "hello.py", argument)
                            .output()
                            .stdout();
                }
            });
        }
        try (var threads = Executors.newFixedThreadPool(many())) {

            var answers = threads.invokeAll(tasks, 120, TimeUnit.SECONDS);

            for (var number = 0; number < many(); number++) {
                assertThat(answers.get(number).get()).isEqualTo("hello " + number + "\n");
            }
        }
    }
}
