package io.forkline.producer;

import io.forkline.schemas.topic.KeyPartition;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The partitions of the topic {@code results}.
 *
 * @param count as the cluster says, so that a client whose configuration differs still finds its results
 */
record ResultPartitions(String topic, int count) {

    /** @throws UnknownTopicOrPartitionException when the topic is not there */
    static ResultPartitions of(Consumer<?, ?> consumer, String topic) {
        int count = consumer.partitionsFor(topic).size();
        if (count == 0) {
            throw new UnknownTopicOrPartitionException(
                    "topic " + topic + " is not there; run `forkline topics create`, or set topics.prefix");
        }
        return new ResultPartitions(topic, count);
    }

    /** Where Kafka's Java clients put a key, among them the aggregator. */
    TopicPartition ofKey(String key) {
        return new TopicPartition(topic, KeyPartition.of(key, count));
    }

    List<TopicPartition> all() {
        return IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    static void seek(Consumer<?, ?> consumer, List<TopicPartition> partitions, StartingPoint start) {
        switch (start) {
            case StartingPoint.Beginning beginning -> consumer.seekToBeginning(partitions);
            // Not seekToEnd, which looks the end up when it polls, and misses what came before that.
            case StartingPoint.Now now -> consumer.endOffsets(partitions).forEach(consumer::seek);
            case StartingPoint.Since since ->
                seekToTime(consumer, partitions, since.time().toEpochMilli());
        }
    }

    private static void seekToTime(Consumer<?, ?> consumer, List<TopicPartition> partitions, long time) {
        // The ends are asked for first: what comes after that lies behind them.
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> time)));
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp first = found.get(partition);
            consumer.seek(partition, first == null ? ends.get(partition) : first.offset());
        }
    }
}
