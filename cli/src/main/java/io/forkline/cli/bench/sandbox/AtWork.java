package io.forkline.cli.bench.sandbox;

import io.forkline.cli.CommandException;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.OutputListener;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Forks that have imported and done a little, and stay until they are closed. */
final class AtWork {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Command COMMAND = Command.of(List.of("python3", "-c", """
                    import argparse, json, logging, time
                    parsed = argparse.ArgumentParser().parse_args([])
                    text = json.dumps({str(number): [number] * 10 for number in range(100)})
                    logging.getLogger("work").debug(text)
                    print("at work", flush=True)
                    time.sleep(3600)
                    """), Map.of(), Duration.ofHours(1));

    private final List<Sandbox> forks = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private AtWork() {}

    /** Returns when all of them are at work. */
    static AtWork start(Forks forks, int count) throws SandboxException, InterruptedException {
        AtWork atWork = new AtWork();
        try {
            CountDownLatch busy = new CountDownLatch(count);
            OutputListener first = (stream, chunk) -> busy.countDown();
            for (int i = 0; i < count; i++) {
                Sandbox fork = forks.fork();
                atWork.forks.add(fork);
                var unused = atWork.threads.submit(() -> fork.run(COMMAND, first));
            }
            if (!busy.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw CommandException.failed(
                        busy.getCount() + " of " + count + " forks did not get to work in " + PATIENCE.toSeconds()
                                + " s",
                        null);
            }
            return atWork;
        } catch (SandboxException | InterruptedException | RuntimeException failed) {
            atWork.close();
            throw failed;
        }
    }

    void close() {
        forks.forEach(Sandbox::close);
        threads.shutdownNow();
        threads.close();
    }
}
