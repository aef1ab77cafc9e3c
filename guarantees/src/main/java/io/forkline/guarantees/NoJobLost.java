package io.forkline.guarantees;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import io.forkline.schemas.deadletter.BuriedRecord;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.TopicLayout;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A job that was published ends in a result or among the dead letters, and so does each replay of it. Sent twice it is one job, and the same request of a
 * replay is one; a record that the dead letters hold (the id stood for something else already, say) is accounted for by itself.
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
        Map<String, Set<String>> answered = seen.results().stream()
                .map(Seen::value)
                .collect(groupingBy(JobResult::getJobId, mapping(JobResult::getRunId, toSet())));
        Set<String> buried = buried(seen);
        Map<String, Set<String>> asked = seen.jobs().stream()
                .filter(job -> !buried.contains(job.place()))
                .map(Seen::value)
                .collect(groupingBy(JobRequested::getJobId, TreeMap::new, mapping(NoJobLost::request, toSet())));
        Stream<String> unanswered = asked.entrySet().stream()
                .flatMap(job -> violation(
                        job.getKey(),
                        job.getValue().size(),
                        answered.getOrDefault(job.getKey(), Set.of()).size()));
        Set<String> there =
                seen.jobs().stream().map(job -> job.value().getJobId()).collect(toSet());
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

    /** What a run is asked for with: the job itself, or the request of a replay, which no job has for an id of its own. */
    private static String request(JobRequested job) {
        return job.getReplay() == null ? "" : job.getReplay().getRequestId();
    }

    private static Stream<String> violation(String job, int asked, int answered) {
        if (answered >= asked) {
            return Stream.empty();
        }
        return Stream.of(
                answered == 0
                        ? "job " + job + " has neither a result nor a dead letter"
                        : "job " + job + " was asked for " + asked + " times, replays among them, and has " + answered
                                + " results");
    }
}
