package io.forkline.aggregator.run;

import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.report.BoundedReports;
import java.time.Instant;
import java.util.Optional;

/** Writes lead tasks: everything the lead is to know, so that it needs to ask nobody. */
final class LeadTasks {

    private LeadTasks() {}

    /** @param last the verdict of the attempt before, which was not final; empty for the first attempt */
    static LeadTask of(RunPlanned plan, int attempt, Optional<LeadVerdict> last, JoinedReports reports, Instant now) {
        return LeadTask.newBuilder()
                .setJobId(plan.getJobId())
                .setRunId(plan.getRunId())
                .setAttempt(attempt)
                .setEnvironment(plan.getEnvironment())
                .setLead(plan.getLead())
                .setLeadInstructions(plan.getLeadInstructions())
                .setDeadline(plan.getDeadline())
                .setReports(BoundedReports.of(reports.perspectives()).reports())
                .setMissing(Missing.of(plan, reports))
                .setTiming(GainedTime.of(reports))
                .setIssuedAt(now)
                .setTenant(plan.getTenant())
                .setUnreachable(last.map(LeadVerdict::getUnreachable).orElse(0))
                .build();
    }
}
