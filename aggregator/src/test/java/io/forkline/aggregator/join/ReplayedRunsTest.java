package io.forkline.aggregator.join;

import static io.forkline.aggregator.Samples.JOB;
import static io.forkline.aggregator.Samples.RUN;
import static io.forkline.aggregator.Samples.START;
import static io.forkline.aggregator.Samples.failed;
import static io.forkline.aggregator.Samples.ofReplay;
import static io.forkline.aggregator.Samples.plan;
import static io.forkline.aggregator.Samples.replay;
import static io.forkline.aggregator.Samples.report;
import static io.forkline.aggregator.Samples.reused;
import static io.forkline.aggregator.Samples.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.ResultStatus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second run of a job beside the first, with reports of its own and reports of the first. */
final class ReplayedRunsTest {

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
    void resultOfAReplayNamesItsOriginAndWhichReportsAreReused() {
        topology.plan(replay());
        topology.report(reused(report("Security")), ofReplay(report("Tests")));
        topology.verdict(ofRun2(verdict(1)));

        JobResult result = topology.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.COMPLETE);
        assertThat(result.getReplayOf()).isEqualTo(RUN);
        assertThat(result.getReports())
                .extracting(PerspectiveReport::getPerspective, PerspectiveReport::getReusedFrom)
                .containsExactly(tuple("Security", RUN), tuple("Tests", null));
        assertThat(result.getTiming().getAgents()).isEqualTo(1);
    }

    @Test
    void reusedReportsAheadOfThePlanCountAndTheLeadIsAskedOnce() {
        topology.report(reused(report("Security")));
        topology.plan(replay());
        topology.report(ofReplay(report("Tests")), ofReplay(report("Tests")));

        List<LeadTask> tasks = topology.leadTasks();
        assertThat(tasks)
                .singleElement()
                .satisfies(task -> assertThat(task.getReports()).hasSize(2));
    }

    @Test
    void replayWhileTheFirstRunIsOpenLeavesItAlone() {
        topology.plan(plan());
        topology.report(report("Security"));
        topology.plan(replay());
        topology.report(reused(report("Security")), ofReplay(report("Tests")));
        topology.verdict(ofRun2(verdict(1)));
        topology.report(failed("Tests", ReportOutcome.FAILED, "exit 1"));
        topology.verdict(verdict(1));

        assertThat(topology.results())
                .extracting(JobResult::getRunId, JobResult::getStatus)
                .containsExactly(tuple(JOB + "/2", ResultStatus.COMPLETE), tuple(RUN, ResultStatus.PARTIAL));
    }

    @Test
    void cancelOfTheJobEndsItsReplayOnly() {
        topology.plan(plan());
        topology.plan(replay());
        topology.report(reused(report("Security")));
        topology.cancel(JOB, null);

        JobResult result = topology.result();
        assertThat(result.getRunId()).isEqualTo(JOB + "/2");
        assertThat(result.getStatus()).isEqualTo(ResultStatus.CANCELLED);
        assertThat(result.getReports()).hasSize(1);
    }

    private static LeadVerdict ofRun2(LeadVerdict verdict) {
        return LeadVerdict.newBuilder(verdict).setRunId(JOB + "/2").build();
    }
}
