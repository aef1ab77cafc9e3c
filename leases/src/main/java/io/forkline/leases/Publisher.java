package io.forkline.leases;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes outcomes. Safe for several threads: all slots share one producer. */
record Publisher(Producer<byte[], byte[]> producer, Backoff backoff, Obstacle obstacle) {

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    /**
     * Returns when all records are durable. Waits until it is interrupted for a broker that is out of reach, and for one that does not allow it now: who
     * has begun was allowed to. Records may then have been written or not.
     *
     * @throws IllegalStateException if a record can never be written: too large, no such topic
     */
    void publish(List<ProducerRecord<byte[], byte[]>> records) throws InterruptedException {
        List<ProducerRecord<byte[], byte[]>> left = records;
        for (int attempt = 1; ; attempt++) {
            left = send(left);
            if (left.isEmpty()) {
                return;
            }
            LOG.warn(
                    "An outcome could not be written yet. records={} attempt={} refused={}",
                    left.size(),
                    attempt,
                    obstacle.sentence().orElse("no"));
            backoff.pause(attempt);
        }
    }

    /** Sends all at once, waits for all, and returns those that are worth another try. */
    private List<ProducerRecord<byte[], byte[]>> send(List<ProducerRecord<byte[], byte[]>> records)
            throws InterruptedException {
        try {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (ProducerRecord<byte[], byte[]> outcome : records) {
                sent.add(producer.send(outcome));
            }
            List<ProducerRecord<byte[], byte[]>> again = new ArrayList<>();
            for (int i = 0; i < sent.size(); i++) {
                if (!isDurable(sent.get(i), records.get(i))) {
                    again.add(records.get(i));
                }
            }
            return again;
        } catch (InterruptException e) {
            // Kafka has set the thread's flag again; the exception takes its place.
            Thread.interrupted();
            var interrupted = new InterruptedException("interrupted while an outcome was written");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private boolean isDurable(Future<RecordMetadata> sent, ProducerRecord<byte[], byte[]> outcome)
            throws InterruptedException {
        try {
            sent.get();
            obstacle.isOver(outcome.topic());
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException || obstacle.is(outcome.topic(), e)) {
                return false;
            }
            throw new IllegalStateException(
                    "an outcome for topic " + outcome.topic() + " cannot be written: "
                            + e.getCause().getMessage(),
                    e.getCause());
        }
    }
}
