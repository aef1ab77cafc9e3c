package io.forkline.leases;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.topic.ForklineTopic;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaClientsTest {

    /** What an operator sets for all clients, among it things that would break a lease. */
    private final KafkaClients clients = new KafkaClients(
            Map.of(
                    "bootstrap.servers", "kafka:9092",
                    "security.protocol", "SSL",
                    "max.poll.records", 500,
                    "acks", "1"),
            "group");

    @Test
    void consumerTakesOneRecordAndSaysWhatBecomesOfIt() {
        assertThat(clients.consumerProperties("slot-1"))
                .containsEntry("bootstrap.servers", "kafka:9092")
                .containsEntry("security.protocol", "SSL")
                .containsEntry("group.id", "group")
                .containsEntry("client.id", "slot-1")
                .containsEntry("share.acknowledgement.mode", "explicit")
                .containsEntry("share.acquire.mode", "record_limit")
                .containsEntry("max.poll.records", 1)
                .containsEntry("fetch.max.wait.ms", 200);
    }

    @Test
    void producerWaitsForAllReplicasAndForNoBatch() {
        assertThat(clients.producerProperties())
                .containsEntry("security.protocol", "SSL")
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("linger.ms", 0);
    }

    @Test
    void producerTakesWhateverTheDeadLettersTake() {
        assertThat(clients.producerProperties())
                .containsEntry("max.request.size", ForklineTopic.DEAD_LETTERS.maxMessageBytes());
    }
}
