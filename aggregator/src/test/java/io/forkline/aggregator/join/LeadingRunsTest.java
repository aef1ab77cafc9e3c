package io.forkline.aggregator.join;

import static io.forkline.aggregator.Samples.DEADLINE;
import static io.forkline.aggregator.Samples.REPORT_BY;
import static io.forkline.aggregator.Samples.START;
import static io.forkline.aggregator.Samples.failedVerdict;
import static io.forkline.aggregator.Samples.lead;
import static io.forkline.aggregator.Samples.plan;
import static io.forkline.aggregator.Samples.report;
import static io.forkline.aggregator.Samples.retryable;
import static io.forkline.aggregator.Samples.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.record.DeadlineStage;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.record.TokenUsage;
import io.forkline.schemas.record.VerdictOutcome;
import io.forkline.schemas.topic.ForklineTopic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the lead is asked, and what becomes of its verdicts. */
final class LeadingRunsTest {

    private JoinDriver topology;

    @BeforeEach
    void start(@TempDir Path directory) {
        topology = new JoinDriver(directory, START);
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    @Test
    void lastReportAsksTheLeadWithAllThatItNeeds() {
        topology.plan(plan());

        topology.report(report("Tests"), report("Security"));

        LeadTask task = onlyLeadTask();
        assertThat(task.getAttempt()).isEqualTo(1);
        assertThat(task.getReports())
                .extracting(PerspectiveReport::getPerspective)
                .containsExactly("Security", "Tests");
        assertThat(task.getMissing()).isEmpty();
        assertThat(task.getLeadInstructions()).isEqualTo("Weigh security first.");
        assertThat(task.getDeadline()).isEqualTo(DEADLINE);
        assertThat(topology.results()).isEmpty();
    }

    @Test
    void verdictCompletesTheRun() {
        askLead();

        topology.verdict(verdict(1));

        JobResult result = topology.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.COMPLETE);
        assertThat(result.getReports())
                .extracting(PerspectiveReport::getPerspective)
                .containsExactly("Security", "Tests");
        assertThat(result.getLead().getHealthScore()).isEqualTo(71.5);
        assertThat(result.getLeadAbsence()).isNull();
        assertThat(result.getTenant()).isEqualTo("team-a");
        assertThat(result.getLabels()).containsEntry("branch", "main");
        assertThat(result.getSubmittedAt()).isEqualTo(START);
        assertThat(result.getFinishedAt()).isEqualTo(topology.now());
        assertThat(result.getOrigin().getOffset()).isEqualTo(17);
    }

