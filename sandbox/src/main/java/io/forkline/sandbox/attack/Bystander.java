package io.forkline.sandbox.attack;

import io.forkline.sandbox.Command;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.OutputListener;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.Snapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Another fork of the snapshot that is attacked from: it says several times a second that it lives, and what reaches it. It must not notice
 * the others. Safe for many threads.
 */
final class Bystander implements AutoCloseable {

    private static final Duration LONGER_THAN_ANY_BATTERY = Duration.ofHours(1);
    private static final int WORDS_KEPT = 4 * 1024 * 1024;
    private static final String ALIVE = "alive";

    private final Sandbox sandbox;
    private final Thread thread;
    private final CountDownLatch lives = new CountDownLatch(1);
    private final List<String> reached = new ArrayList<>();
    private String unfinished = "";
    private long heardNanos = System.nanoTime();
    private long longestSilenceNanos;
    private @Nullable String end;

    private Bystander(Sandbox sandbox, String mark) {
        this.sandbox = sandbox;
        this.thread = Thread.ofPlatform().name("forkline-bystander").daemon().start(() -> run(mark));
    }

    /** Forks one, and waits until it lives. */
    static Bystander start(SandboxProvider provider, Snapshot snapshot, String mark)
            throws SandboxException, InterruptedException {
        var bystander = new Bystander(provider.fork(snapshot, ForkOptions.of(snapshot)), mark);
        if (!bystander.lives.await(30, TimeUnit.SECONDS)) {
            bystander.close();
            throw SandboxException.retryable("A fork that does nothing said nothing for 30 s.", null);
        }
        return bystander;
    }

    private void run(String mark) {
        var command = new Command(
                List.of("python3", "/opt/environment/" + Catalogue.BYSTANDER, mark),
                Map.of(),
                LONGER_THAN_ANY_BATTERY,
                WORDS_KEPT,
                Command.DEFAULT_STDERR_BYTES);
        try {
            ended(sandbox.run(command, this::wrote).getClass().getSimpleName());
        } catch (SandboxException failed) {
            ended(String.valueOf(failed.getMessage()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void ended(String how) {
        end = how;
    }

    private synchronized void wrote(OutputListener.Stream stream, byte[] chunk) {
        var now = System.nanoTime();
        longestSilenceNanos = Math.max(longestSilenceNanos, now - heardNanos);
        heardNanos = now;
        var text = unfinished + new String(chunk, StandardCharsets.UTF_8);
        var complete = text.lastIndexOf('\n') + 1;
        unfinished = text.substring(complete);
        text.substring(0, complete).lines().filter(line -> !line.equals(ALIVE)).forEach(reached::add);
        lives.countDown();
    }

    /** What it has noticed since this was asked last. */
    synchronized List<String> reached() {
        var said = new ArrayList<>(reached);
        reached.clear();
        Optional.ofNullable(end).ifPresent(how -> said.add("it ended: " + how));
        return said;
    }

    /** The longest time, since this was asked last, for which it was not heard. */
    synchronized Duration longestSilence() {
        var longest = Math.max(longestSilenceNanos, System.nanoTime() - heardNanos);
        longestSilenceNanos = 0;
        return Duration.ofNanos(longest);
    }

    @Override
    public void close() {
        sandbox.close();
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
