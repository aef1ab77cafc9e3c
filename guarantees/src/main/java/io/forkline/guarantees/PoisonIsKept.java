package io.forkline.guarantees;

import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What nobody can read is among the dead letters, byte for byte. */
public final class PoisonIsKept implements Guarantee {

    private final List<ProducerRecord<byte[], byte[]>> poison;

    /** Judges by what was published. */
    public PoisonIsKept(List<ProducerRecord<byte[], byte[]>> poison) {
        this.poison = List.copyOf(poison);
    }

    @Override
    public String promise() {
        return "the dead letters hold what nobody can read, byte for byte";
    }

    @Override
    public String evidence(TopicsSeen seen) {
        return poison.size() + " records sent, " + seen.deadLetters().size() + " dead letters";
    }

    @Override
    public List<String> violations(TopicsSeen seen) {
        return poison.stream()
                .filter(sent -> seen.deadLetters().stream()
                        .noneMatch(letter ->
                                Arrays.equals(letter.key(), sent.key()) && Arrays.equals(letter.value(), sent.value())))
                .map(sent -> "a record of " + (sent.value() == null ? 0 : sent.value().length) + " bytes to "
                        + sent.topic() + " is not among the dead letters")
                .toList();
    }
}
