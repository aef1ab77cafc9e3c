package io.forkline.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.schemas.registry.RegistryUnavailableException;
import io.forkline.schemas.serde.Decoded;
import io.forkline.testsupport.Await;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.NoThreadLeaks;
import io.forkline.testsupport.TestBroker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(90)
@ExtendWith({BrokerExtension.class, NoThreadLeaks.class})
class LeasedWorkersIT {

    /** Two thirds of it are for a machine that has other things to do when a renewal is due. */
    private static final Duration LOCK = Duration.ofSeconds(3);

    private static final Duration LONGER_THAN_THE_LOCK = Duration.ofMillis(6_300);

    private final TestBroker broker;
    private final Workbench bench;

    LeasedWorkersIT(TestBroker broker) {
        this.broker = broker;
        this.bench = new Workbench(broker, LOCK);
    }

    @AfterEach
    void closeClients() {
        bench.close();
    }

    @Test
    void tasksThatOutliveTheirLockAreEachHandledOnce() {
        String[] tasks = names(5);
        var handler = new RecordingHandler((task, delivery) -> {
            last(LONGER_THAN_THE_LOCK);
            return bench.says(task);
        });
        bench.send(tasks);

        try (var worker = bench.worker(3, handler)) {
            worker.start();
            bench.awaitOutcomes(tasks.length);
        }

        assertThat(handler.begun()).containsExactlyInAnyOrder(tasks);
        assertThat(handler.deliveryCounts()).containsOnly(1);
        assertThat(bench.outcomes()).containsExactlyInAnyOrder(tasks);
    }

    @Test
    void twoWorkersShareTheTasks() {
        var bothHoldOne = new CyclicBarrier(2);
        String[] tasks = names(20);
        Map<String, RecordingHandler> handlers = new HashMap<>();
        for (String name : List.of("A", "B")) {
            var isFirst = new AtomicInteger();
            handlers.put(name, new RecordingHandler((task, delivery) -> {
                if (isFirst.getAndIncrement() == 0) {
                    meet(bothHoldOne);
                }
                return bench.says(task);
            }));
        }
        bench.send(tasks);

        try (var a = bench.worker(1, handlers.get("A"));
                var b = bench.worker(1, handlers.get("B"))) {
            a.start();
            b.start();
            bench.awaitOutcomes(tasks.length);
        }

        assertThat(bench.outcomes()).containsExactlyInAnyOrder(tasks);
        assertThat(handlers.get("A").begun()).isNotEmpty();
        assertThat(handlers.get("B").begun()).isNotEmpty();
    }

    @Test
    void unreadableRecordGoesToTheDeadLettersWithItsOriginAndIsNotDeliveredAgain() {
        var handler = new RecordingHandler((task, delivery) -> bench.says(task));
        bench.send("?bytes");

        try (var worker = bench.worker(1, handler)) {
            worker.start();
            bench.deadLetters().awaitCount(1);
            bench.send("good");
            bench.awaitOutcomes(1);
        }

        var letters = bench.deadLetters().readToEnd();
        assertThat(letters).hasSize(1);
        assertThat(letters.get(0).key()).isEqualTo(Workbench.utf8("key of ?bytes"));
        assertThat(letters.get(0).value()).isEqualTo(Workbench.utf8("?bytes"));
        var headers = new HashMap<String, String>();
        letters.get(0).headers().forEach(header -> headers.put(header.key(), Workbench.utf8(header.value())));
        assertThat(headers)
                .containsEntry("forkline-cause", "UNREADABLE")
                .containsEntry("forkline-message", "not a task")
                .containsEntry("forkline-origin-topic", bench.source().topic())
                .containsEntry("forkline-origin-partition", "0")
                .containsEntry("forkline-origin-offset", "0")
                .containsEntry("forkline-attempt", "1")
                .containsEntry("forkline-component", "tester");
        assertThat(handler.begun()).containsExactly("good");
    }

    @Test
    void taskIsTakenWhenItsTransactionCommitsAndNeverWhenItAborts() throws Exception {
        var handler = new RecordingHandler((task, delivery) -> bench.says(task));
        var properties = new HashMap<>(bench.cluster());
        properties.put("transactional.id", broker.uniqueName("transaction"));

        try (var worker = bench.worker(1, handler);
                var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            worker.start();
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(bench.task("aborted")).get();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(bench.task("committed")).get();
            producer.commitTransaction();
            bench.awaitOutcomes(1);
        }

        assertThat(handler.begun()).containsExactly("committed");
    }

    @Test
    void taskWaitsForTheRegistryLongerThanItsLockAndIsStillDeliveredOnce() {
        var inReach = new CountDownLatch(1);
        List<Long> attempts = new CopyOnWriteArrayList<>();
        Decoder<String> decoder = bytes -> {
            attempts.add(System.nanoTime());
            return inReach.getCount() == 0 ? Workbench.decode(bytes) : new Decoded.Unavailable<>("connection refused");
        };
        var handler = new RecordingHandler((task, delivery) -> bench.says(task));
        bench.send("patient");

        try (var worker = bench.worker(bench.clients(), 1, Duration.ZERO, decoder, handler)) {
            worker.start();
            Await.until(
                    "the registry was asked for longer than the lock lasts",
                    () -> attempts.size() > 1
                            && attempts.getLast() - attempts.getFirst() > LONGER_THAN_THE_LOCK.toNanos());
            inReach.countDown();
            bench.awaitOutcomes(1);
        }

        assertThat(handler.deliveryCounts()).containsExactly(1);
        assertThat(bench.outcomes()).containsExactly("patient");
    }

    @Test
    void outcomeThatCannotBeEncodedYetDoesNotRunTheTaskAgain() {
        var attempts = new AtomicInteger();
        var handler = new RecordingHandler((task, delivery) -> () -> {
            if (attempts.incrementAndGet() < 3) {
                throw new RegistryUnavailableException("connection refused", new IllegalStateException());
            }
            return bench.says(task).records();
        });
        bench.send("task");

        try (var worker = bench.worker(1, handler)) {
            worker.start();
            bench.awaitOutcomes(1);
        }

        assertThat(handler.begun()).containsExactly("task");
        assertThat(attempts).hasValue(3);
    }

    @Test
    void bugStopsAllSlotsAndTheTaskGoesToSomebodyElse() {
        var broken = new RecordingHandler((task, delivery) -> {
            throw new IllegalStateException("our assumption broke");
        });
        var sound = new RecordingHandler((task, delivery) -> bench.says(task));
        bench.send("task");

        try (var worker = bench.worker(3, broken)) {
            worker.start();
            assertThatThrownBy(() -> worker.ended().get(30, TimeUnit.SECONDS))
                    .hasMessageContaining("a task met a bug")
                    .hasRootCauseMessage("our assumption broke");
        }
        try (var other = bench.worker(1, sound)) {
            other.start();
            bench.awaitOutcomes(1);
        }

        assertThat(broken.begun()).containsExactly("task");
        assertThat(sound.deliveryCounts()).containsExactly(2);
        assertThat(bench.outcomes()).containsExactly("task");
    }

    private static void meet(CyclicBarrier barrier) throws InterruptedException {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (java.util.concurrent.BrokenBarrierException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError("the other worker got no task", e);
        }
    }

    /** A task that takes its time; wakes up when it is interrupted. */
    private static void last(Duration time) throws InterruptedException {
        assertThat(new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS))
                .isFalse();
    }

    private static String[] names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "task-" + i).toArray(String[]::new);
    }
}
