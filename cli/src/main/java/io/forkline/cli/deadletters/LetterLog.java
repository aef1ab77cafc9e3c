package io.forkline.cli.deadletters;

import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.log.TopicPart;
import io.forkline.schemas.log.TopicReader;
import io.forkline.schemas.topic.ForklineTopic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The topic of the dead letters, from its beginning to where it ended when this was opened. For one thread. */
final class LetterLog implements AutoCloseable {

    private final String topic;
    private final TopicReader topics;

    private LetterLog(String topic, TopicReader topics) {
        this.topic = topic;
        this.topics = topics;
    }

    /** What happens on the way through the topic. */
    interface Reader {

        /** The next letter; within its partition in the order of the topic. */
        void letter(Letter letter);

        /** So many of so many offsets are behind us. */
        void passed(long offsets, long of);
    }

    /** Opens it; there is an error that says so when the topic is not there. */
    static LetterLog open(ClusterConnection connection) {
        String topic = connection.layout().name(ForklineTopic.DEAD_LETTERS);
        return new LetterLog(topic, TopicReader.open(connection, List.of(TopicPart.whole(topic))));
    }

    /** Reads all of it. */
    void read(Reader reader) {
        topics.read(new TopicReader.Reader() {
            @Override
            public void record(ConsumerRecord<byte[], byte[]> record) {
                reader.letter(Letter.of(record));
            }

            @Override
            public void passed(long offsets, long of) {
                reader.passed(offsets, of);
            }
        });
    }

    /** The letter with this id, if there is one. Quick for ids that follow each other. */
    Optional<Letter> find(LetterId id) {
        return topics.find(new TopicPartition(topic, id.partition()), id.offset())
                .map(Letter::of);
    }

    /** Where the letters are, for messages: {@code from 0-0 to 0-41}, both included. */
    String range() {
        Map<TopicPartition, Long> begins = topics.begins();
        List<String> ranges = new ArrayList<>();
        topics.ends().entrySet().stream()
                .sorted(Comparator.comparing(end -> end.getKey().partition()))
                .filter(end -> end.getValue() > begins.get(end.getKey()))
                .forEach(end -> ranges.add("from "
                        + new LetterId(end.getKey().partition(), begins.get(end.getKey())) + " to "
                        + new LetterId(end.getKey().partition(), end.getValue() - 1)));
        return ranges.isEmpty() ? "none" : String.join(", ", ranges);
    }

    String topic() {
        return topic;
    }

    @Override
    public void close() {
        topics.close();
    }
}
