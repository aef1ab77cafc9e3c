package io.forkline.guarantees;

import io.forkline.schemas.record.LeadVerdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The model was asked as often as the verdicts say, and beyond that no more often than tasks were lost with a worker that was stopped: a lead task
 * that nobody answered is delivered again, and costs again. Both are counted by job; what a model's server saw is counted there.
 */
public final class ModelCallsAreBounded implements Guarantee {

    private final Map<String, Integer> seenByServer;
    private final List<LeadVerdict> verdicts;
    private final int mostLost;

    /**
     * @param seenByServer calls that a model's server got, by the job they were about
     * @param verdicts all that were published, repeated ones too
     * @param mostLost calls whose verdict nobody published, at most: those of the workers that were stopped, one or two for each of their slots
     */
    public ModelCallsAreBounded(Map<String, Integer> seenByServer, List<LeadVerdict> verdicts, int mostLost) {
        this.seenByServer = Map.copyOf(seenByServer);
        this.verdicts = List.copyOf(verdicts);
        this.mostLost = mostLost;
    }

    @Override
    public String promise() {
        return "the model is called no more often than verdicts say, and tasks were lost with a worker";
    }

    @Override
    public String evidence(TopicsSeen seen) {
        return calls() + " calls, " + accounted() + " of verdicts, "
                + unaccounted().size() + " jobs with more; lost may be " + mostLost;
    }

    @Override
    public List<String> violations(TopicsSeen seen) {
        Map<String, Integer> more = unaccounted();
        int lost = more.values().stream().mapToInt(Integer::intValue).sum();
        List<String> violations = new ArrayList<>();
        if (lost > mostLost) {
            violations.add(lost + " calls are in no verdict, of jobs " + String.join(", ", first(more.keySet())));
        }
        return violations;
    }

    private int calls() {
        return seenByServer.values().stream().mapToInt(Integer::intValue).sum();
    }

    private int accounted() {
        return verdicts.stream().mapToInt(LeadVerdict::getCalls).sum();
    }

    /** Calls beyond those of the verdicts. What one job had less than its verdicts say must not pay for another. */
    private Map<String, Integer> unaccounted() {
        Map<String, Integer> said = new HashMap<>();
        verdicts.forEach(verdict -> said.merge(verdict.getJobId(), verdict.getCalls(), Integer::sum));
        Map<String, Integer> more = new HashMap<>();
        seenByServer.forEach((job, calls) -> {
            int beyond = calls - said.getOrDefault(job, 0);
            if (beyond > 0) {
                more.put(job, beyond);
            }
        });
        return more;
    }

    private static List<String> first(Set<String> jobs) {
        return jobs.stream().sorted().limit(5).toList();
    }
}
