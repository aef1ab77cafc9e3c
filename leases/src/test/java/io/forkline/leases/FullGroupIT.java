package io.forkline.leases;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.testsupport.Await;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.NoThreadLeaks;
import io.forkline.testsupport.TestBroker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupMaxSizeReachedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A share group with as many slots as the broker allows, and one more. */
@Timeout(90)
@ExtendWith({BrokerExtension.class, NoThreadLeaks.class})
class FullGroupIT {

    private final TestBroker broker;
    private final Workbench bench;

    FullGroupIT(TestBroker broker) {
        this.broker = broker;
        this.bench = new Workbench(broker, Duration.ofSeconds(30));
    }

    @AfterEach
    void closeClients() {
        bench.close();
    }

    @Test
    void slotThatFindsItsGroupFullWaitsForAPlace() {
        var first =
                bench.worker(TestBroker.MOST_MEMBERS, new RecordingHandler((task, delivery) -> bench.says("first")));
        List<String> calls = new CopyOnWriteArrayList<>();
        var second = bench.worker(
                new Interception(bench.clients(), (method, arguments) -> calls.add(method)),
                1,
                Duration.ZERO,
                Workbench::decode,
                new RecordingHandler((task, delivery) -> bench.says("second")));

        try (first;
                second) {
            first.start();
            Await.until("the group is full", () -> members() == TestBroker.MOST_MEMBERS);
            second.start();
            Await.until("the second worker was refused", () -> calls.contains("close"));
            first.close();
            bench.send("task");
            bench.awaitOutcomes(1);
        }

        assertThat(bench.outcomes()).containsExactly("second");
        assertThat(second.ended()).isCompleted();
    }

    /** As when the network is down, and with it whoever knows the brokers' addresses. */
    @Test
    void slotWhoseNextConsumerCannotBeMadeTriesAgain() {
        var made = new AtomicInteger();
        var full = new Interception(bench.clients(), (method, arguments) -> {
            if (method.equals("poll") && made.get() == 1) {
                throw new GroupMaxSizeReachedException("full");
            }
        });
        var unreliable = new Clients() {
            @Override
            public ShareConsumer<byte[], byte[]> consumer(String name) {
                if (made.incrementAndGet() == 2) {
                    throw new KafkaException("no address");
                }
                return full.consumer(name);
            }

            @Override
            public Producer<byte[], byte[]> producer() {
                return full.producer();
            }
        };
        var handler = new RecordingHandler((task, delivery) -> bench.says(task));
        bench.send("task");

        try (var worker = bench.worker(unreliable, 1, Duration.ZERO, Workbench::decode, handler)) {
            worker.start();
            bench.awaitOutcomes(1);
        }

        assertThat(made).hasValue(3);
    }

    /** As when the broker has just started, and has not read what groups it has. */
    @Test
    void slotWhoseGroupTheBrokersDoNotKnowJoinsItAgain() {
        var asked = new AtomicInteger();
        var forgetful = new Interception(bench.clients(), (method, arguments) -> {
            if (method.equals("poll") && asked.incrementAndGet() == 1) {
                throw new GroupIdNotFoundException("there is no such group");
            }
        });
        var handler = new RecordingHandler((task, delivery) -> bench.says(task));
        bench.send("task");

        try (var worker = bench.worker(forgetful, 1, Duration.ZERO, Workbench::decode, handler)) {
            worker.start();
            bench.awaitOutcomes(1);

            assertThat(worker.ended()).isNotDone();
        }
    }

    private int members() {
        String group = bench.source().groupId();
        try {
            return broker.admin()
                    .describeShareGroups(List.of(group))
                    .describedGroups()
                    .get(group)
                    .get()
                    .members()
                    .size();
        } catch (ExecutionException e) {
            // There is no group before its first member.
            return 0;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
