package io.forkline.cli.chaos;

import io.forkline.cli.chaos.plan.PlannedPoison;
import io.forkline.schemas.connection.ClusterConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes the poison of a plan at its moments. For one thread. */
final class PoisonFeeder implements AutoCloseable {

    private final ClusterConnection connection;
    private final Producer<byte[], byte[]> producer;
    private final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();

    PoisonFeeder(ClusterConnection connection) {
        this.connection = connection;
        this.producer =
                new KafkaProducer<>(connection.kafkaProperties(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Returns when all of it is in the log. */
    void feed(List<PlannedPoison> poison, Clockwork clock) throws InterruptedException {
        for (PlannedPoison planned : poison) {
            clock.await(planned.at());
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(connection.layout().name(planned.topic()), planned.key(), planned.value());
            Persistently.run("publishing poison to " + record.topic(), () -> send(record));
            sent.add(record);
        }
    }

    /** What is in the log. */
    List<ProducerRecord<byte[], byte[]>> sent() {
        return List.copyOf(sent);
    }

    private void send(ProducerRecord<byte[], byte[]> record) throws InterruptedException {
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new KafkaException("the record was not taken", e.getCause());
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
