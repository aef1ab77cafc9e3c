package io.forkline.sandbox.local;

import io.forkline.sandbox.Command;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** More callers than one nest can serve: each forks, runs a script and closes, again and again, until the crowd is closed. */
final class Crowd implements AutoCloseable {

    private static final int CALLERS = 16;

    private final LocalProvider provider;
    private final Snapshot snapshot;
    private final List<String> command;
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    private final List<Future<?>> callers = new ArrayList<>();
    private volatile boolean goesOn = true;

    private Crowd(LocalProvider provider, Snapshot snapshot, List<String> command) {
        this.provider = provider;
        this.snapshot = snapshot;
        this.command = command;
    }

    /** Begins to run this script, which prints one line. */
    static Crowd of(LocalProvider provider, Snapshot snapshot, String script) {
        return of(provider, snapshot, List.of("python3", "-c", script));
    }

    /** Begins to run this command, which prints one line. What takes long in a fork keeps the callers from crowding for others. */
    static Crowd of(LocalProvider provider, Snapshot snapshot, List<String> command) {
        var crowd = new Crowd(provider, snapshot, command);
        for (var caller = 0; caller < CALLERS; caller++) {
            crowd.callers.add(crowd.threads.submit(crowd::work));
        }
        return crowd;
    }

    private Void work() throws SandboxException, InterruptedException {
        while (goesOn) {
            try (var sandbox = provider.fork(snapshot, ForkOptions.of(snapshot))) {
                var result = sandbox.run(Command.of(command, Map.of(), Duration.ofMinutes(1)));
                lines.add(result.output().stdout().strip());
            }
        }
        return null;
    }

    /** What was printed so far, a line of each fork. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Ends it, and fails where one of them has. */
    @Override
    public void close() {
        goesOn = false;
        threads.close();
        for (var caller : callers) {
            if (caller.state() == Future.State.FAILED) {
                throw new AssertionError("a caller could not fork", caller.exceptionNow());
            }
        }
    }
}
