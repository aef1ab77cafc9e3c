package io.forkline.producer;

import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.id.JobId;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.testsupport.Await;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Plays the rest of Forkline: answers each job once, however often it is published. */
final class Responder implements AutoCloseable {

    private final ClusterConnection connection;
    private final Thread thread = new Thread(this::run, "forkline-test-responder");
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Responder(ClusterConnection connection) {
        this.connection = connection;
        thread.start();
    }

    /** The ids of the jobs that it answered. */
    Set<String> answered() {
        return Set.copyOf(answered);
    }

    private void run() {
        Map<String, Object> properties = new HashMap<>(connection.kafkaProperties());
        properties.put("enable.auto.commit", false);
        try (SchemaRegistry registry = connection.openRegistry();
                ResultWriter results = new ResultWriter(connection);
                KafkaConsumer<String, byte[]> jobs =
                        new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            RecordCodec<JobRequested> codec = connection.codec(registry, ForklineTopic.JOBS, JobRequested.class);
            var partitions = jobs.partitionsFor(connection.layout().name(ForklineTopic.JOBS)).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            jobs.assign(partitions);
            jobs.seekToBeginning(partitions);
            while (!closed) {
                for (ConsumerRecord<String, byte[]> record : jobs.poll(Duration.ofMillis(20))) {
                    answer(codec.decode(record.value()), results);
                }
            }
        }
    }

    private void answer(Decoded<JobRequested> decoded, ResultWriter results) {
        if (decoded instanceof Decoded.Value<JobRequested> job
                && answered.add(job.value().getJobId())) {
            results.commit(new JobId(job.value().getJobId()).run(1));
        }
    }

    @Override
    public void close() {
        closed = true;
        Await.until("the responder ended", () -> !thread.isAlive());
    }
}
