package io.forkline.cli.deadletters;

import io.forkline.cli.CommandException;
import io.forkline.schemas.deadletter.DeadLetter;
import io.forkline.schemas.topic.TopicLayout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters a command is about: those that everything here is true of. */
final class FilterOptions {

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "Only what came from this topic, with or without its prefix; may be given again.")
    private List<String> topics = new ArrayList<>();

    @Option(
            names = "--cause",
            paramLabel = "CAUSE",
            description = "Only with this cause, for example UNREADABLE; may be given again.")
    private List<String> causes = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "ID|TIME",
            description = "From this one on: an id, a time (2026-11-28T10:00:00Z), or how long ago (2h).")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "ID|TIME", description = "Up to this one, which is included; likewise.")
    private @Nullable String to;

    /** Whether a topic or a cause is named. */
    boolean namesTopicOrCause() {
        return !topics.isEmpty() || !causes.isEmpty();
    }

    /** Whether the range has a bound. */
    boolean hasRange() {
        return from != null || to != null;
    }

    /**
     * Whether a letter is meant.
     *
     * @throws CommandException when a bound cannot be read
     */
    Predicate<Letter> predicate(TopicLayout layout, Instant now) {
        Predicate<Letter> all = letter -> true;
        if (!topics.isEmpty()) {
            all = all.and(letter ->
                    letter.said().filter(said -> isOfTopic(said, layout)).isPresent());
        }
        if (!causes.isEmpty()) {
            all = all.and(letter -> letter.said()
                    .filter(said -> causes.stream().anyMatch(said.cause()::equalsIgnoreCase))
                    .isPresent());
        }
        if (from != null) {
            all = all.and(bound("--from", from, now)::isAtOrBefore);
        }
        if (to != null) {
            all = all.and(bound("--to", to, now)::isAtOrAfter);
        }
        return all;
    }

    private boolean isOfTopic(DeadLetter said, TopicLayout layout) {
        return topics.stream()
                .anyMatch(topic -> said.topic().equals(topic) || said.topic().equals(layout.prefix() + topic));
    }

    private static Bound bound(String option, String text, Instant now) {
        return Bound.parse(text, now)
                .orElseThrow(() -> CommandException.usage(option + " takes an id (0-17), a time (2026-11-28T10:00:00Z)"
                        + " or how long ago (2h), and '" + text + "' is none of them"));
    }
}
