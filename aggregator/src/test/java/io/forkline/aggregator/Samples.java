package io.forkline.aggregator;

import io.forkline.schemas.id.TaskId;
import io.forkline.schemas.record.ExpectedPerspective;
import io.forkline.schemas.record.Issue;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.LeadOptions;
import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.Origin;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.RejectionReason;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.record.RunRejected;
import io.forkline.schemas.record.SandboxInfo;
import io.forkline.schemas.record.SequentialStep;
import io.forkline.schemas.record.SnapshotKind;
import io.forkline.schemas.record.Stages;
import io.forkline.schemas.record.Timing;
import io.forkline.schemas.record.Timings;
import io.forkline.schemas.record.TokenUsage;
import io.forkline.schemas.record.TopIssue;
import io.forkline.schemas.record.VerdictOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Records of one run as they usually look. Tests change what they are about. */
public final class Samples {

    public static final String JOB = "job-1";
    public static final String RUN = "job-1/1";
    public static final String CONTENT = "f2fc0dc535a84c38985f0a599d2873b3";
    public static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
    public static final Instant REPORT_BY = START.plus(Duration.ofSeconds(50));
    public static final Instant DEADLINE = START.plus(Duration.ofSeconds(60));

    private Samples() {}

    /** Security is required, Tests is not; the lead is the built-in one. */
    public static RunPlanned plan() {
        return RunPlanned.newBuilder()
                .setJobId(JOB)
                .setRunId(RUN)
                .setRunNumber(1)
                .setEnvironment("python-review")
                .setEnvironmentId("sha256-env")
                .setExpected(
                        List.of(new ExpectedPerspective("Security", true), new ExpectedPerspective("Tests", false)))
                .setBaseline(false)
                .setReportBy(REPORT_BY)
                .setDeadline(DEADLINE)
                .setLead(lead(LeadMode.OFFLINE))
                .setLeadInstructions("Weigh security first.")
                .setTenant("team-a")
                .setLabels(Map.of("branch", "main"))
                .setSubmittedAt(START)
                .setOrigin(new Origin("forkline.jobs", 0, 17L))
                .setContentHash(CONTENT)
                .build();
    }

    /** A second run of the same job, which replays the first. */
    public static RunPlanned replay() {
        return RunPlanned.newBuilder(plan())
                .setRunId(JOB + "/2")
                .setRunNumber(2)
                .setReplayOf(RUN)
                .setOrigin(new Origin("forkline.jobs", 0, 18L))
                .build();
    }

    /** The report of its own fork. */
    public static PerspectiveReport ofReplay(PerspectiveReport report) {
        return PerspectiveReport.newBuilder(report)
                .setTaskId(JOB + "/2/" + report.getPerspective())
                .setRunId(JOB + "/2")
                .build();
    }

    /** A report of the first run that the second one reuses. */
    public static PerspectiveReport reused(PerspectiveReport report) {
        return PerspectiveReport.newBuilder(ofReplay(report)).setReusedFrom(RUN).build();
    }

    public static LeadOptions lead(LeadMode mode) {
        return LeadOptions.newBuilder().setMode(mode).build();
    }

    public static RunRejected rejection() {
        return RunRejected.newBuilder()
                .setJobId(JOB)
                .setRunId(RUN)
                .setRunNumber(1)
                .setEnvironment("python-review")
                .setReason(RejectionReason.SNAPSHOT_FAILED)
                .setMessage("pip found no package of this name")
                .setTenant("team-a")
                .setLabels(Map.of())
                .setSubmittedAt(START)
                .setOrigin(new Origin("forkline.jobs", 0, 17L))
                .setContentHash(CONTENT)
                .build();
    }

    /** An OK report: score 80, one issue, forked in 10 ms, ran for 90 ms. */
    public static PerspectiveReport report(String perspective) {
        return PerspectiveReport.newBuilder()
                .setTaskId(RUN + "/" + perspective)
                .setJobId(JOB)
                .setRunId(RUN)
                .setEnvironmentId("sha256-env")
                .setPerspective(perspective)
                .setAttempt(1)
                .setOutcome(ReportOutcome.OK)
                .setScore(80.0)
                .setFinding("1 issue (1 high)")
                .setIssues(List.of(new Issue("app.py", 12, "HIGH", "B602", "subprocess call with shell=True")))
                .setMetrics(Map.of("files", 3.0))
                .setTimings(timings(START, 10, 90))
                .setSandbox(new SandboxInfo(
                        "local",
                        SnapshotKind.MEMORY,
                        "sha256-env",
                        "fork-" + perspective,
                        "sha256-target",
                        "host-1",
                        "sha256-snapshot"))
                .build();
    }

