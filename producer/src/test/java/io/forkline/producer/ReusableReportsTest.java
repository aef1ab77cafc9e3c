package io.forkline.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.schemas.id.JobId;
import io.forkline.schemas.record.Issue;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.MissingPerspective;
import io.forkline.schemas.record.MissingReason;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.Replay;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.report.RecordSize;
import io.forkline.schemas.topic.ForklineTopic;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReusableReportsTest {

    private static final MissingPerspective MISSING =
            new MissingPerspective("Security", true, MissingReason.FAILED, "it failed");

    @Test
    void whatIsOkIsReused() {
        JobResult result = result(List.of(report("Tests", ReportOutcome.OK), report("Security", ReportOutcome.FAILED)));

        assertThat(ReusableReports.of(result))
                .extracting(PerspectiveReport::getPerspective)
                .containsExactly("Tests");
    }

    @Test
    void whereNothingWasOkEverythingRunsAgain() {
        assertThat(ReusableReports.of(result(List.of()))).isEmpty();
    }

    @Test
    void whereNothingFailedThereIsNothingToRun() {
        JobResult result = JobResult.newBuilder(result(List.of(report("Tests", ReportOutcome.OK))))
                .setMissing(List.of())
                .build();

        assertThatThrownBy(() -> ReusableReports.of(result))
                .isInstanceOf(NotReplayableException.class)
                .hasMessage("has no perspective that failed in nightly/1");
    }

    @Test
    void largeReportsLoseIssuesUntilTheRecordFits() {
        List<Issue> issues = Collections.nCopies(2_000, new Issue("app.py", 1, "LOW", "R1", "m".repeat(400)));
        PerspectiveReport large = PerspectiveReport.newBuilder(report("Tests", ReportOutcome.OK))
                .setIssues(issues)
                .build();
        PerspectiveReport small = report("Style", ReportOutcome.OK);

        JobRequested fitted = fitted(List.of(large, large, small));

        assertThat(RecordSize.bytes(fitted)).isLessThan(ForklineTopic.JOBS.maxMessageBytes());
        List<PerspectiveReport> reused = fitted.getReplay().getReused();
        assertThat(reused.get(0).getIssuesCut()).isPositive();
        assertThat(reused.get(0).getIssuesCut() + reused.get(0).getIssues().size())
                .isEqualTo(2_000);
        assertThat(reused.get(2).getIssuesCut()).isZero();
    }

    @Test
    void whatCannotBeCutEnoughIsRefusedInWords() {
        List<PerspectiveReport> many = IntStream.range(0, 2_000)
                .mapToObj(i -> report("P" + i + "x".repeat(600), ReportOutcome.OK))
                .toList();

        assertThatThrownBy(() -> fitted(many))
                .isInstanceOf(NotReplayableException.class)
                .hasMessageContaining("cut as far as they can be", "replay all of it");
    }

    private static JobRequested fitted(List<PerspectiveReport> reused) {
        JobRequested.Builder job = JobRequested.newBuilder()
                .setJobId("nightly")
                .setEnvironment("python-review")
                .setTarget(Targets.inline(IntStream.range(0, 10)
                        .boxed()
                        .collect(Collectors.toMap(i -> "f" + i, i -> "x".repeat(20_000)))))
                .setLabels(Map.of())
                .setDeadline(Instant.EPOCH);
        return ReusableReports.fitted(
                job, Replay.newBuilder().setRequestId("again").setReused(reused));
    }

    private static JobResult result(List<PerspectiveReport> reports) {
        return JobResult.newBuilder(ResultWriter.result(new JobId("nightly").run(1)))
                .setReports(reports)
                .setMissing(List.of(MISSING))
                .build();
    }

    static PerspectiveReport report(String perspective, ReportOutcome outcome) {
        return PerspectiveReport.newBuilder()
                .setTaskId("nightly/1/" + perspective)
                .setJobId("nightly")
                .setRunId("nightly/1")
                .setEnvironmentId("e".repeat(64))
                .setPerspective(perspective)
                .setAttempt(1)
                .setOutcome(outcome)
                .build();
    }
}
