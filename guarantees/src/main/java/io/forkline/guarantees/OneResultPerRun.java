package io.forkline.guarantees;

import io.forkline.schemas.record.JobResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A consumer that reads committed sees one result for each run, under the key of its job. */
public final class OneResultPerRun implements Guarantee {

    @Override
    public String promise() {
        return "each run has one result";
    }

    @Override
    public String evidence(TopicsSeen seen) {
        return seen.results().size() + " results";
    }

    @Override
    public List<String> violations(TopicsSeen seen) {
        List<String> violations = new ArrayList<>();
        Map<String, String> first = new HashMap<>();
        for (Seen<JobResult> result : seen.results()) {
            JobResult value = result.value();
            String before = first.putIfAbsent(value.getRunId(), result.place());
            if (before != null) {
                violations.add(
                        "run " + value.getRunId() + " has a result at " + before + " and another at " + result.place());
            }
            if (!result.key().equals(value.getJobId())) {
                violations.add("the result of run " + value.getRunId() + " has the key " + result.key());
            }
        }
        return violations;
    }
}
