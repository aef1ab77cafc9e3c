package io.forkline.schemas.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class TopicReaderTest {

    private static final TopicPartition PARTITION = new TopicPartition("jobs", 0);
    private static final Node NODE = new Node(0, "localhost", 9092);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void readsToWhereTheTopicEndedAndFindsWhatLiesThere() {
        TopicReader reader = reader(3);
        List<Long> seen = new ArrayList<>();
        send(0, 2);

        reader.read(record -> seen.add(record.offset()));

        assertThat(seen).containsExactly(0L, 2L);
        assertThat(reader.percent()).isEqualTo(100);
        send(2);
        assertThat(reader.find(PARTITION, 2)).isPresent();
        assertThat(reader.find(PARTITION, 3)).isEmpty();
    }

    @Test
    void aBrokerThatGoesSilentEndsTheReading() {
        TopicReader reader = reader(3);
        TopicReader.Reader late = new TopicReader.Reader() {
            @Override
            public void record(ConsumerRecord<byte[], byte[]> record) {}

            @Override
            public void passed(long offsets, long of) {
                nanos.addAndGet(TopicReader.PATIENCE.plusSeconds(1).toNanos());
            }
        };

        assertThatThrownBy(() -> reader.read(late))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("has sent nothing of jobs for 30 s");
    }

    @Test
    void readingEndsWhereTheTimeDoes() {
        TopicReader reader = reader(3);

        boolean read = reader.readTo(Duration.ZERO, record -> {});

        assertThat(read).isFalse();
    }

    @Test
    void aTopicThatIsNotThereIsNamed() {
        consumer.updatePartitions("jobs", List.of());

        assertThatThrownBy(() -> new TopicReader(consumer, List.of(TopicPart.whole("jobs")), nanos::get))
                .isInstanceOf(UnknownTopicOrPartitionException.class)
                .hasMessageContaining("there is no topic jobs");
    }

    private TopicReader reader(long end) {
        consumer.updatePartitions("jobs", List.of(new PartitionInfo("jobs", 0, NODE, new Node[] {NODE}, new Node[0])));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, end));
        return new TopicReader(consumer, List.of(TopicPart.whole("jobs")), nanos::get);
    }

    private void send(long... offsets) {
        consumer.schedulePollTask(() -> {
            for (long offset : offsets) {
                consumer.addRecord(new ConsumerRecord<>("jobs", 0, offset, new byte[0], new byte[0]));
            }
        });
    }
}
