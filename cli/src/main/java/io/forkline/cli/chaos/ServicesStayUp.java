package io.forkline.cli.chaos;

import io.forkline.cli.chaos.process.Ended;
import io.forkline.guarantees.Guarantee;
import io.forkline.guarantees.TopicsSeen;
import java.util.List;

/** A service that has begun to work ends when it is told to, or killed, and not by itself, whatever happens to the others. */
final class ServicesStayUp implements Guarantee {

    private final List<Ended> ended;

    ServicesStayUp(List<Ended> ended) {
        this.ended = List.copyOf(ended);
    }

    @Override
    public String promise() {
        return "a service that works ends only when it is killed";
    }

    @Override
    public String evidence(TopicsSeen seen) {
        return ended.size() + " ends of their own, "
                + ended.stream().filter(end -> !end.wasReady()).count() + " of them before they were ready";
    }

    @Override
    public List<String> violations(TopicsSeen seen) {
        return ended.stream()
                .filter(Ended::wasReady)
                .map(end -> end.process() + " ended by itself with " + end.exitCode())
                .toList();
    }
}
