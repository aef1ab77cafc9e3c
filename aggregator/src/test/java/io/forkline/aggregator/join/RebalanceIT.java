package io.forkline.aggregator.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.aggregator.ClusterBench;
import io.forkline.aggregator.Samples;
import io.forkline.aggregator.budget.LeadBudget;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.topic.StreamsApplication;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.trace.Tracing;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.NoThreadLeaks;
import io.forkline.testsupport.TestBroker;
import io.forkline.topologies.TopologyConfig;
import io.forkline.topologies.TopologyRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two instances of the topology that take partitions over from each other in the middle of runs, as in an upgrade one by one. */
@Timeout(120)
@ExtendWith({NoThreadLeaks.class, BrokerExtension.class})
final class RebalanceIT {

    private static final int PARTITIONS = 4;
    private static final List<String> JOBS =
            IntStream.range(0, 12).mapToObj(i -> "job-" + i).toList();

    @TempDir
    private Path firstState;

    @TempDir
    private Path secondState;

    @Test
    @SuppressWarnings("try") // The first is closed in the middle.
    void runsWhosePartitionsMoveTwiceGiveOneCompleteResultEach(TestBroker broker) throws Exception {
        try (ClusterBench bench = new ClusterBench(broker, PARTITIONS)) {
            try (TopologyRunner first = start(bench, firstState)) {
                first.running().get(60, TimeUnit.SECONDS);
                JOBS.forEach(job -> bench.plan(plan(job)));
                JOBS.forEach(job -> bench.report(report(job, "Security")));
                bench.awaitRead();

                try (TopologyRunner second = start(bench, secondState)) {
                    JOBS.subList(0, 6).forEach(job -> bench.report(report(job, "Tests")));
                    second.running().get(60, TimeUnit.SECONDS);
                    first.close();
                    JOBS.subList(6, 12).forEach(job -> bench.report(report(job, "Tests")));

                    assertThat(bench.awaitLeadTasks(JOBS.size()))
                            .extracting(LeadTask::getJobId)
                            .containsExactlyInAnyOrderElementsOf(JOBS);
                    JOBS.forEach(job -> bench.verdict(verdict(job)));
                    List<JobResult> results = bench.awaitResults(JOBS.size());
                    assertThat(results).extracting(JobResult::getJobId).containsExactlyInAnyOrderElementsOf(JOBS);
                    assertThat(results)
                            .allSatisfy(result -> assertThat(result.getStatus()).isEqualTo(ResultStatus.COMPLETE));
                    assertThat(second.failure()).isEmpty();
                }
                assertThat(first.failure()).isEmpty();
            }
        }
    }

    private static TopologyRunner start(ClusterBench bench, Path state) {
        TopologyRunner topology = new TopologyRunner(
                bench.connection(),
                StreamsApplication.AGGREGATOR,
                JoinTopology.of(
                        bench.connection(),
                        bench.registry(),
                        JoinConfig.DEFAULT,
                        LeadBudget.NONE,
                        Meters.NONE,
                        Tracing.OFF),
                TopologyConfig.in(state),
                Meters.NONE);
        topology.start();
        return topology;
    }

    private static RunPlanned plan(String job) {
        Instant deadline = Instant.now().plus(Duration.ofMinutes(5));
        return RunPlanned.newBuilder(Samples.plan())
                .setJobId(job)
                .setRunId(job + "/1")
                .setDeadline(deadline)
                .setReportBy(deadline.minusSeconds(1))
                .setLead(Samples.lead(LeadMode.OFFLINE))
                .build();
    }

    private static PerspectiveReport report(String job, String perspective) {
        return PerspectiveReport.newBuilder(Samples.report(perspective))
                .setJobId(job)
                .setRunId(job + "/1")
                .setTaskId(job + "/1/" + perspective)
                .build();
    }

    private static LeadVerdict verdict(String job) {
        return LeadVerdict.newBuilder(Samples.verdict(1))
                .setJobId(job)
                .setRunId(job + "/1")
                .build();
    }
}
