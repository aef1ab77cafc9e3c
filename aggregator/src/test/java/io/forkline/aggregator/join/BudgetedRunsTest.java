package io.forkline.aggregator.join;

import static io.forkline.aggregator.Samples.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.aggregator.Samples;
import io.forkline.aggregator.budget.LeadBudget;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.record.TokenUsage;
import io.forkline.schemas.record.VerdictOutcome;
import io.forkline.schemas.settings.PerTenant;
import io.forkline.schemas.topic.ForklineTopic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tenants have 2,000 tokens a day, the tenant "poor" has none; a verdict takes 1,000. */
final class BudgetedRunsTest {

    private static final PerTenant TOKENS = new PerTenant(Optional.of(2_000L), Map.of("poor", 0L, "rich", 1_000_000L));

    @TempDir
    private Path directory;

    private JoinDriver topology;

    @AfterEach
    void stop() {
        topology.close();
    }

    @Test
    void tenantWithoutABudgetIsAskedForNothing() {
        start(LeadBudget.NONE);

        request("a", "team-a", LeadMode.OPENAI);
        topology.verdict(verdict("a", "team-a", 1));

        assertThat(topology.leadTasks()).hasSize(1);
        assertThat(topology.raw(ForklineTopic.BUDGET_EVENTS)).isEmpty();
        assertThat(topology.result().getStatus()).isEqualTo(ResultStatus.COMPLETE);
    }

    @Test
    void taskWithinTheBudgetGoesToTheLeadAsItIs() {
        start(budget());

        request("a", "team-a", LeadMode.OPENAI);

        LeadTask task = topology.leadTasks().getFirst();
        assertThat(task.getJobId()).isEqualTo("a");
        assertThat(task.getTenant()).isEqualTo("team-a");
        assertThat(task.getReports()).hasSize(2);
    }

