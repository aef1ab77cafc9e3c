package io.forkline.producer;

import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.id.RunId;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.Origin;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.record.Timing;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.topic.ForklineTopic;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes results in transactions, as the aggregator does. */
final class ResultWriter implements AutoCloseable {

    private final String topic;
    private final SchemaRegistry registry;
    private final RecordCodec<JobResult> codec;
    private final KafkaProducer<String, byte[]> producer;

    ResultWriter(ClusterConnection connection) {
        topic = connection.layout().name(ForklineTopic.RESULTS);
        registry = connection.openRegistry();
        codec = connection.codec(registry, ForklineTopic.RESULTS, JobResult.class);
        Map<String, Object> properties = connection.kafkaProperties();
        properties.put("transactional.id", topic + "-writer");
        producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
    }

    static JobResult result(RunId run) {
        Instant now = Instant.now();
        return JobResult.newBuilder()
                .setJobId(run.job().value())
                .setRunId(run.toString())
                .setRunNumber(run.number())
                .setStatus(ResultStatus.COMPLETE)
                .setEnvironment("python-review")
                .setReports(List.of())
                .setMissing(List.of())
                .setTiming(new Timing(0, 0.0, false, 0.0, 0.0, 0.0))
                .setSubmittedAt(now)
                .setFinishedAt(now)
                .setOrigin(new Origin("jobs", 0, 0L))
                .build();
    }

    void commit(RunId run) {
        commit(run, null);
    }

    void commit(JobResult result) {
        transaction(new ProducerRecord<>(topic, result.getJobId(), codec.encode(result)), true);
    }

    /** Writes a result with a timestamp, which counts where the topic's are not those of the broker. */
    void commit(RunId run, Long timestamp) {
        transaction(new ProducerRecord<>(topic, null, timestamp, run.job().value(), codec.encode(result(run))), true);
    }

    void abort(RunId run) {
        transaction(new ProducerRecord<>(topic, run.job().value(), codec.encode(result(run))), false);
    }

    void commitRaw(String key, byte[] value) {
        transaction(new ProducerRecord<>(topic, key, value), true);
    }

    @Override
    public void close() {
        producer.close();
        registry.close();
    }

    private void transaction(ProducerRecord<String, byte[]> record, boolean commit) {
        producer.beginTransaction();
        try {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
        if (commit) {
            producer.commitTransaction();
        } else {
            producer.abortTransaction();
        }
    }
}
