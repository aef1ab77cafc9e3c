package io.forkline.testsupport;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes records, and returns when the broker has them. Safe for several threads. */
public final class RecordSender implements AutoCloseable {

    private final Producer<byte[], byte[]> producer;

    /** Writes outside of transactions, each record at once. */
    public RecordSender(TestBroker broker) {
        this(new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer()));
    }

    /** Writes with this producer, and closes it in the end. */
    public RecordSender(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** Writes these records, in their order for each partition. */
    public void send(List<ProducerRecord<byte[], byte[]>> records) {
        List<Future<?>> sent = new ArrayList<>();
        records.forEach(each -> sent.add(producer.send(each)));
        sent.forEach(RecordSender::await);
    }

    @Override
    public void close() {
        producer.close();
    }

    private static void await(Future<?> sent) {
        try {
            sent.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while writing a record", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("a record was not written", e);
        }
    }
}
