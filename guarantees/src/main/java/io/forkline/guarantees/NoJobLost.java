package io.forkline.guarantees;

import io.forkline.schemas.deadletter.BuriedRecord;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.TopicLayout;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A job that was published ends in a result or among the dead letters. Sent twice it is one job; a record that the dead letters hold (the id
 * stood for something else already, say) is accounted for by itself.
 */
public final class NoJobLost implements Guarantee {

    private final String topic;
    private final Set<String> acknowledged;

    /** For jobs of the topic that is laid out so. */
    public NoJobLost(TopicLayout layout) {
        this(layout, Set.of());
    }

    /**
     * The same, by what producers were told too.
     *
     * @param acknowledged ids of jobs whose record the cluster said it has
     */
    public NoJobLost(TopicLayout layout, Set<String> acknowledged) {
        this.topic = layout.name(ForklineTopic.JOBS);
        this.acknowledged = Set.copyOf(acknowledged);
    }

    @Override
    public String promise() {
        return "no job that was published is lost";
    }

    @Override
    public String evidence(TopicsSeen seen) {
        return seen.jobs().size() + " job records, " + seen.results().size() + " results";
    }

    @Override
    public List<String> violations(TopicsSeen seen) {
        Set<String> answered =
                seen.results().stream().map(result -> result.value().getJobId()).collect(Collectors.toSet());
        Set<String> buried = buried(seen);
        Stream<String> unanswered = seen.jobs().stream()
                .filter(job -> !answered.contains(job.value().getJobId()) && !buried.contains(job.place()))
                .map(NoJobLost::violation)
                .distinct();
        Set<String> there =
                seen.jobs().stream().map(job -> job.value().getJobId()).collect(Collectors.toSet());
        Stream<String> vanished = acknowledged.stream()
                .filter(job -> !there.contains(job))
                .map(job -> "job " + job + " was acknowledged, and is not in the log");
        return Stream.concat(unanswered, vanished).toList();
    }

    private Set<String> buried(TopicsSeen seen) {
        Set<String> places = new HashSet<>();
        for (var record : seen.deadLetters()) {
            BuriedRecord.read(record.key(), record.value(), record.headers())
                    .map(BuriedRecord::letter)
                    .filter(letter -> letter.topic().equals(topic))
                    .ifPresent(letter -> places.add(letter.partition() + "@" + letter.offset()));
        }
        return places;
    }

    private static String violation(Seen<JobRequested> job) {
        return "job " + job.value().getJobId() + " has neither a result nor a dead letter";
    }
}
