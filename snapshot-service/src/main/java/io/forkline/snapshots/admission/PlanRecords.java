package io.forkline.snapshots.admission;

import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.SandboxLimits;
import io.forkline.sandbox.environment.Environment;
import io.forkline.sandbox.environment.Perspective;
import io.forkline.schemas.id.RunId;
import io.forkline.schemas.job.JobContent;
import io.forkline.schemas.job.JobRules;
import io.forkline.schemas.job.ReplayRules;
import io.forkline.schemas.record.ExpectedPerspective;
import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.Limits;
import io.forkline.schemas.record.Origin;
import io.forkline.schemas.record.PerspectiveCommand;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.record.RunRejected;
import io.forkline.schemas.record.SnapshotKind;
import io.forkline.schemas.serde.StateCodec;
import io.forkline.snapshots.record.AdmittedRun;
import io.forkline.telemetry.trace.TraceContext;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes decisions as records. */
final class PlanRecords {

    /** What is kept in a rejection of a text that may be what is wrong with the job. */
    private static final int MOST_NAME_CHARS = 200;

    private static final int MOST_MESSAGE_CHARS = 4_096;
    /** Beyond the setup's own time-out: to be delivered, verify the tools and store the layers. */
    private static final Duration BUILD_MARGIN = Duration.ofMinutes(1);

    private static final StateCodec<RunPlanned> PLAN = new StateCodec<>(RunPlanned.class);
    private static final StateCodec<ForkTask> TASK = new StateCodec<>(ForkTask.class);

    private final Duration leadReserve;

    PlanRecords(Duration leadReserve) {
        this.leadReserve = leadReserve;
    }

    RunPlanned planned(
            JobRequested job, Decision.Admitted run, Origin origin, Arrival arrival, Optional<TraceContext> trace) {
        return RunPlanned.newBuilder()
                .setJobId(job.getJobId())
                .setRunId(run.run().toString())
                .setRunNumber(run.run().number())
                .setReplayOf(text(run.replayOf()))
                .setEnvironment(run.environment().name())
                .setEnvironmentId(run.environment().id().value())
                .setExpected(run.perspectives().stream()
                        .map(each -> new ExpectedPerspective(
                                each.name(),
                                each.required() || job.getRequiredPerspectives().contains(each.name())))
                        .toList())
                .setBaseline(hasBaseline(job, run))
                .setReportBy(reportBy(job, arrival.now()))
                .setDeadline(job.getDeadline())
                .setLead(job.getLead())
                .setLeadInstructions(run.environment().leadInstructions().orElse(null))
                .setTenant(job.getTenant())
                .setLabels(job.getLabels())
                .setSubmittedAt(arrival.submittedAt())
                .setOrigin(origin)
                .setContentHash(JobContent.hash(job))
                .setQuorum(job.getQuorum())
                .setPlannedAt(arrival.now())
                .setTraceparent(trace.map(TraceContext::traceparent).orElse(null))
                .setTracestate(trace.flatMap(TraceContext::tracestate).orElse(null))
                .build();
    }

    RunRejected rejected(
            JobRequested job, Decision.Rejected run, Optional<EnvironmentId> id, Origin origin, Arrival arrival) {
        return RunRejected.newBuilder()
                .setJobId(job.getJobId())
                .setRunId(run.run().toString())
                .setRunNumber(run.run().number())
                .setReplayOf(text(run.replayOf()))
                .setEnvironment(cut(job.getEnvironment(), MOST_NAME_CHARS))
                .setEnvironmentId(id.map(EnvironmentId::value).orElse(null))
                .setReason(run.refusal().reason())
                .setMessage(cut(run.refusal().message(), MOST_MESSAGE_CHARS))
                .setTenant(cut(job.getTenant(), MOST_NAME_CHARS))
                .setLabels(JobRules.wrong(job.getLabels()).isPresent() ? Map.of() : job.getLabels())
                .setSubmittedAt(arrival.submittedAt())
                .setOrigin(origin)
                .setContentHash(JobContent.hash(job))
                .setAdmitted(false)
                .build();
    }

    AdmittedRun admitted(JobRequested job, Decision.Admitted run, RunPlanned plan, Instant now) {
        Environment environment = run.environment();
        ForkTask task = ForkTask.newBuilder()
                .setTaskId(run.run().sequential().toString())
                .setJobId(job.getJobId())
                .setRunId(run.run().toString())
                .setAttempt(1)
                .setEnvironment(environment.name())
                .setEnvironmentId(environment.id().value())
                .setKind(SnapshotKind.valueOf(environment.kind().name()))
                .setPerspectives(
                        run.running().stream().map(PlanRecords::command).collect(Collectors.toList()))
                .setSequential(hasBaseline(job, run))
                .setTarget(ReplayRules.target(job))
                .setLimits(limits(environment.limits()))
                .setJobLimits(job.getLimits())
                .setSecrets(environment.secrets())
                .setIssuedAt(now)
                .setReportBy(plan.getReportBy())
                .setTenant(job.getTenant())
                .setPriority(job.getPriority())
                .build();
        return new AdmittedRun(
                run.run().toString(),
                environment.id().value(),
                environment.name(),
                environment.setup().timeout().plus(BUILD_MARGIN).toMillis(),
                plan.getTraceparent(),
                ByteBuffer.wrap(PLAN.encode(plan)),
                ByteBuffer.wrap(TASK.encode(task)),
                plan.getTracestate());
    }

    /** The baseline runs every perspective, and so none where some are not to run again. */
    private static boolean hasBaseline(JobRequested job, Decision.Admitted run) {
        return job.getBaseline() && run.reused().isEmpty();
    }

    private Instant reportBy(JobRequested job, Instant now) {
        if (job.getLead().getMode() == LeadMode.NONE) {
            return job.getDeadline();
        }
        Duration quarter = Duration.between(now, job.getDeadline()).dividedBy(4);
        return job.getDeadline().minus(leadReserve.compareTo(quarter) < 0 ? leadReserve : quarter);
    }

    private static PerspectiveCommand command(Perspective perspective) {
        return new PerspectiveCommand(
                perspective.name(), perspective.run(), perspective.timeout().toMillis());
    }

    private static Limits limits(SandboxLimits limits) {
        return new Limits(
                limits.cpus(),
                limits.memoryBytes(),
                limits.processes(),
                limits.diskBytes(),
                limits.openFiles(),
                limits.fileSizeBytes(),
                limits.outputBytes());
    }

    private static @Nullable String text(Optional<RunId> run) {
        return run.map(RunId::toString).orElse(null);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "...";
    }
}
