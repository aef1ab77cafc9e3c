package io.forkline.cli.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forkline.cli.chaos.plan.PlannedJob;
import io.forkline.cli.chaos.process.ModelServer;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.Target;
import io.forkline.schemas.serde.RecordJson;
import io.forkline.schemas.topic.ForklineTopic;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes jobs as a system does that has no Avro client and asks no registry. Safe for several threads. */
final class JsonProducer implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String topic;
    private final Producer<String, String> producer;

    JsonProducer(ClusterConnection connection) {
        this.topic = connection.layout().name(ForklineTopic.JOBS_JSON);
        this.producer =
                new KafkaProducer<>(connection.kafkaProperties(), new StringSerializer(), new StringSerializer());
    }

    /**
     * Returns when the cluster has it.
     *
     * @throws KafkaException when it did not take it
     */
    void publish(PlannedJob job, Target target) throws InterruptedException {
        try {
            producer.send(new ProducerRecord<>(
                            topic, job.id(), json(job, target).toString()))
                    .get();
        } catch (ExecutionException e) {
            throw new KafkaException("the job was not taken", e.getCause());
        }
    }

    private static ObjectNode json(PlannedJob job, Target target) {
        ObjectNode json = MAPPER.createObjectNode()
                .put("jobId", job.id())
                .put("environment", job.environment())
                .put("deadline", job.deadline().toString())
                .put("baseline", job.baseline())
                .put("tenant", job.tenant())
                .put("priority", job.priority());
        json.set("target", RecordJson.tree(target));
        json.set("perspectives", MAPPER.valueToTree(job.perspectives()));
        ObjectNode lead = json.putObject("lead").put("mode", job.lead().name());
        if (job.lead() != LeadMode.NONE) {
            lead.put("instructions", ModelServer.instructions(job.id()));
        }
        return json;
    }

    @Override
    public void close() {
        producer.close();
    }
}
