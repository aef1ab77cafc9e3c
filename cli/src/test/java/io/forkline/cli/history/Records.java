package io.forkline.cli.history;

import io.forkline.schemas.id.JobId;
import io.forkline.schemas.record.ControlAction;
import io.forkline.schemas.record.DeadlineReached;
import io.forkline.schemas.record.DeadlineStage;
import io.forkline.schemas.record.ExpectedPerspective;
import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.LeadOptions;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.MissingPerspective;
import io.forkline.schemas.record.MissingReason;
import io.forkline.schemas.record.Origin;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.PlanEvent;
import io.forkline.schemas.record.RejectionReason;
import io.forkline.schemas.record.Replay;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.record.RunControl;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.record.RunRejected;
import io.forkline.schemas.record.SnapshotEvent;
import io.forkline.schemas.record.SnapshotKind;
import io.forkline.schemas.record.SnapshotStatus;
import io.forkline.schemas.record.Target;
import io.forkline.schemas.record.TargetKind;
import io.forkline.schemas.record.Timing;
import io.forkline.schemas.record.Timings;
import io.forkline.schemas.record.TokenUsage;
import io.forkline.schemas.record.VerdictOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Records of one job, as its topics have them, each a second behind the one before. */
public final class Records {

    public static final JobId JOB = new JobId("build-42");
    public static final String ENVIRONMENT_ID = "e".repeat(64);
    public static final Instant BEGIN = Instant.parse("2026-11-23T18:00:00Z");

    private Records() {}

    /** A value and where it lies. */
    public record Placed(Object value, Position at) {}

    public static Placed at(String topic, long offset, Object value) {
        return new Placed(value, new Position("forkline." + topic, 3, offset, BEGIN.plusSeconds(offset)));
    }

    /** Read from the beginning, an hour after the first of them. */
    public static History history(List<Placed> records) {
        return history(Extent.ofAll(BEGIN.plus(Duration.ofHours(1))), records);
    }

    static History history(Extent extent, List<Placed> records) {
        History history = new History(extent);
        records.forEach(record -> history.add(record.value(), record.at()));
        return history;
    }

    public static Placed requested(long offset) {
        return at("jobs", offset, job().build());
    }

    public static Placed replay(long offset, String requestId) {
        return at(
                "jobs",
                offset,
                job().setReplay(new Replay(requestId, null, List.of(), null, null))
                        .build());
    }

    public static JobRequested.Builder job() {
        return JobRequested.newBuilder()
                .setJobId(JOB.value())
                .setEnvironment("python-review")
                .setTarget(Target.newBuilder()
                        .setKind(TargetKind.DIRECTORY)
                        .setUri("file:///srv/checkout")
                        .build())
                .setDeadline(BEGIN.plusSeconds(600));
    }

    public static Placed planned(long offset, int run, long origin) {
        return planned(offset, run, origin, LeadMode.AUTO, false);
    }

    public static Placed planned(long offset, int run, long origin, LeadMode lead, boolean baseline) {
        RunPlanned plan = RunPlanned.newBuilder()
                .setJobId(JOB.value())
                .setRunId(JOB.run(run).toString())
                .setRunNumber(run)
                .setEnvironment("python-review")
                .setEnvironmentId(ENVIRONMENT_ID)
                .setExpected(
                        List.of(new ExpectedPerspective("Security", true), new ExpectedPerspective("Structure", false)))
                .setBaseline(baseline)
                .setReportBy(BEGIN.plusSeconds(570))
                .setDeadline(BEGIN.plusSeconds(600))
                .setLead(new LeadOptions(lead, null, null))
                .setTenant("default")
                .setLabels(Map.of())
                .setSubmittedAt(BEGIN.plusSeconds(origin))
                .setOrigin(new Origin("forkline.jobs", 3, origin))
                .build();
        return at("plans", offset, new PlanEvent(plan));
    }

    public static Placed rejected(long offset, int run, long origin, boolean admitted) {
        RunRejected rejection = RunRejected.newBuilder()
                .setJobId(JOB.value())
                .setRunId(JOB.run(run).toString())
                .setRunNumber(run)
                .setEnvironment("python-review")
                .setReason(admitted ? RejectionReason.SNAPSHOT_FAILED : RejectionReason.UNKNOWN_ENVIRONMENT)
                .setMessage("it is not to be had")
                .setTenant("default")
                .setLabels(Map.of())
                .setSubmittedAt(BEGIN.plusSeconds(origin))
                .setOrigin(new Origin("forkline.jobs", 3, origin))
                .setAdmitted(admitted)
                .build();
        return at("plans", offset, new PlanEvent(rejection));
    }

