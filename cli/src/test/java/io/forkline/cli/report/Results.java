package io.forkline.cli.report;

import io.forkline.schemas.record.Issue;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.MissingPerspective;
import io.forkline.schemas.record.MissingReason;
import io.forkline.schemas.record.Origin;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.record.Timing;
import io.forkline.schemas.record.Timings;
import io.forkline.schemas.record.TokenUsage;
import io.forkline.schemas.record.TopIssue;
import io.forkline.schemas.record.VerdictOutcome;
import java.time.Instant;
import java.util.List;

/** Results to show. */
final class Results {

    private static final Instant SUBMITTED = Instant.parse("2026-11-23T18:00:00Z");

    private Results() {}

    static JobResult.Builder complete() {
        return JobResult.newBuilder()
                .setJobId("build-42")
                .setRunId("build-42/1")
                .setRunNumber(1)
                .setStatus(ResultStatus.COMPLETE)
                .setEnvironment("python-review")
                .setReports(List.of(security(), structure()))
                .setMissing(List.of())
                .setTiming(new Timing(2, 0.42, true, 0.2, 2.1, 105.0))
                .setLead(verdict())
                .setSubmittedAt(SUBMITTED)
                .setFinishedAt(SUBMITTED.plusMillis(240))
                .setOrigin(new Origin("forkline.jobs", 0, 7L));
    }

    static JobResult.Builder partial() {
        PerspectiveReport failed = report("Structure", ReportOutcome.FAILED)
                .setError("exit code 3 and no report line")
                .setStderrTail("Traceback (most recent call last):\n\nKeyError: 'rate\u001b[2J'\n")
                .build();
        return complete()
                .setStatus(ResultStatus.PARTIAL)
                .setReports(List.of(security(), failed))
                .setMissing(List.of(
                        new MissingPerspective("Structure", false, MissingReason.FAILED, "exit code 3"),
                        new MissingPerspective("Tests", false, MissingReason.TIMED_OUT, "no report by the deadline")))
                .setLead(null)
                .setLeadAbsence("the model could not be had: HTTP 429");
    }

    static PerspectiveReport security() {
        return report("Security", ReportOutcome.OK)
                .setScore(70.0)
                .setFinding("2 issues in 3 files")
                .setIssues(List.of(
                        new Issue("app.py", 3, "LOW", "B404", "a module that starts programs"),
                        new Issue("app.py", 9, "HIGH", "B602", "a shell runs\u001b[31m what it is given")))
                .build();
    }

    private static PerspectiveReport structure() {
        return report("Structure", ReportOutcome.OK)
                .setScore(36.0)
                .setFinding("9 functions in 3 files")
                .build();
    }

    private static PerspectiveReport.Builder report(String perspective, ReportOutcome outcome) {
        return PerspectiveReport.newBuilder()
                .setTaskId("build-42/1/" + perspective)
                .setJobId("build-42")
                .setRunId("build-42/1")
                .setEnvironmentId("e".repeat(64))
                .setPerspective(perspective)
                .setAttempt(1)
                .setOutcome(outcome)
                .setTimings(new Timings(4.0, 2.14, 13.4, SUBMITTED, SUBMITTED.plusMillis(20), null));
    }

    private static LeadVerdict verdict() {
        return LeadVerdict.newBuilder()
                .setJobId("build-42")
                .setRunId("build-42/1")
                .setAttempt(1)
                .setOutcome(VerdictOutcome.OK)
                .setProvider("offline")
                .setHealthScore(53.0)
                .setTopIssues(List.of(new TopIssue(
                        "A shell runs input", "app.py", 9, "HIGH", "whatever is typed is run", "give a list")))
                .setNextActions(List.of("Replace the shell"))
                .setScaleNote("A thousand such jobs take half the time.")
                .setUsage(new TokenUsage(0L, 0L, 0L))
                .setCalls(0)
                .setLeadMs(1L)
                .build();
    }
}
