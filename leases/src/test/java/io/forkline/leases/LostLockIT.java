package io.forkline.leases;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.testsupport.Await;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.NoThreadLeaks;
import io.forkline.testsupport.TestBroker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A worker whose loop stands still loses its lock to another one, as when a machine sleeps or a broker is cut off. */
@Timeout(90)
@ExtendWith({BrokerExtension.class, NoThreadLeaks.class})
class LostLockIT {

    private static final Duration LOCK = Duration.ofSeconds(1);

    private final Workbench bench;
    private final CountDownLatch loopGoesOn = new CountDownLatch(1);

    LostLockIT(TestBroker broker) {
        this.bench = new Workbench(broker, LOCK);
    }

    @AfterEach
    void closeClients() {
        bench.close();
    }

    @Test
    void handlerThatEndsAfterItsLockPublishesNothing() {
        var handlerGoesOn = new CountDownLatch(1);
        var interrupts = new AtomicInteger();
        var deaf = new RecordingHandler((task, delivery) -> {
            Await.until("the other worker is done", () -> {
                interrupts.addAndGet(Thread.interrupted() ? 1 : 0);
                return handlerGoesOn.getCount() == 0;
            });
            return bench.says("deaf " + task);
        });
        var quick = new RecordingHandler((task, delivery) -> bench.says("quick " + task));
        bench.send("task");

        try (var deafWorker = stoppedAtItsFirstRenewal(deaf)) {
            deafWorker.start();
            deaf.awaitBegun("task");
            try (var quickWorker = bench.worker(1, quick)) {
                quickWorker.start();
                bench.awaitOutcomes(1);
                Await.until("the handler was interrupted", () -> interrupts.get() > 0);
                handlerGoesOn.countDown();
                loopGoesOn.countDown();
                bench.send("next");
                bench.awaitOutcomes(2);
            }
        }

        assertThat(quick.deliveryCounts()).startsWith(2);
        assertThat(bench.outcomes()).hasSize(2).contains("quick task").doesNotContain("deaf task");
        assertThat(interrupts).hasValue(1);
    }

    @Test
    void handlerIsInterruptedWhenItsLockLapsesWhateverItsLoopWaitsFor() {
        var slow = new RecordingHandler(this::waitForever);
        bench.send("task");

        try (var slowWorker = stoppedAtItsFirstRenewal(slow)) {
            slowWorker.start();
            Await.until("the handler was interrupted", () -> slow.interrupted().contains("task"));
            loopGoesOn.countDown();
        }

        assertThat(bench.outcomes()).isEmpty();
    }

    @Test
    void handlerIsInterruptedWhenItsTaskIsInOtherHands() {
        var slow = new RecordingHandler(this::waitForever);
        var otherGoesOn = new CountDownLatch(1);
        var other = new RecordingHandler((task, delivery) -> {
            otherGoesOn.await();
            return bench.says("other " + task);
        });
        bench.send("task");

        try (var slowWorker = stoppedAtItsFirstRenewal(slow);
                var otherWorker = bench.worker(1, other)) {
            slowWorker.start();
            slow.awaitBegun("task");
            otherWorker.start();
            other.awaitBegun("task");
            loopGoesOn.countDown();
            Await.until("the handler was interrupted", () -> slow.interrupted().contains("task"));
            otherGoesOn.countDown();
            bench.awaitOutcomes(1);
        }

        assertThat(other.deliveryCounts()).containsExactly(2);
        assertThat(bench.counted().lines())
                .contains(
                        "forkline_lost_locks_total{worker=\"tester\"} 1.0",
                        "forkline_redeliveries_total{worker=\"tester\"} 1.0",
                        "forkline_tasks_total{ending=\"published\",worker=\"tester\"} 1.0");
        assertThat(bench.outcomes()).containsExactly("other task");
    }

    /** The broker reports no error then: it ignores a renewal of what is finished. */
    @Test
    void handlerIsInterruptedWhenItsTaskWasFinishedByAnother() {
        var slow = new RecordingHandler(this::waitForever);
        var quick = new RecordingHandler((task, delivery) -> bench.says("quick " + task));
        bench.send("task");

        try (var slowWorker = stoppedAtItsFirstRenewal(slow)) {
            slowWorker.start();
            slow.awaitBegun("task");
            try (var quickWorker = bench.worker(1, quick)) {
                quickWorker.start();
                bench.awaitOutcomes(1);
            }
            loopGoesOn.countDown();
            Await.until("the handler was interrupted", () -> slow.interrupted().contains("task"));
        }

        assertThat(quick.deliveryCounts()).containsExactly(2);
        assertThat(bench.outcomes()).containsExactly("quick task");
    }

    @Test
    void workerThatDiesBetweenItsOutcomeAndItsAcknowledgementLeavesTheTaskToAnother() {
        var first = new RecordingHandler((task, delivery) -> bench.says("first"));
        var second = new RecordingHandler((task, delivery) -> bench.says("second"));
        var dying = new Interception(bench.clients(), (method, arguments) -> {
            if (method.equals("acknowledge") && arguments.contains(AcknowledgeType.ACCEPT)) {
                throw new OutOfMemoryError("on purpose");
            }
        });
        bench.send("task");

        try (var dyingWorker = bench.worker(dying, 1, Duration.ZERO, Workbench::decode, first)) {
            dyingWorker.start();
            bench.awaitOutcomes(1);
        }
        try (var other = bench.worker(1, second)) {
            other.start();
            bench.awaitOutcomes(2);
        }

        assertThat(second.deliveryCounts()).containsExactly(2);
        assertThat(bench.outcomes()).containsExactly("first", "second");
    }

    private Outcome waitForever(String task, Delivery delivery) throws InterruptedException {
        assertThat(new CountDownLatch(1).await(1, TimeUnit.HOURS)).isFalse();
        return bench.says("slow " + task);
    }

    /** Its loop stands still before it asks for the first renewal, until the test lets it go on. */
    private LeasedWorkers<String> stoppedAtItsFirstRenewal(RecordingHandler handler) {
        var clients = new Interception(bench.clients(), (method, arguments) -> {
            if (method.equals("acknowledge") && arguments.contains(AcknowledgeType.RENEW)) {
                loopGoesOn.await();
            }
        });
        return bench.worker(clients, 1, Duration.ZERO, Workbench::decode, handler);
    }
}
