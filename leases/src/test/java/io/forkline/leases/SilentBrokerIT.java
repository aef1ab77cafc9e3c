package io.forkline.leases;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.health.Condition;
import io.forkline.testsupport.Await;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.BrokerLink;
import io.forkline.testsupport.NoThreadLeaks;
import io.forkline.testsupport.TestBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A broker that does not answer for longer than a lock, with a worker that holds a task. */
@Timeout(90)
@ExtendWith({BrokerExtension.class, NoThreadLeaks.class})
class SilentBrokerIT {

    /** A renewal begins after a third of it and waits for the whole of it, so until a third after the lock has lapsed. */
    private static final Duration LOCK = Duration.ofSeconds(6);

    private static final Duration MARGIN = Duration.ofMillis(1_500);

    private final Workbench bench;
    private final BrokerLink link;
    private final List<String> calls = new CopyOnWriteArrayList<>();

    SilentBrokerIT(TestBroker broker) {
        this.bench = new Workbench(broker, LOCK);
        this.link = new BrokerLink(broker);
    }

    @AfterEach
    void closeClients() {
        link.close();
        bench.close();
    }

    @Test
    void handlerIsStoppedWhenItsLockLapsesAndNotWhenTheRenewalIsGivenUp() {
        var handler = new RecordingHandler(this::waitForever);
        bench.send("task");

        Duration ran;
        try (var worker = workerOnTheLink(handler)) {
            worker.start();
            handler.awaitBegun("task");
            long begun = System.nanoTime();
            link.silence();
            Await.until(
                    "the handler was interrupted", () -> handler.interrupted().contains("task"));
            ran = Duration.ofNanos(System.nanoTime() - begun);
            link.goOn();
        }

        assertThat(ran).isLessThan(LOCK.plus(MARGIN));
        assertThat(bench.outcomes()).isEmpty();
    }

    @Test
    void workerWorksAndWaitsForTheBrokerAsSoonAsThatIsSilentForLong() {
        var handler = new RecordingHandler((task, delivery) -> bench.says(task));
        try (var worker = workerOnTheLink(handler)) {
            assertThat(worker.condition()).isEqualTo(new Condition.Waiting("it has not been started"));
            worker.start();
            Await.until("it works", () -> worker.condition() instanceof Condition.Working);

            link.silence();

            Await.until("it waits", () -> worker.condition() instanceof Condition.Waiting);
            link.goOn();
            Await.until("it works again", () -> worker.condition() instanceof Condition.Working);
        }
    }

    /** The renewal that got no answer reaches the broker late, and its answer must not bring the task back. */
    @Test
    void workerWhoseRenewalIsAnsweredTooLateTakesOtherTasksAndNotThisOneAgain() {
        var slow = new RecordingHandler(
                (task, delivery) -> task.equals("task") ? waitForever(task, delivery) : bench.says("slow " + task));
        var quick = new RecordingHandler((task, delivery) -> bench.says("quick " + task));
        bench.send("task");

        try (var slowWorker = workerOnTheLink(slow)) {
            slowWorker.start();
            slow.awaitBegun("task");
            link.silence();
            Await.until("the renewal was given up", () -> isGivenUp(calls));
            try (var quickWorker = bench.worker(1, quick)) {
                quickWorker.start();
                bench.awaitOutcomes(1);
            }
            link.goOn();
            bench.send("next");
            bench.awaitOutcomes(2);
        }

        assertThat(slow.begun()).containsExactly("task", "next");
        assertThat(bench.outcomes()).containsExactly("quick task", "slow next");
    }

    @Test
    void workerThatClosesDoesNotWaitForABrokerThatDoesNotAnswer() {
        var handler = new RecordingHandler(this::waitForever);
        bench.send("task");
        var worker = workerOnTheLink(handler);
        worker.start();
        handler.awaitBegun("task");
        link.silence();
        Await.until("a renewal is under way", () -> calls.contains("commitSync"));

        worker.close();

        assertThat(isGivenUp(calls)).isFalse();
        link.goOn();
        Await.until("the slot has ended", () -> calls.contains("close"));
    }

    private static boolean isGivenUp(List<String> calls) {
        int renewal = calls.indexOf("commitSync");
        return renewal >= 0 && renewal < calls.size() - 1;
    }

    private LeasedWorkers<String> workerOnTheLink(RecordingHandler handler) {
        var clients = new KafkaClients(
                Map.of("bootstrap.servers", link.bootstrapServers()),
                bench.source().groupId());
        return bench.worker(
                new Interception(clients, (method, arguments) -> calls.add(method)),
                1,
                Duration.ZERO,
                Workbench::decode,
                handler);
    }

    private Outcome waitForever(String task, Delivery delivery) throws InterruptedException {
        assertThat(new CountDownLatch(1).await(1, TimeUnit.HOURS)).isFalse();
        return bench.says("slow " + task);
    }
}
