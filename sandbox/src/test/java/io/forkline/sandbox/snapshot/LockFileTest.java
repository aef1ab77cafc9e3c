package io.forkline.sandbox.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.sandbox.local.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFileTest {

    @TempDir
    Path root;

    @Test
    void lockHeldTwiceIsGivenBackOnce() throws Exception {
        var lock = LockFile.at(root.resolve("lock"));
        var one = lock.shared();
        var other = lock.shared();

        one.close();
        one.close();

        assertThat(lock.tryExclusive()).isEmpty();
        other.close();
        var alone = lock.tryExclusive();
        assertThat(alone).isPresent();
        alone.get().close();
    }

    @Test
    void waitingForAnotherProcessEndsWithAnInterrupt() throws Exception {
        var lock = LockFile.at(root.resolve("lock"));
        var holder = OtherProcess.holding(lock.path());
        try (var threads = Executors.newSingleThreadExecutor()) {
            var waiting = threads.submit(lock::exclusive);

            threads.shutdownNow();

            assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
        } finally {
            holder.destroyForcibly().waitFor();
        }
        lock.exclusive().close();
    }

    @Test
    void threadsOfTwoProcessesMayWaitForOtherThreadsOfEachOther() throws Exception {
        var ours = LockFile.at(root.resolve("ours"));
        var theirs = LockFile.at(root.resolve("theirs"));
        var held = ours.exclusive();
        var other = OtherProcess.holdingAndWaitingFor(theirs.path(), ours.path());
        try (var threads = Executors.newSingleThreadExecutor()) {
            Await.until("the other process to wait", () -> isWaiting(other));
            var waiting = threads.submit(theirs::exclusive);

            assertThatThrownBy(() -> waiting.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            held.close();

            waiting.get(20, TimeUnit.SECONDS).close();
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    /** The kernel's list has an arrow before those that wait. */
    private static boolean isWaiting(Process process) throws Exception {
        return Files.readAllLines(Path.of("/proc/locks")).stream()
                .anyMatch(line -> line.contains("-> POSIX") && line.contains(" " + process.pid() + " "));
    }
}
