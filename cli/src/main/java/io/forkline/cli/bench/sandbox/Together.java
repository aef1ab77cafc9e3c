package io.forkline.cli.bench.sandbox;

import io.forkline.sandbox.SandboxException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The same work in many threads that begin at once.
 *
 * @param began reading of {@link System#nanoTime} when they were let go
 * @param results one of each thread
 */
record Together<T>(long began, List<T> results) {

    /** Returns when all are done, or none runs any more because one has failed. */
    static <T> Together<T> call(int threads, Callable<T> work) throws SandboxException, InterruptedException {
        CountDownLatch ready = new CountDownLatch(threads);
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(pool.submit(() -> {
                    ready.countDown();
                    go.await();
                    return work.call();
                }));
            }
            ready.await();
            long began = System.nanoTime();
            go.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return new Together<>(began, results);
        } catch (ExecutionException failed) {
            throw cause(failed);
        } finally {
            pool.shutdownNow();
            pool.close();
        }
    }

    private static SandboxException cause(ExecutionException failed) {
        if (failed.getCause() instanceof SandboxException refused) {
            return refused;
        }
        if (failed.getCause() instanceof RuntimeException other) {
            throw other;
        }
        throw new IllegalStateException(failed);
    }
}
