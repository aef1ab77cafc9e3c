package io.forkline.sandbox.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.TargetTree;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetStoreTest {

    private static final String DIGEST = "ab".repeat(32);

    @TempDir
    Path home;

    @Test
    void inlineFilesBecomeATree() throws Exception {
        TargetStore store = TargetStore.open(home);

        TargetTree tree = store.fetch(Stores.inline("package/naïve.py", "x"));

        assertThat(tree.root().resolve("package/naïve.py")).hasContent("x");
        assertThat(store.fetch(Stores.inline("package/naïve.py", "x"))).isEqualTo(tree);
        assertThat(store.fetch(Stores.inline("package/naïve.py", "y"))).isNotEqualTo(tree);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/x", "", "a/../../x", "."})
    void anInlinePathThatLeavesTheTreeIsRefused(String path) throws Exception {
        assertThat(Stores.refusal(TargetStore.open(home), home, Stores.inline(path, "x")))
                .startsWith("the inline target is refused: the path \"" + path + "\"");
    }

    @Test
    void manyThreadsThatWantTheSameGetTheSame() throws Exception {
        TargetStore store = TargetStore.open(home);
        Set<TargetTree> trees = new HashSet<>();

        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<TargetTree>> tasks = IntStream.range(0, 32)
                    .mapToObj(i -> (Callable<TargetTree>) () -> store.fetch(Stores.inline("a", "x")))
                    .toList();
            for (Future<TargetTree> each : threads.invokeAll(tasks)) {
                trees.add(each.get());
            }
        }

        assertThat(trees).hasSize(1);
        Stores.assertNothingIsStaged(home);
    }

    @Test
    void oneThreadAtATimeHoldsALock() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            Callable<Void> task = () -> {
                HostLock lock = HostLock.acquire(home, DIGEST);
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                Thread.yield();
                inside.decrementAndGet();
                lock.close();
                return null;
            };
            for (Future<Void> each : threads.invokeAll(
                    IntStream.range(0, 200).mapToObj(i -> task).toList())) {
                each.get();
            }
        }

        assertThat(most).hasValue(1);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void anotherProcessHoldsALockUntilItDies() throws Exception {
        Process holder = new ProcessBuilder(
                        "python3",
                        "-c",
                        "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.lockf(f, fcntl.LOCK_EX);"
                                + " print('held', flush=True); sys.stdin.read()",
                        home.resolve("ab.lock").toString())
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("held");
            AtomicReference<Object> outcome = new AtomicReference<>();
            Thread waiting = Thread.ofPlatform().start(() -> outcome.set(acquired()));
            while (!isWaitingForALock(ProcessHandle.current().pid())) {
                Thread.onSpinWait();
            }
            assertThat(outcome).hasNullValue();

            holder.destroyForcibly().waitFor();
            waiting.join();

            assertThat(outcome).hasValue("acquired");
        } finally {
            holder.destroyForcibly();
        }
    }

    @Test
    void anInterruptEndsTheWaitForAnotherThread() throws Exception {
        HostLock held = HostLock.acquire(home, DIGEST);
        AtomicReference<Object> outcome = new AtomicReference<>();
        Thread waiting = Thread.ofPlatform().start(() -> outcome.set(acquired()));

        waiting.interrupt();
        waiting.join();
        held.close();

        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    }

    /** The kernel marks who waits with an arrow: {@code 1: -> POSIX ADVISORY WRITE pid ...}. */
    private static boolean isWaitingForALock(long pid) throws Exception {
        return Files.readAllLines(Path.of("/proc/locks")).stream()
                .anyMatch(line -> line.matches(".*-> POSIX .* " + pid + " .*"));
    }

    private Object acquired() {
        try {
            HostLock.acquire(home, DIGEST).close();
            return "acquired";
        } catch (Exception e) {
            return e;
        }
    }

    @Test
    void whatADeadProcessLeftIsSweptAndWhatALivingOneMakesIsNot() throws Exception {
        TargetStore.open(home);
        Path staging = home.resolve("staging");
        Files.createFile(staging.resolve("dead.lock"));
        Stores.write(staging.resolve("dead/tree/a.py"), "x");
        Stage living = Stage.create(staging);

        TargetStore.open(home);

        assertThat(staging.resolve("dead")).doesNotExist();
        assertThat(staging.resolve("dead.lock")).doesNotExist();
        assertThat(living.directory()).exists();
        living.close();
        assertThat(staging).isEmptyDirectory();
    }

    @Test
    void aDirectoryThatCannotBeUsedIsSaid() throws Exception {
        Path file = Files.createFile(home.resolve("file"));

        assertThatThrownBy(() -> TargetStore.open(file))
                .isInstanceOf(SandboxException.class)
                .hasMessageStartingWith("the directory for targets " + file + " cannot be used");
    }
}