    public static Placed snapshot(long offset, SnapshotStatus status) {
        return at(
                "snapshots",
                offset,
                SnapshotEvent.newBuilder()
                        .setEnvironmentId(ENVIRONMENT_ID)
                        .setEnvironment("python-review")
                        .setStatus(status)
                        .setAttempt(1)
                        .setKind(SnapshotKind.MEMORY)
                        .setError(status == SnapshotStatus.FAILED ? "pip: no such package" : null)
                        .setHost("here")
                        .build());
    }

    public static Placed task(long offset, int run, String perspective, int attempt) {
        ForkTask task = new ForkTask();
        task.setTaskId(JOB.run(run).task(perspective).toString());
        task.setAttempt(attempt);
        return at("fork-tasks", offset, task);
    }

    public static Placed report(long offset, int run, String perspective, int attempt, ReportOutcome outcome) {
        return at("reports", offset, new ReportEvent(reported(run, perspective, attempt, outcome)));
    }

    public static PerspectiveReport reported(int run, String perspective, int attempt, ReportOutcome outcome) {
        boolean ok = outcome == ReportOutcome.OK;
        return PerspectiveReport.newBuilder()
                .setTaskId(JOB.run(run).task(perspective).toString())
                .setJobId(JOB.value())
                .setRunId(JOB.run(run).toString())
                .setEnvironmentId(ENVIRONMENT_ID)
                .setPerspective(perspective)
                .setAttempt(attempt)
                .setOutcome(outcome)
                .setNotBefore(outcome == ReportOutcome.RETRYABLE ? BEGIN.plusSeconds(90) : null)
                .setFinding(ok ? perspective + " is fine" : null)
                .setError(ok ? null : perspective + " went wrong")
                .setTimings(new Timings(4.0, 2.14, 13.4, BEGIN, BEGIN.plusMillis(20), null))
                .build();
    }

    public static Placed timeOver(long offset, int run) {
        return at(
                "reports",
                offset,
                new ReportEvent(new DeadlineReached(
                        JOB.value(), JOB.run(run).toString(), DeadlineStage.REPORT, BEGIN.plusSeconds(570))));
    }

    public static Placed verdict(long offset, int run, int attempt, VerdictOutcome outcome) {
        return at(
                "verdicts",
                offset,
                LeadVerdict.newBuilder()
                        .setJobId(JOB.value())
                        .setRunId(JOB.run(run).toString())
                        .setAttempt(attempt)
                        .setOutcome(outcome)
                        .setProvider("openai")
                        .setError(outcome == VerdictOutcome.OK ? null : "HTTP 429")
                        .setUsage(new TokenUsage(0L, 0L, 0L))
                        .setCalls(1)
                        .setLeadMs(1L)
                        .build());
    }

    public static Placed result(long offset, int run, long origin, ResultStatus status, PerspectiveReport... reports) {
        return at("results", offset, answered(run, origin, status, reports).build());
    }

    public static JobResult.Builder answered(int run, long origin, ResultStatus status, PerspectiveReport... reports) {
        List<String> reported =
                List.of(reports).stream().map(PerspectiveReport::getPerspective).toList();
        List<MissingPerspective> missing = List.of("Security", "Structure").stream()
                .filter(name -> !reported.contains(name))
                .map(name -> new MissingPerspective(
                        name,
                        name.equals("Security"),
                        status == ResultStatus.CANCELLED ? MissingReason.CANCELLED : MissingReason.NOT_STARTED,
                        "none came"))
                .toList();
        return JobResult.newBuilder()
                .setJobId(JOB.value())
                .setRunId(JOB.run(run).toString())
                .setRunNumber(run)
                .setStatus(status)
                .setError(status == ResultStatus.COMPLETE ? null : "it ended early")
                .setEnvironment("python-review")
                .setReports(List.of(reports))
                .setMissing(missing)
                .setTiming(new Timing(2, 0.42, true, 0.2, 2.1, 105.0))
                .setSubmittedAt(BEGIN.plusSeconds(origin))
                .setFinishedAt(BEGIN.plusSeconds(100))
                .setOrigin(new Origin("forkline.jobs", 3, origin));
    }

    public static Placed cancel(long offset, String runId) {
        return at("controls", offset, control(runId));
    }

    /** The quorum of a run is in. */
    static Placed enough(long offset, int run) {
        return at(
                "controls",
                offset,
                RunControl.newBuilder(control(JOB.run(run).toString()))
                        .setForksOnly(true)
                        .build());
    }

    public static RunControl control(String runId) {
        return RunControl.newBuilder()
                .setJobId(JOB.value())
                .setRunId(runId.isEmpty() ? null : runId)
                .setAction(ControlAction.CANCEL)
                .setRequestedAt(BEGIN.plusSeconds(50))
                .setRequestedBy("someone")
                .setReason("wrong branch")
                .build();
    }
}
