package io.forkline.guarantees;

import io.forkline.schemas.record.DeadlineReached;
import io.forkline.schemas.record.DeadlineStage;
import io.forkline.schemas.record.ExpectedPerspective;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.LeadOptions;
import io.forkline.schemas.record.MissingPerspective;
import io.forkline.schemas.record.MissingReason;
import io.forkline.schemas.record.Origin;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.PlanEvent;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.record.Target;
import io.forkline.schemas.record.TargetKind;
import io.forkline.schemas.record.Timing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;

/** A run of the job {@code build} with the perspectives Security, which is required, and Tests. */
final class Example {

    static final String JOB = "build";
    static final String RUN = "build/1";
    static final Instant AT = Instant.parse("2026-11-28T12:00:00Z");

    private Example() {}

    /** As read from a topic of one partition. */
    @SafeVarargs
    static <T extends SpecificRecord> List<Seen<T>> seen(T... values) {
        return IntStream.range(0, values.length)
                .mapToObj(offset -> new Seen<>(0, offset, JOB, values[offset]))
                .toList();
    }

    static JobRequested job() {
        return JobRequested.newBuilder()
                .setJobId(JOB)
                .setEnvironment("review")
                .setTarget(Target.newBuilder()
                        .setKind(TargetKind.DIRECTORY)
                        .setUri("file:///project")
                        .build())
                .setDeadline(AT.plusSeconds(60))
                .build();
    }

    static PlanEvent plan() {
        return new PlanEvent(RunPlanned.newBuilder()
                .setJobId(JOB)
                .setRunId(RUN)
                .setRunNumber(1)
                .setEnvironment("review")
                .setEnvironmentId("e".repeat(64))
                .setExpected(
                        List.of(new ExpectedPerspective("Security", true), new ExpectedPerspective("Tests", false)))
                .setBaseline(false)
                .setReportBy(AT.plusSeconds(50))
                .setDeadline(AT.plusSeconds(60))
                .setLead(LeadOptions.newBuilder().setMode(LeadMode.OFFLINE).build())
                .setTenant("default")
                .setLabels(Map.of())
                .setSubmittedAt(AT)
                .setOrigin(new Origin("forkline.jobs", 0, 0L))
                .build());
    }

    static PerspectiveReport report(String perspective, ReportOutcome outcome) {
        return PerspectiveReport.newBuilder()
                .setTaskId(RUN + "/" + perspective)
                .setJobId(JOB)
                .setRunId(RUN)
                .setEnvironmentId("e".repeat(64))
                .setPerspective(perspective)
                .setAttempt(1)
                .setOutcome(outcome)
                .setScore(outcome == ReportOutcome.OK ? 70.0 : null)
                .build();
    }

    static ReportEvent event(PerspectiveReport report) {
        return new ReportEvent(report);
    }

    static ReportEvent mark() {
        return new ReportEvent(new DeadlineReached(JOB, RUN, DeadlineStage.REPORT, AT.plusSeconds(50)));
    }

    static MissingPerspective missing(String perspective) {
        return new MissingPerspective(perspective, false, MissingReason.TIMED_OUT, "no report by the deadline");
    }

    static JobResult result(ResultStatus status, List<PerspectiveReport> reports, List<MissingPerspective> missing) {
        return JobResult.newBuilder()
                .setJobId(JOB)
                .setRunId(RUN)
                .setRunNumber(1)
                .setStatus(status)
                .setEnvironment("review")
                .setReports(reports)
                .setMissing(missing)
                .setTiming(new Timing(2, 0.42, true, 0.2, 2.1, 105.0))
                .setSubmittedAt(AT)
                .setFinishedAt(AT.plusSeconds(1))
                .setOrigin(new Origin("forkline.jobs", 0, 0L))
                .build();
    }
}
