package io.forkline.aggregator.join;

import static io.forkline.aggregator.Samples.JOB;
import static io.forkline.aggregator.Samples.plan;
import static io.forkline.aggregator.Samples.retryable;
import static io.forkline.aggregator.Samples.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.aggregator.ClusterBench;
import io.forkline.aggregator.Samples;
import io.forkline.aggregator.budget.LeadBudget;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.topic.StreamsApplication;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.trace.Tracing;
import io.forkline.testsupport.Await;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.NoThreadLeaks;
import io.forkline.testsupport.TestBroker;
import io.forkline.topologies.TopologyConfig;
import io.forkline.topologies.TopologyRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The topology alone: what a lead would say, the tests say. */
@Timeout(120)
@ExtendWith({NoThreadLeaks.class, BrokerExtension.class})
final class RestartIT {

    private final TestBroker broker;
    private ClusterBench bench;

    @TempDir
    private Path state;

    @TempDir
    private Path otherState;

    RestartIT(TestBroker broker) {
        this.broker = broker;
    }

    @BeforeEach
    void open() throws InterruptedException {
        bench = new ClusterBench(broker);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void reportHeldForItsPlanOutlivesARestart() throws Exception {
        whileRunning(state, () -> {
            bench.report("Security");
            bench.awaitRead();
        });

        whileRunning(state, () -> {
            bench.report("Tests");
            bench.plan(planDueIn(Duration.ofSeconds(60), LeadMode.OFFLINE));

            assertThat(bench.awaitLeadTasks(1).getFirst().getReports()).hasSize(2);
        });
    }

    @Test
    void runInterruptedAtEveryStepIsAnsweredOnce() throws Exception {
        RunPlanned plan = planDueIn(Duration.ofSeconds(100), LeadMode.OFFLINE);
        whileRunning(state, () -> {
            bench.plan(plan);
            bench.awaitRead();
        });
        whileRunning(state, () -> {
            bench.report("Security");
            bench.awaitRead();
        });
        whileRunning(state, () -> {
            bench.report("Tests");
            assertThat(bench.awaitLeadTasks(1).getFirst().getReports()).hasSize(2);
            bench.awaitRead();
        });
        whileRunning(state, () -> {
            bench.verdict(retryable(1, Instant.now().plusSeconds(2)));
            bench.awaitRead();
        });
        whileRunning(state, () -> {
            assertThat(bench.awaitLeadTasks(2)).extracting(LeadTask::getAttempt).containsExactly(1, 2);
            bench.awaitRead();
        });
        whileRunning(state, () -> {
            bench.verdict(verdict(2));
            bench.awaitResults(1);
            bench.awaitRead();
        });

        whileRunning(state, () -> {
            bench.plan(plan);
            bench.report("Security", "Tests");
            bench.verdict(verdict(2));
            bench.awaitRead();

            JobResult result = bench.awaitResults(1).getFirst();
            assertThat(result.getStatus()).isEqualTo(ResultStatus.COMPLETE);
            assertThat(result.getReports()).hasSize(2);
            assertThat(bench.awaitLeadTasks(2)).hasSize(2);
        });
    }

    @Test
    void verdictIsAwaitedAfterARestartThatLostTheLocalState() throws Exception {
        whileRunning(state, () -> {
            bench.plan(planDueIn(Duration.ofSeconds(60), LeadMode.OFFLINE));
            bench.report("Security", "Tests");
            bench.awaitLeadTasks(1);
            bench.awaitRead();
        });

        whileRunning(otherState, () -> {
            bench.verdict(verdict(1));

            JobResult result = bench.awaitResults(1).getFirst();
            assertThat(result.getReports()).hasSize(2);
            assertThat(result.getLead().getHealthScore()).isEqualTo(71.5);
        });
    }

    @Test
    void topologyStoppedAcrossTheDeadlineLosesNoReportThatIsInTheLog() throws Exception {
        RunPlanned plan = planDueIn(Duration.ofSeconds(8), LeadMode.NONE);
        whileRunning(state, () -> {
            bench.plan(plan);
            bench.report("Tests");
            bench.awaitRead();
        });
        bench.report("Security");
        boolean inTime = Instant.now().isBefore(plan.getReportBy());
        awaitPast(plan.getDeadline());

        whileRunning(state, () -> {
            JobResult result = bench.awaitResults(1).getFirst();

            assertThat(inTime).isTrue();
            assertThat(result.getStatus()).isEqualTo(ResultStatus.COMPLETE);
            assertThat(result.getReports())
                    .extracting(PerspectiveReport::getPerspective)
                    .containsExactly("Security", "Tests");
            assertThat(result.getLateReports()).isZero();
        });
    }

    @Test
    void deadlineClosesARunWhenAllTopicsAreIdle() throws Exception {
        whileRunning(state, () -> {
            bench.plan(planDueIn(Duration.ofSeconds(3), LeadMode.OFFLINE));
            bench.report("Tests");

            JobResult result = bench.awaitResults(1).getFirst();

            assertThat(result.getStatus()).isEqualTo(ResultStatus.FAILED);
            assertThat(result.getLeadAbsence()).isEqualTo("there was no verdict by the deadline");
            assertThat(result.getJobId()).isEqualTo(JOB);
        });
    }

    private void whileRunning(Path stateDirectory, Runnable steps) throws Exception {
        try (TopologyRunner topology = new TopologyRunner(
                bench.connection(),
                StreamsApplication.AGGREGATOR,
                JoinTopology.of(
                        bench.connection(),
                        bench.registry(),
                        JoinConfig.DEFAULT,
                        LeadBudget.NONE,
                        Meters.NONE,
                        Tracing.OFF),
                asTheSameMember(stateDirectory),
                Meters.NONE)) {
            topology.start();
            topology.running().get(60, TimeUnit.SECONDS);
            steps.run();
            assertThat(topology.failure()).isEmpty();
        }
    }

    /** A restart of the same member is no rebalance: the next one need not wait for the session of the one before to end. */
    private static TopologyConfig asTheSameMember(Path stateDirectory) {
        TopologyConfig config = TopologyConfig.in(stateDirectory);
        return new TopologyConfig(
                config.stateDirectory(),
                config.stateMemory(),
                Optional.of("the-one"),
                config.commitInterval(),
                config.transactionTimeout());
    }

    private static RunPlanned planDueIn(Duration time, LeadMode mode) {
        Instant deadline = Instant.now().plus(time);
        return RunPlanned.newBuilder(plan())
                .setDeadline(deadline)
                .setReportBy(deadline.minusMillis(500))
                .setLead(Samples.lead(mode))
                .build();
    }

    private static void awaitPast(Instant time) {
        Await.until("it is later than " + time, () -> Instant.now().isAfter(time));
    }
}
