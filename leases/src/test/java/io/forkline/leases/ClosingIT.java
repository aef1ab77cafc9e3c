package io.forkline.leases;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.testsupport.Await;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.NoThreadLeaks;
import io.forkline.testsupport.TestBroker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(90)
@ExtendWith({BrokerExtension.class, NoThreadLeaks.class})
class ClosingIT {

    /** So long that no task in these tests is delivered again because a lock lapsed. */
    private static final Duration LOCK = Duration.ofSeconds(60);

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Workbench bench;

    ClosingIT(TestBroker broker) {
        this.bench = new Workbench(broker, LOCK);
    }

    @AfterEach
    void closeClients() {
        bench.close();
    }

    @Test
    void taskThatTakesTooLongIsReleasedAndDeliveredAgainSoon() {
        var endless = new RecordingHandler(this::waitForever);
        var quick = new RecordingHandler((task, delivery) -> bench.says("quick"));
        bench.send("task");
        closeWhileItRuns(endless);

        long released = System.nanoTime();
        try (var other = bench.worker(1, quick)) {
            other.start();
            bench.awaitOutcomes(1);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - released)).isLessThan(SOON);
        assertThat(endless.interrupted()).containsExactly("task");
        assertThat(quick.deliveryCounts()).containsExactly(2);
        assertThat(bench.outcomes()).containsExactly("quick");
    }

    @Test
    void taskThatEndsWhileTheWorkerClosesIsPublishedAndNotDeliveredAgain() throws Exception {
        var goOn = new CountDownLatch(1);
        var handler = new RecordingHandler((task, delivery) -> {
            goOn.await();
            return bench.says(task);
        });
        var next = new RecordingHandler((task, delivery) -> bench.says(task));
        bench.send("task");
        var worker = bench.worker(1, handler);
        worker.start();
        handler.awaitBegun("task");

        CompletableFuture<Void> closed = CompletableFuture.runAsync(worker::close);
        goOn.countDown();
        closed.get(30, TimeUnit.SECONDS);
        try (var other = bench.worker(1, next)) {
            other.start();
            bench.send("next");
            bench.awaitOutcomes(2);
        }

        assertThat(handler.interrupted()).isEmpty();
        assertThat(next.begun()).containsExactly("next");
        assertThat(bench.outcomes()).containsExactly("task", "next");
    }

    @Test
    void lastDeliveryIsAnsweredWithoutRunningTheTask() {
        var last = new RecordingHandler(this::waitForever, (task, delivery) -> bench.says("gave up " + task));
        bench.send("task");
        for (int delivery = 1; delivery < Workbench.MAX_DELIVERIES; delivery++) {
            closeWhileItRuns(new RecordingHandler(this::waitForever));
        }

        try (var worker = bench.worker(1, last)) {
            worker.start();
            bench.awaitOutcomes(1);
        }

        assertThat(last.begun()).isEmpty();
        assertThat(bench.outcomes()).containsExactly("gave up task");
    }

    @Test
    void handlerThatIgnoresItsInterruptHoldsUpClosingForSecondsOnlyAndPublishesNothing() {
        var released = new CountDownLatch(1);
        var interrupts = new AtomicInteger();
        var stubborn = new RecordingHandler((task, delivery) -> {
            Await.until("the other worker is done", () -> {
                interrupts.addAndGet(Thread.interrupted() ? 1 : 0);
                return released.getCount() == 0;
            });
            return bench.says("stubborn");
        });
        var quick = new RecordingHandler((task, delivery) -> bench.says("quick"));
        bench.send("task");
        closeWhileItRuns(stubborn);

        try (var other = bench.worker(1, quick)) {
            other.start();
            bench.awaitOutcomes(1);
        }
        released.countDown();

        assertThat(interrupts).hasValue(1);
        assertThat(bench.outcomes()).containsExactly("quick");
    }

    @Test
    void workerMayBeStartedAndClosedTwiceAndWithoutATask() {
        var worker = bench.worker(2, new RecordingHandler(this::waitForever));

        worker.start();
        worker.start();
        worker.close();
        worker.close();

        assertThat(worker.ended()).isCompleted();
    }

    private void closeWhileItRuns(RecordingHandler handler) {
        try (var worker = bench.hastyWorker(handler)) {
            worker.start();
            handler.awaitBegun("task");
        }
    }

    private Outcome waitForever(String task, Delivery delivery) throws InterruptedException {
        assertThat(new CountDownLatch(1).await(1, TimeUnit.HOURS)).isFalse();
        return bench.says("endless");
    }
}