    @Test
    void deadlineAnswersWithoutAVerdict() {
        askLead();

        topology.passTo(DEADLINE);

        JobResult result = topology.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.COMPLETE);
        assertThat(result.getLead()).isNull();
        assertThat(result.getLeadAbsence()).isEqualTo("there was no verdict by the deadline");
    }

    /** It was on its way when the last report came. */
    @Test
    void markOfTheTimeToReportBehindTheLastReportEndsNothing() {
        askLead();

        topology.mark(DeadlineStage.REPORT, REPORT_BY);
        topology.verdict(verdict(1));

        assertThat(topology.leadTasks()).hasSize(1);
        assertThat(topology.result().getLead()).isNotNull();
    }

    @Test
    void markOfTheDeadlineBehindTheVerdictGivesNoSecondResult() {
        askLead();
        topology.verdict(verdict(1));

        topology.mark(DeadlineStage.RESULT, DEADLINE);

        assertThat(topology.results()).hasSize(1);
    }

    @Test
    void lateReportsAreCountedWithoutAVerdictToo() {
        topology.plan(plan());
        topology.report(report("Security"));
        topology.passTo(REPORT_BY);
        topology.report(report("Tests"));

        topology.passTo(DEADLINE);

        assertThat(topology.result().getLateReports()).isEqualTo(1);
    }

    @Test
    void verdictAfterTheResultGivesNoSecondOne() {
        askLead();
        topology.passTo(DEADLINE);

        topology.verdict(verdict(1));

        assertThat(topology.results()).hasSize(1);
    }

    @Test
    void verdictTwiceGivesOneResult() {
        askLead();

        topology.verdict(verdict(1));
        topology.verdict(verdict(1));

        assertThat(topology.results()).hasSize(1);
    }

    @Test
    void retryableVerdictAsksAgainWhenItMay() {
        askLead();
        topology.leadTasks();
        topology.verdict(retryable(1, START.plusSeconds(5)));
        topology.passTo(START.plusSeconds(4));
        boolean early = !topology.leadTasks().isEmpty();

        topology.passTo(START.plusSeconds(5));

        assertThat(early).isFalse();
        assertThat(onlyLeadTask().getAttempt()).isEqualTo(2);
    }

    @Test
    void verdictOnAnEarlierAttemptIsNotUsed() {
        askLead();
        topology.verdict(retryable(1, START.plusSeconds(5)));
        topology.passTo(START.plusSeconds(5));

        topology.verdict(failedVerdict(1));

        assertThat(topology.results()).isEmpty();
    }

    @Test
    void usageIsSummedOverAttempts() {
        askLead();
        topology.verdict(retryable(1, START.plusSeconds(5)));
        topology.passTo(START.plusSeconds(5));

        topology.verdict(verdict(2));

        JobResult result = topology.result();
        assertThat(result.getLead().getUsage()).isEqualTo(new TokenUsage(1800L, 200L, 2000L));
        assertThat(result.getLead().getCalls()).isEqualTo(2);
        assertThat(result.getLead().getLeadMs()).isEqualTo(2400);
    }

    @Test
    void leadThatMayBeAskedOnlyAfterTheDeadlineIsNotAwaited() {
        askLead();

        topology.verdict(retryable(1, DEADLINE));

        JobResult result = topology.result();
        assertThat(result.getLeadAbsence())
                .isEqualTo("the lead could be asked again only after the deadline: HTTP 429: slow down");
        assertThat(result.getLead().getOutcome()).isEqualTo(VerdictOutcome.FAILED);
    }

    @Test
    void deadlineDuringAPauseOfTheLeadSaysWhatTheLeadSaid() {
        topology.plan(plan());
        topology.report(report("Security"), report("Tests"));
        topology.verdict(retryable(1, DEADLINE.minusSeconds(1)));
        topology.passTo(DEADLINE.minusSeconds(1));

        topology.passTo(DEADLINE);

        JobResult result = topology.result();
        assertThat(result.getLeadAbsence())
                .isEqualTo("there was no verdict by the deadline; the last attempt: HTTP 429: slow down");
        assertThat(result.getLead().getUsage().getTotalTokens()).isEqualTo(1000);
    }

    @Test
    void failedVerdictStillGivesTheReportsAndTheReason() {
        askLead();

        topology.verdict(failedVerdict(1));

        JobResult result = topology.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.COMPLETE);
        assertThat(result.getReports()).hasSize(2);
        assertThat(result.getLeadAbsence()).isEqualTo("the lead failed: HTTP 401: wrong key");
    }

    @Test
    void jobWithoutALeadIsAnsweredAtOnce() {
        topology.plan(RunPlanned.newBuilder(plan()).setLead(lead(LeadMode.NONE)).build());

        topology.report(report("Security"), report("Tests"));

        assertThat(topology.result().getLeadAbsence()).isEqualTo("the job asked for no lead");
        assertThat(topology.leadTasks()).isEmpty();
    }

    @Test
    void traceContextGoesOnToTheLeadTaskAndTheResult() {
        topology.withHeader("traceparent", "00-abc-def-01".getBytes(StandardCharsets.UTF_8));

        askLead();
        topology.verdict(verdict(1));

        for (ForklineTopic topic : List.of(ForklineTopic.LEAD_TASKS, ForklineTopic.RESULTS)) {
            assertThat(topology.raw(topic))
                    .singleElement()
                    .satisfies(record -> assertThat(
                                    record.headers().lastHeader("traceparent").value())
                            .asString()
                            .isEqualTo("00-abc-def-01"));
        }
    }

    @Test
    void resultIsACloudEventWithTheIdOfItsRun() {
        askLead();
        topology.verdict(verdict(1));

        assertThat(topology.raw(ForklineTopic.RESULTS)).singleElement().satisfies(record -> {
            Map<String, String> headers = new HashMap<>();
            record.headers().forEach(each -> headers.put(each.key(), new String(each.value(), StandardCharsets.UTF_8)));
            assertThat(headers)
                    .containsEntry("ce_specversion", "1.0")
                    .containsEntry("ce_id", "job-1/1")
                    .containsEntry("ce_source", "urn:forkline:t.aggregator")
                    .containsEntry("ce_type", "io.forkline.job.result.v1")
                    .containsEntry("ce_subject", "job-1")
                    .containsEntry("ce_status", "COMPLETE")
                    .containsEntry("content-type", "application/avro")
                    .containsKey("ce_time");
        });
    }

    @Test
    void headersOfAnySizeStayBehind() {
        topology.withHeader("traceparent", new byte[ForklineTopic.LEAD_TASKS.maxMessageBytes()]);

        askLead();

        assertThat(topology.raw(ForklineTopic.LEAD_TASKS))
                .singleElement()
                .satisfies(record -> assertThat(record.headers()).isEmpty());
    }

    private void askLead() {
        topology.plan(plan());
        topology.report(report("Security"), report("Tests"));
    }

    private LeadTask onlyLeadTask() {
        List<LeadTask> tasks = topology.leadTasks();
        assertThat(tasks).hasSize(1);
        return tasks.getFirst();
    }
}
