package io.forkline.aggregator.run;

import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.MissingPerspective;
import io.forkline.schemas.record.MissingReason;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.record.RunRejected;
import io.forkline.schemas.report.BoundedReports;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes results. What arrived is in each of them, whatever the status. */
final class Results {

    private Results() {}

    /** The usual one, with a verdict. */
    static JobResult judged(RunPlanned plan, JoinedReports reports, LeadVerdict verdict, int late, Instant now) {
        return byReports(plan, reports, late, now).setLead(verdict).build();
    }

    /** With a verdict that shows what the lead has used, and cannot be used itself. */
    static JobResult unusableVerdict(
            RunPlanned plan, JoinedReports reports, LeadVerdict verdict, String why, int late, Instant now) {
        return byReports(plan, reports, late, now)
                .setLead(verdict)
                .setLeadAbsence(why)
                .build();
    }

    static JobResult withoutVerdict(RunPlanned plan, JoinedReports reports, String why, int late, Instant now) {
        return byReports(plan, reports, late, now).setLeadAbsence(why).build();
    }

    static JobResult cancelled(RunPlanned plan, JoinedReports reports, String why, int late, Instant now) {
        return builder(plan, reports, Missing.of(plan, reports, MissingReason.CANCELLED, why), late, now)
                .setStatus(ResultStatus.CANCELLED)
                .setError(why)
                .setLeadAbsence("the run was cancelled")
                .build();
    }

    /** A run that was planned and could not go on. */
    static JobResult rejected(RunPlanned plan, JoinedReports reports, RunRejected rejection, int late, Instant now) {
        String why = error(rejection);
        return builder(plan, reports, Missing.of(plan, reports, MissingReason.NOT_STARTED, why), late, now)
                .setStatus(ResultStatus.FAILED)
                .setError(why)
                .setLeadAbsence("the run was rejected")
                .build();
    }

    /** A run that was never planned: which perspectives it would have had is not known. */
    static JobResult rejected(RunRejected rejection, Instant now) {
        return JobResult.newBuilder()
                .setJobId(rejection.getJobId())
                .setRunId(rejection.getRunId())
                .setRunNumber(rejection.getRunNumber())
                .setReplayOf(rejection.getReplayOf())
                .setStatus(ResultStatus.FAILED)
                .setError(error(rejection))
                .setEnvironment(rejection.getEnvironment())
                .setEnvironmentId(rejection.getEnvironmentId())
                .setReports(List.of())
                .setMissing(List.of())
                .setTiming(GainedTime.of(new JoinedReports(List.of(), Optional.empty())))
                .setLeadAbsence("the run was rejected")
                .setTenant(rejection.getTenant())
                .setLabels(rejection.getLabels())
                .setSubmittedAt(rejection.getSubmittedAt())
                .setFinishedAt(now)
                .setOrigin(rejection.getOrigin())
                .setContentHash(rejection.getContentHash())
                .setAdmitted(rejection.getAdmitted())
                .build();
    }

    private static String error(RunRejected rejection) {
        return rejection.getReason() + ": " + rejection.getMessage();
    }

    private static JobResult.Builder byReports(RunPlanned plan, JoinedReports reports, int late, Instant now) {
        List<MissingPerspective> missing = Missing.of(plan, reports);
        Status status = Status.of(reports, missing);
        return builder(plan, reports, missing, late, now)
                .setStatus(status.status())
                .setError(status.error().orElse(null));
    }

    private static JobResult.Builder builder(
            RunPlanned plan, JoinedReports reports, List<MissingPerspective> missing, int late, Instant now) {
        BoundedReports bounded = BoundedReports.of(reports.perspectives());
        return JobResult.newBuilder()
                .setJobId(plan.getJobId())
                .setRunId(plan.getRunId())
                .setRunNumber(plan.getRunNumber())
                .setReplayOf(plan.getReplayOf())
                .setEnvironment(plan.getEnvironment())
                .setEnvironmentId(plan.getEnvironmentId())
                .setReports(bounded.reports())
                .setReportsCut(bounded.issuesCut())
                .setMissing(missing)
                .setTiming(GainedTime.of(reports))
                .setLateReports(late)
                .setTenant(plan.getTenant())
                .setLabels(plan.getLabels())
                .setSubmittedAt(plan.getSubmittedAt())
                .setFinishedAt(now)
                .setOrigin(plan.getOrigin())
                .setContentHash(plan.getContentHash());
    }
}
