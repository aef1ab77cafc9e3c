package io.forkline.sandbox.attack;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Watches the host from outside while a bomb goes off: how much less memory is available than before, and how many tasks (processes and
 * threads) this JVM has below it. What others on the host use counts as well.
 */
final class HostWatch {

    private static final int PAUSE_MS = 50;
    private static final Path PROC = Path.of("/proc");

    private final CountDownLatch stop = new CountDownLatch(1);
    private final long availableBefore;
    private long leastAvailable;
    private int mostTasks;
    private final Thread thread;

    /** @param bytes most memory, and @param tasks most tasks, at any time that was looked at */
    record Seen(long bytes, int tasks) {}

    private HostWatch() throws IOException {
        availableBefore = available();
        leastAvailable = availableBefore;
        thread = Thread.ofPlatform().name("forkline-host-watch").daemon().start(this::watch);
    }

    static HostWatch start() throws IOException {
        return new HostWatch();
    }

    Seen stop() throws InterruptedException {
        stop.countDown();
        thread.join();
        return new Seen(availableBefore - leastAvailable, mostTasks);
    }

    private void watch() {
        try {
            do {
                leastAvailable = Math.min(leastAvailable, available());
                mostTasks = Math.max(mostTasks, tasks());
            } while (!stop.await(PAUSE_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException | IOException unseen) {
            // a watch that cannot see has nothing to say for the host
            leastAvailable = Long.MIN_VALUE / 2;
        }
    }

    private static long available() throws IOException {
        for (var line : Files.readAllLines(PROC.resolve("meminfo"))) {
            if (line.startsWith("MemAvailable:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("/proc/meminfo does not say what is available");
    }

    private static int tasks() {
        return ProcessHandle.current()
                .descendants()
                .mapToInt(HostWatch::threads)
                .sum();
    }

    private static int threads(ProcessHandle process) {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(PROC.resolve(process.pid() + "/task"))) {
            int count = 0;
            for (var unused : tasks) {
                count++;
            }
            return count;
        } catch (IOException ended) {
            return 0;
        }
    }
}
