package io.forkline.guarantees;

import io.forkline.schemas.deadletter.BuriedRecord;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.TopicLayout;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A job that was published ends in a result or among the dead letters. Sent twice it is one job; a record that the dead letters hold (the id
 * stood for something else already, say) is accounted for by itself.
 */
public final class NoJobLost implements Guarantee {

    private final String topic;

    /** For jobs of the topic that is laid out so. */
    public NoJobLost(TopicLayout layout) {
        this.topic = layout.name(ForklineTopic.JOBS);
    }

    @Override
    public String promise() {
        return "no job that was published is lost";
    }

    @Override
    public List<String> violations(TopicsSeen seen) {
        Set<String> answered =
                seen.results().stream().map(result -> result.value().getJobId()).collect(Collectors.toSet());
        Set<String> buried = buried(seen);
        return seen.jobs().stream()
                .filter(job -> !answered.contains(job.value().getJobId()) && !buried.contains(job.place()))
                .map(NoJobLost::violation)
                .distinct()
                .toList();
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
