package io.forkline.cli.chaos.process;

import io.forkline.cli.CommandException;
import io.forkline.cli.chaos.plan.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One process of the cluster. Whenever it ends it is started again, as a machine's init would, until this is closed. Safe for several threads.
 */
final class Member implements AutoCloseable {

    private static final Duration AFTER_ITS_OWN_END = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE_MS = 100;
    private static final long GRACE_SECONDS = 20;
    private static final String READY = " is ready.";

    private final Target target;
    private final Launch launch;
    private final Watchers watchers;
    private @Nullable Process process;
    private long logBegin;
    private boolean killed;
    private boolean closing;
    private Duration down = AFTER_ITS_OWN_END;

    Member(Target target, Launch launch, Watchers watchers) {
        this.target = target;
        this.launch = launch;
        this.watchers = watchers;
    }

    synchronized void start() throws IOException {
        if (closing) {
            return;
        }
        logBegin = Files.exists(launch.log()) ? Files.size(launch.log()) : 0;
        killed = false;
        down = AFTER_ITS_OWN_END;
        Process started = launch.start();
        process = started;
        watchers.began(target, started.pid());
        // No virtual thread: who reads files holds up the others of them, of which some start what is down.
        Thread.ofPlatform().daemon().name("chaos-" + target.label()).start(() -> waitFor(started));
        Thread.ofPlatform().daemon().name("chaos-ready-" + target.label()).start(() -> tellWhenReady(started));
    }

    /**
     * Returns when it has said that it is ready.
     *
     * @throws CommandException when that takes longer than a minute
     */
    void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady()) {
            if (System.nanoTime() > deadline) {
                throw CommandException.failed(
                        target.label() + " is not ready after " + PATIENCE.toSeconds() + " s; it wrote to " + log(),
                        null);
            }
            Thread.sleep(PAUSE_MS);
        }
    }

    Path log() {
        return launch.log();
    }

    /** Returns when there is a process; one that is down just now is started soon. */
    synchronized void awaitAlive() throws InterruptedException {
        while (!closing && (process == null || !process.isAlive() || killed)) {
            wait(PAUSE_MS);
        }
    }

    /** Kills it, and has it started again so long after. */
    synchronized void kill(Duration downFor) {
        if (process != null && !closing) {
            killed = true;
            down = downFor;
            process.destroyForcibly();
        }
    }

    /** Stops it, and lets it go on after a while. Returns then. */
    void pause(Duration length) throws IOException, InterruptedException {
        ProcessHandle stopped;
        synchronized (this) {
            if (process == null || closing) {
                return;
            }
            stopped = process.toHandle();
            signal(stopped, "STOP");
        }
        try {
            Thread.sleep(length.toMillis());
        } finally {
            signal(stopped, "CONT");
        }
    }

    /** Ends it by SIGTERM, and by SIGKILL when that takes too long. May be called twice. */
    @Override
    public void close() {
        Process last;
        synchronized (this) {
            closing = true;
            last = process;
        }
        if (last == null) {
            return;
        }
        try {
            signal(last.toHandle(), "CONT");
            last.destroy();
            if (!last.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                watchers.told(target.label() + " did not end in " + GRACE_SECONDS + " s by SIGTERM, and was killed");
                last.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            last.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            last.destroyForcibly();
        }
    }

    private void waitFor(Process started) {
        try {
            int exitCode = started.waitFor();
            boolean wasReady = isReady();
            Duration pause;
            synchronized (this) {
                watchers.ended(target, started.pid());
                if (closing) {
                    return;
                }
                if (!killed) {
                    watchers.endedByItself(new Ended(target.label(), exitCode, wasReady));
                }
                pause = down;
            }
            Thread.sleep(pause.toMillis());
            start();
        } catch (IOException e) {
            throw new UncheckedIOException(target.label() + " cannot be started again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellWhenReady(Process started) {
        long begin = System.nanoTime();
        try {
            while (started.isAlive()) {
                if (isReady()) {
                    long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
                    watchers.told(target.label() + " is ready, " + millis + " ms after its start");
                    return;
                }
                Thread.sleep(PAUSE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Of its present life. */
    private boolean isReady() {
        long begin;
        synchronized (this) {
            begin = logBegin;
        }
        try {
            String all = Files.readString(launch.log());
            return all.substring((int) Math.min(begin, all.length())).contains(READY);
        } catch (IOException e) {
            return false;
        }
    }

    private static void signal(ProcessHandle to, String name) throws IOException, InterruptedException {
        if (to.isAlive()) {
            new ProcessBuilder("kill", "-" + name, Long.toString(to.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
    }
}
