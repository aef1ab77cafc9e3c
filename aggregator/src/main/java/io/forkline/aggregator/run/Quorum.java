package io.forkline.aggregator.run;

import io.forkline.schemas.record.ExpectedPerspective;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.RunPlanned;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether the reports that are in are enough, by the quorum of the job. */
final class Quorum {

    private Quorum() {}

    /** Whether so many reports are OK as the job asks for, and every required one among them. Never where it asks for none. */
    static boolean isReached(RunPlanned plan, JoinedReports reports) {
        if (plan.getQuorum() == null) {
            return false;
        }
        Set<String> ok = reports.perspectives().stream()
                .filter(JoinedReports::isOk)
                .map(PerspectiveReport::getTaskId)
                .collect(Collectors.toSet());
        return ok.size() >= plan.getQuorum()
                && plan.getExpected().stream()
                        .filter(ExpectedPerspective::getRequired)
                        .allMatch(each -> ok.contains(Plans.taskId(plan, each.getName())));
    }
}
