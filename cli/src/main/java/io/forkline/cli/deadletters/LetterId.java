package io.forkline.cli.deadletters;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Names a dead letter by its place on the topic of the dead letters, so that it stays the same: {@code 0-17}.
 *
 * @param partition its partition there
 * @param offset its offset there
 */
record LetterId(int partition, long offset) implements Comparable<LetterId> {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})-([0-9]{1,18})");

    static LetterId of(ConsumerRecord<byte[], byte[]> record) {
        return new LetterId(record.partition(), record.offset());
    }

    /** The id that is written so; empty where this is none. */
    static Optional<LetterId> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new LetterId(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public int compareTo(LetterId other) {
        return Comparator.comparingInt(LetterId::partition)
                .thenComparingLong(LetterId::offset)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return partition + "-" + offset;
    }
}
