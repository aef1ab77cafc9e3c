package io.forkline.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith({BrokerExtension.class, NoThreadLeaks.class})
class BrokerLinkIT {

    @Test
    void whatIsSentWhileTheLinkIsSilentArrivesWhenItGoesOn(TestBroker broker) {
        String topic = broker.createTopic("records");
        try (var link = new BrokerLink(broker);
                var direct = new RecordSender(broker);
                var collector = new RecordCollector(broker, topic);
                var linked = new KafkaProducer<>(
                        Map.of("bootstrap.servers", link.bootstrapServers(), "linger.ms", 0),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            Future<?> before = linked.send(text(topic, "before"));
            collector.awaitCount(1);

            link.silence();
            Future<?> heldBack = linked.send(text(topic, "held back"));
            direct.send(List.of(text(topic, "direct")));
            collector.awaitCount(2);
            assertThat(heldBack).isNotDone();
            link.goOn();

            assertThat(collector.awaitCount(3))
                    .extracting(BrokerLinkIT::text)
                    .containsExactly("before", "direct", "held back");
            assertThat(before).succeedsWithin(Await.PATIENCE);
            assertThat(heldBack).succeedsWithin(Await.PATIENCE);
        }
    }

    private static ProducerRecord<byte[], byte[]> text(String topic, String text) {
        return new ProducerRecord<>(topic, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }
}