    @Test
    void overTheBudgetNoModelIsAskedAndTheResultHasItsReports() {
        start(budget());
        spend("team-a", 2);

        request("c", "team-a", LeadMode.OPENAI);

        JobResult result = topology.results().getLast();
        assertThat(topology.leadTasks()).isEmpty();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.COMPLETE);
        assertThat(result.getReports()).hasSize(2);
        assertThat(result.getLeadAbsence())
                .isEqualTo("BUDGET_EXCEEDED: the tenant team-a has used 2000 of its 2000 tokens of 2026-11-01 (UTC);"
                        + " no model was asked");
        assertThat(result.getLead().getOutcome()).isEqualTo(VerdictOutcome.FAILED);
        assertThat(result.getLead().getOverBudget()).isTrue();
        assertThat(result.getLead().getCalls()).isZero();
    }

    @Test
    void nextDayHasABudgetOfItsOwn() {
        start(budget());
        spend("team-a", 2);
        topology.passTo(Instant.parse("2026-11-02T00:00:00Z"));

        request("c", "team-a", LeadMode.OPENAI);

        assertThat(topology.leadTasks()).hasSize(1);
    }

    @Test
    void leadThatTakesNoTokensIsNeverOverBudget() {
        start(budget());

        request("a", "poor", LeadMode.OFFLINE);
        request("b", "poor", LeadMode.NONE);

        assertThat(topology.leadTasks()).extracting(LeadTask::getJobId).containsExactly("a");
        assertThat(topology.result().getLeadAbsence()).isEqualTo("the job asked for no lead");
    }

    @Test
    void autoCountsWhereItIsAModel() {
        start(budget());
        request("a", "poor", LeadMode.AUTO);
        List<LeadTask> withKey = topology.leadTasks();
        topology.close();
        start(new LeadBudget(TOKENS, false, 200_000));

        request("b", "poor", LeadMode.AUTO);

        assertThat(withKey).isEmpty();
        assertThat(topology.leadTasks()).extracting(LeadTask::getJobId).containsExactly("b");
    }

    @Test
    void oneTenantsTokensAreNotAnothers() {
        start(budget());
        spend("team-a", 2);

        request("b", "team-b", LeadMode.OPENAI);
        request("c", "poor", LeadMode.OPENAI);

        assertThat(topology.leadTasks()).extracting(LeadTask::getJobId).containsExactly("b");
        assertThat(topology.results().getLast().getLeadAbsence())
                .startsWith("BUDGET_EXCEEDED: the tenant poor has used 0");
    }

    /** Else all that ask at once would pass before the first verdict is there. */
    @Test
    void tokensAreSetAsideForCallsUnderWay() {
        start(budget());
        for (int i = 0; i < 10; i++) {
            request("job-" + i, "team-a", LeadMode.OPENAI);
        }

        List<LeadTask> passed = topology.leadTasks();

        assertThat(passed).hasSizeBetween(1, 2);
        assertThat(topology.results())
                .hasSize(10 - passed.size())
                .allSatisfy(result -> assertThat(result.getLeadAbsence())
                        .startsWith("BUDGET_EXCEEDED: ")
                        .contains("more are set aside for its calls under way"));
    }

    @Test
    void whatWasSetAsideIsGivenBackWithTheVerdict() {
        start(budget());
        request("a", "team-a", LeadMode.OPENAI);
        topology.verdict(LeadVerdict.newBuilder(verdict("a", "team-a", 1))
                .setUsage(new TokenUsage(1L, 1L, 2L))
                .build());
        request("b", "team-a", LeadMode.OPENAI);
        topology.verdict(verdict("b", "team-a", 1));

        request("c", "team-a", LeadMode.OPENAI);

        assertThat(topology.leadTasks()).extracting(LeadTask::getJobId).containsExactly("a", "b", "c");
    }

    @Test
    void verdictThatNobodyAwaitsHasBeenPaidFor() {
        start(budget());
        request("a", "team-a", LeadMode.OPENAI);
        topology.cancel("a", "a/1");
        topology.verdict(verdict("a", "team-a", 1));
        topology.verdict(verdict("a", "team-a", 1));

        request("b", "team-a", LeadMode.OPENAI);

        assertThat(topology.leadTasks()).extracting(LeadTask::getJobId).containsExactly("a");
    }

    @Test
    void attemptThatIsOverBudgetEndsTheRunAndKeepsWhatTheOthersTook() {
        start(budget());
        request("a", "team-a", LeadMode.OPENAI);
        Instant later = topology.now().plusSeconds(3);
        topology.verdict(LeadVerdict.newBuilder(Samples.retryable(1, later))
                .setJobId("a")
                .setRunId("a/1")
                .setTenant("team-a")
                .build());
        spend("team-a", 1);

        topology.passTo(later);

        assertThat(topology.leadTasks()).isEmpty();
        assertThat(topology.results())
                .filteredOn(result -> result.getJobId().equals("a"))
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.getLeadAbsence()).startsWith("BUDGET_EXCEEDED: ");
                    assertThat(result.getLead().getUsage().getTotalTokens()).isEqualTo(1_000);
                    assertThat(result.getLead().getCalls()).isEqualTo(1);
                });
    }

    /** As from a worker of before tenants were counted. */
    @Test
    void verdictThatDoesNotSayWhosePaysFromTheBudgetOfItsRun() {
        start(budget());
        request("a", "team-a", LeadMode.OPENAI);
        topology.verdict(LeadVerdict.newBuilder(verdict("a", "team-a", 1))
                .setTenant(null)
                .build());
        spend("team-a", 1);

        request("b", "team-a", LeadMode.OPENAI);

        assertThat(topology.results().getLast().getLeadAbsence()).startsWith("BUDGET_EXCEEDED: ");
    }

    @Test
    void eventThatCannotBeReadIsADeadLetterAndNothingStops() {
        start(budget());
        topology.bytes(ForklineTopic.BUDGET_EVENTS, "team-a", "poison".getBytes(StandardCharsets.UTF_8));

        request("a", "team-a", LeadMode.OPENAI);

        assertThat(topology.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.value())
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo("poison"));
        assertThat(topology.leadTasks()).hasSize(1);
    }

    private void start(LeadBudget budget) {
        topology = new JoinDriver(directory.resolve(Integer.toString(budget.hashCode())), START, budget);
    }

    private static LeadBudget budget() {
        return new LeadBudget(TOKENS, true, 200_000);
    }

    /** So many jobs that take 1,000 tokens each. */
    private void spend(String tenant, int jobs) {
        for (int i = 0; i < jobs; i++) {
            request("spender-" + i, tenant, LeadMode.OPENAI);
            topology.verdict(verdict("spender-" + i, tenant, 1));
        }
        topology.leadTasks();
    }

    /** A job whose reports are all in, so that its lead is to be asked. */
    private void request(String job, String tenant, LeadMode mode) {
        topology.plan(RunPlanned.newBuilder(Samples.plan())
                .setJobId(job)
                .setRunId(job + "/1")
                .setTenant(tenant)
                .setLead(Samples.lead(mode))
                .setReportBy(topology.now().plus(Duration.ofSeconds(50)))
                .setDeadline(topology.now().plus(Duration.ofSeconds(60)))
                .build());
        for (String perspective : List.of("Security", "Tests")) {
            topology.report(PerspectiveReport.newBuilder(Samples.report(perspective))
                    .setJobId(job)
                    .setRunId(job + "/1")
                    .setTaskId(job + "/1/" + perspective)
                    .build());
        }
    }

    private static LeadVerdict verdict(String job, String tenant, int attempt) {
        return LeadVerdict.newBuilder(Samples.verdict(attempt))
                .setJobId(job)
                .setRunId(job + "/1")
                .setTenant(tenant)
                .build();
    }
}
