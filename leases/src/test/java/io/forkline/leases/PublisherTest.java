package io.forkline.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.testsupport.Await;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PublisherTest {

    private static final ProducerRecord<byte[], byte[]> FIRST = new ProducerRecord<>("outcomes", new byte[] {1});
    private static final ProducerRecord<byte[], byte[]> SECOND = new ProducerRecord<>("outcomes", new byte[] {2});

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    /** Drawn from by every pause. */
    private final AtomicInteger draws = new AtomicInteger();

    private final RandomGenerator random = draws::incrementAndGet;
    private final Obstacle obstacle = new Obstacle();
    private final Publisher publisher =
            new Publisher(producer, new Backoff(Duration.ofMillis(2), Duration.ofMillis(2), random), obstacle);

    @Test
    void publishingEndsWhenAllRecordsAreDurable() throws Exception {
        CompletableFuture<Void> published = publishing(List.of(FIRST, SECOND));
        awaitSent(2);

        producer.completeNext();
        assertThat(published).isNotDone();
        producer.completeNext();

        published.get(30, TimeUnit.SECONDS);
    }

    @Test
    void onlyTheRecordThatTimedOutIsSentAgain() throws Exception {
        CompletableFuture<Void> published = publishing(List.of(FIRST, SECOND));
        awaitSent(2);

        producer.errorNext(new TimeoutException("out of reach"));
        producer.completeNext();
        awaitSent(3);
        producer.completeNext();

        published.get(30, TimeUnit.SECONDS);
        assertThat(producer.history()).containsExactly(FIRST, SECOND, FIRST);
    }

    @Test
    void brokerOutOfReachIsNotAskedInATightLoop() throws Exception {
        CompletableFuture<Void> published = publishing(List.of(FIRST));
        awaitSent(1);

        producer.errorNext(new TimeoutException("out of reach"));
        awaitSent(2);
        producer.completeNext();
        published.get(30, TimeUnit.SECONDS);

        assertThat(draws).hasPositiveValue();
    }

    @Test
    void topicThatIsNotAllowedNowIsTriedAgainAndSaidMeanwhile() throws Exception {
        CompletableFuture<Void> published = publishing(List.of(FIRST));
        awaitSent(1);

        producer.errorNext(new TopicAuthorizationException(Set.of("outcomes")));
        awaitSent(2);
        Optional<String> meanwhile = obstacle.sentence();
        producer.completeNext();
        published.get(30, TimeUnit.SECONDS);

        assertThat(meanwhile)
                .contains("the brokers do not allow this principal to use the topic outcomes; `forkline topics acls`"
                        + " prints what each service needs");
        assertThat(obstacle.sentence()).isEmpty();
    }

    @Test
    void recordThatCanNeverBeWrittenIsABugThatNamesItsTopic() {
        CompletableFuture<Void> published = publishing(List.of(FIRST));
        awaitSent(1);

        producer.errorNext(new RecordTooLargeException("2 MB"));

        assertThatThrownBy(() -> published.get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("outcomes")
                .hasMessageContaining("2 MB");
    }

    @Test
    void noRecordsNeedNoBroker() throws Exception {
        publisher.publish(List.of());

        assertThat(producer.history()).isEmpty();
    }

    private CompletableFuture<Void> publishing(List<ProducerRecord<byte[], byte[]>> records) {
        return CompletableFuture.runAsync(() -> {
            try {
                publisher.publish(records);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    private void awaitSent(int count) {
        Await.until(count + " records were sent", () -> producer.history().size() == count);
    }
}
