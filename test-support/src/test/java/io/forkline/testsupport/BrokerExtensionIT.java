package io.forkline.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith({BrokerExtension.class, NoThreadLeaks.class})
class BrokerExtensionIT {

    @Test
    void collectorSeesWhatWasSentInItsOrder(TestBroker broker) {
        String topic = broker.createTopic("numbers");

        try (var sender = new RecordSender(broker);
                var collector = new RecordCollector(broker, topic)) {
            sender.send(List.of(text(topic, "one"), text(topic, "two")));

            assertThat(texts(collector.awaitCount(2))).containsExactly("one", "two");
            sender.send(List.of(text(topic, "three")));
            assertThat(texts(collector.readToEnd())).containsExactly("one", "two", "three");
        }
    }

    @Test
    void collectorPassesOverWhatWasAborted(TestBroker broker) {
        String topic = broker.createTopic("transactions");
        Map<String, Object> properties = Map.of(
                "bootstrap.servers", broker.bootstrapServers(), "transactional.id", broker.uniqueName("transaction"));

        try (var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
                var sender = new RecordSender(producer);
                var collector = new RecordCollector(broker, topic)) {
            producer.initTransactions();
            producer.beginTransaction();
            sender.send(List.of(text(topic, "aborted")));
            producer.abortTransaction();
            producer.beginTransaction();
            sender.send(List.of(text(topic, "committed")));
            producer.commitTransaction();

            assertThat(texts(collector.readToEnd())).containsExactly("committed");
        }
    }

    @Test
    void shareGroupTakesOnItsLock(TestBroker broker) throws Exception {
        String group = broker.createShareGroup("workers", Duration.ofMillis(1_500));

        var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        var config =
                broker.admin().describeConfigs(List.of(resource)).all().get().get(resource);

        assertThat(config.get("share.record.lock.duration.ms").value()).isEqualTo("1500");
        assertThat(config.get("share.isolation.level").value()).isEqualTo("read_committed");
    }

    @Nested
    class OtherTestClass {

        @Test
        void hasTheSameBrokerUnderAnotherPrefix(TestBroker broker) {
            assertThat(broker.prefix()).startsWith("othertestclass-").endsWith(".");
            assertThat(broker.uniqueName("a")).isNotEqualTo(broker.uniqueName("a"));
        }
    }

    private static ProducerRecord<byte[], byte[]> text(String topic, String text) {
        return new ProducerRecord<>(topic, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> texts(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(each -> new String(each.value(), StandardCharsets.UTF_8))
                .toList();
    }
}