    /** A final report that is not OK. */
    public static PerspectiveReport failed(String perspective, ReportOutcome outcome, String error) {
        return PerspectiveReport.newBuilder(report(perspective))
                .setOutcome(outcome)
                .setScore(null)
                .setFinding(null)
                .setIssues(List.of())
                .setMetrics(Map.of())
                .setError(error)
                .build();
    }

    /** The report of the baseline: two steps that took 300 ms together. */
    public static PerspectiveReport baseline() {
        return PerspectiveReport.newBuilder(report(TaskId.SEQUENTIAL))
                .setScore(null)
                .setFinding(null)
                .setIssues(List.of())
                .setSteps(List.of(
                        new SequentialStep("Security", ReportOutcome.OK, 10.0, 140.0),
                        new SequentialStep("Tests", ReportOutcome.OK, 10.0, 140.0)))
                .build();
    }

    public static Timings timings(Instant startedAt, double forkMs, double runMs) {
        long forkMicros = (long) (forkMs * 1_000);
        Stages stages = Stages.newBuilder()
                .setParked(true)
                .setQueueMicros(forkMicros / 2)
                .setClaimMicros(forkMicros / 10)
                .setMountMicros(forkMicros / 10)
                .setFirstInstructionMicros(forkMicros * 3 / 10)
                .setRunMicros((long) (runMs * 1_000))
                .setResultMicros(400)
                .setDestroyMicros(3_000L)
                .build();
        return new Timings(5.0, forkMs, runMs, startedAt, startedAt.plusMillis((long) (forkMs + runMs)), stages);
    }

    public static LeadVerdict verdict(int attempt) {
        return LeadVerdict.newBuilder()
                .setJobId(JOB)
                .setRunId(RUN)
                .setAttempt(attempt)
                .setOutcome(VerdictOutcome.OK)
                .setProvider("openai")
                .setModel("gpt-4o")
                .setHealthScore(71.5)
                .setTopIssues(List.of(new TopIssue(
                        "Shell injection", "app.py", 12, "HIGH", "Input reaches a shell.", "Pass a list.")))
                .setNextActions(List.of("Remove shell=True from app.py."))
                .setScaleNote("A thousand such reviews take minutes instead of hours.")
                .setUsage(new TokenUsage(900L, 100L, 1000L))
                .setCalls(1)
                .setLeadMs(1200L)
                .build();
    }

    public static LeadVerdict retryable(int attempt, Instant notBefore) {
        return LeadVerdict.newBuilder(verdict(attempt))
                .setOutcome(VerdictOutcome.RETRYABLE)
                .setNotBefore(notBefore)
                .setHealthScore(null)
                .setTopIssues(List.of())
                .setNextActions(List.of())
                .setScaleNote(null)
                .setError("HTTP 429: slow down")
                .build();
    }

    public static LeadVerdict failedVerdict(int attempt) {
        return LeadVerdict.newBuilder(retryable(attempt, START))
                .setOutcome(VerdictOutcome.FAILED)
                .setNotBefore(null)
                .setError("HTTP 401: wrong key")
                .build();
    }

    public static LeadTask leadTask(LeadMode mode) {
        return LeadTask.newBuilder()
                .setJobId(JOB)
                .setRunId(RUN)
                .setAttempt(1)
                .setEnvironment("python-review")
                .setLead(lead(mode))
                .setLeadInstructions("Weigh security first.")
                .setDeadline(DEADLINE)
                .setReports(List.of(report("Security"), report("Tests")))
                .setMissing(List.of())
                .setTiming(new Timing(2, 0.2, false, 0.1, 2.0, 100.0))
                .setIssuedAt(START)
                .build();
    }
}
