package io.forkline.producer;

import io.forkline.schemas.connection.ClusterConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Headers;

/** Writes a record and waits until the cluster has it. */
final class Publishing implements AutoCloseable {

    private final Producer<String, byte[]> producer;

    Publishing(Producer<String, byte[]> producer) {
        this.producer = producer;
    }

    /** What the person who runs this has not set themselves: no waiting for company, and an answer within seconds. */
    static Map<String, Object> properties(ClusterConnection connection) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                ProducerConfig.LINGER_MS_CONFIG, 0,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000));
        properties.putAll(connection.kafkaProperties());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        return properties;
    }

    /** Where the record is, once every replica in sync has it. */
    RecordMetadata publish(String topic, String key, byte[] value, Headers headers) throws InterruptedException {
        try {
            return producer.send(new ProducerRecord<>(topic, null, key, value, headers))
                    .get();
        } catch (ExecutionException e) {
            throw failed(topic, key, e.getCause());
        } catch (org.apache.kafka.common.errors.InterruptException e) {
            throw interrupted(e);
        } catch (KafkaException e) {
            throw failed(topic, key, e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }

    private static ClientException failed(String topic, String key, Throwable cause) {
        String remedy = cause instanceof org.apache.kafka.common.errors.TimeoutException
                ? "; is the broker there, and has `forkline topics create` been run?"
                : "";
        return new ClientException(
                "job " + key + " could not be written to topic " + topic + ": " + cause.getMessage() + remedy,
                cause instanceof RetriableException,
                cause);
    }

    /** Kafka's clients restore the flag of the thread, and throw what nobody has to catch. */
    static InterruptedException interrupted(org.apache.kafka.common.errors.InterruptException cause) {
        Thread.interrupted();
        InterruptedException exception = new InterruptedException("interrupted while Kafka was asked");
        exception.initCause(cause);
        return exception;
    }
}
