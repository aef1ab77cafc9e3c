package io.forkline.cli.deadletters;

import io.forkline.cli.terminal.Text;
import io.forkline.schemas.deadletter.DeadLetter;
import io.forkline.schemas.deadletter.Redrives;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.TopicLayout;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Says which dead letters may be redriven. What a letter says of its origin may come from anyone: only topics of this deployment get
 * a record from it, and only one that is whole.
 *
 * @param layout of the deployment
 * @param partitions of the topics that are there, by their names
 * @param most redrives of a record
 */
record RedriveRules(TopicLayout layout, Map<String, Integer> partitions, int most) {

    RedriveRules {
        partitions = Map.copyOf(partitions);
    }

    Verdict decide(Letter letter) {
        if (letter.said().isEmpty()) {
            return new Verdict.Refuse("it is " + LetterTable.NOT_OURS + ", so that nobody knows where it came from");
        }
        DeadLetter said = letter.said().get();
        Optional<ForklineTopic> topic = topic(said);
        if (topic.isEmpty()) {
            return new Verdict.Refuse(notOurs(said.topic()));
        }
        Integer there = partitions.get(said.topic());
        if (there == null) {
            return new Verdict.Refuse("its topic " + said.topic() + " is not there any more");
        }
        if (letter.bytesCut() > 0) {
            return new Verdict.Refuse(
                    "it was cut by " + Text.count(letter.bytesCut(), "byte") + ", as no topic holds all of it");
        }
        return refusal(letter, topic.get())
                .<Verdict>map(Verdict.Refuse::new)
                .orElseGet(() -> count(letter, said, there));
    }

    private Verdict count(Letter letter, DeadLetter said, int there) {
        Optional<Redrives> before = letter.redrives();
        if (before.isEmpty()) {
            return new Verdict.Refuse("its header " + Redrives.HEADER
                    + " is not a number, so that nobody knows how often" + " it was redriven");
        }
        if (before.get().count() >= most) {
            return new Verdict.Refuse(
                    "it was redriven " + Text.count(before.get().count(), "time")
                            + " and came back each time; look at it with `forkline dead-letters show " + letter.id()
                            + "`, and give a higher --max-redrives if it should be tried again");
        }
        OptionalInt partition = said.partition() < there ? OptionalInt.of(said.partition()) : OptionalInt.empty();
        return new Verdict.Send(said.topic(), partition, before.get().next());
    }

    /** Where the topic itself takes no such record, or would lose another one by it. */
    private static Optional<String> refusal(Letter letter, ForklineTopic topic) {
        if (topic.retention().isPresent()) {
            return Optional.empty();
        }
        if (letter.key() == null) {
            return Optional.of("it has no key, and its topic, which is compacted, takes no such record");
        }
        return letter.value() == null
                ? Optional.of("it has no value: on its topic, which is compacted, that would delete what there is under"
                        + " its key")
                : Optional.empty();
    }

    private Optional<ForklineTopic> topic(DeadLetter said) {
        return Arrays.stream(ForklineTopic.values())
                .filter(each -> each != ForklineTopic.DEAD_LETTERS)
                .filter(each -> layout.name(each).equals(said.topic()))
                .findAny();
    }

    private String notOurs(String name) {
        String topic = Text.escape(name);
        if (name.endsWith("-changelog") || name.endsWith("-repartition")) {
            return "it came from " + topic + ", an internal topic of Kafka Streams, which only its application writes";
        }
        if (!name.startsWith(layout.prefix())) {
            return "it came from " + topic + ", which is not behind the prefix " + layout.prefix();
        }
        return name.equals(layout.name(ForklineTopic.DEAD_LETTERS))
                ? "it came from the dead letters themselves"
                : "it came from " + topic + ", which is no topic of Forkline";
    }
}
