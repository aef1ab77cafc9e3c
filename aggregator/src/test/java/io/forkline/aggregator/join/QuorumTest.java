package io.forkline.aggregator.join;

import static io.forkline.aggregator.Samples.REPORT_BY;
import static io.forkline.aggregator.Samples.RUN;
import static io.forkline.aggregator.Samples.START;
import static io.forkline.aggregator.Samples.failed;
import static io.forkline.aggregator.Samples.lead;
import static io.forkline.aggregator.Samples.report;
import static io.forkline.aggregator.Samples.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.aggregator.Samples;
import io.forkline.schemas.record.ControlAction;
import io.forkline.schemas.record.ExpectedPerspective;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.MissingPerspective;
import io.forkline.schemas.record.MissingReason;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.record.RunControl;
import io.forkline.schemas.record.RunPlanned;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that does not wait for all: of four perspectives two are enough, and Security must be among them. */
final class QuorumTest {

    private static final String LEFT_OUT = "not waited for: the job's quorum of 2 was reached";

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
    void leadIsAskedAsSoonAsTheQuorumIsIn() {
        topology.plan(plan(2));
        topology.report(report("Security"), report("Tests"));

        LeadTask task = topology.leadTasks().getFirst();

        assertThat(task.getReports())
                .extracting(PerspectiveReport::getPerspective)
                .containsExactly("Security", "Tests");
        assertThat(task.getMissing()).containsExactly(leftOut("Docs"), leftOut("Structure"));
    }

    @Test
    void resultIsPartialAndSaysThatTheOthersWereNotWaitedFor() {
        topology.plan(plan(2));
        topology.report(failed("Docs", ReportOutcome.TIMED_OUT, "killed after 60 s"));
        topology.report(report("Security"), report("Tests"));

        topology.verdict(verdict(1));

        JobResult result = topology.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.PARTIAL);
        assertThat(result.getLead().getHealthScore()).isEqualTo(71.5);
        assertThat(result.getMissing())
                .containsExactly(
                        new MissingPerspective("Docs", false, MissingReason.TIMED_OUT, "killed after 60 s"),
                        leftOut("Structure"));
    }

    @Test
    void forksOfTheOthersAreEndedAndTheRunIsNot() {
        topology.plan(plan(2));
        topology.report(report("Security"), report("Tests"));

        List<RunControl> controls = topology.controls();

        assertThat(controls).singleElement().satisfies(control -> {
            assertThat(control.getRunId()).isEqualTo(RUN);
            assertThat(control.getAction()).isEqualTo(ControlAction.CANCEL);
            assertThat(control.getForksOnly()).isTrue();
        });
        assertThat(topology.results()).isEmpty();
    }

    @Test
    void requiredPerspectiveIsWaitedForWhateverTheQuorum() {
        topology.plan(plan(2));
        topology.report(report("Docs"), report("Tests"), report("Structure"));
        List<LeadTask> withoutIt = topology.leadTasks();

        topology.report(report("Security"));

        assertThat(withoutIt).isEmpty();
        assertThat(topology.leadTasks()).hasSize(1);
    }

    @Test
    void reportsThatAreNotOkDoNotCount() {
        topology.plan(plan(2));
        topology.report(report("Security"), failed("Docs", ReportOutcome.FAILED, "exit 1"));
        List<LeadTask> afterAFailure = topology.leadTasks();

        topology.report(report("Tests"));

        assertThat(afterAFailure).isEmpty();
        assertThat(topology.leadTasks()).hasSize(1);
    }

    @Test
    void reportsAheadOfThePlanCount() {
        topology.report(report("Security"), report("Tests"));

        topology.plan(plan(2));

        assertThat(topology.leadTasks()).hasSize(1);
        assertThat(topology.controls()).hasSize(1);
    }

    @Test
    void withoutALeadTheResultIsThereAtOnceAndTheForksEnd() {
        topology.plan(
                RunPlanned.newBuilder(plan(2)).setLead(lead(LeadMode.NONE)).build());

        topology.report(report("Security"), report("Tests"));

        assertThat(topology.result().getStatus()).isEqualTo(ResultStatus.PARTIAL);
        assertThat(topology.controls()).hasSize(1);
    }

    @Test
    void whatComesLaterIsLateUnlessItsForkWasEnded() {
        topology.plan(plan(2));
        topology.report(report("Security"), report("Tests"));
        topology.report(report("Docs"), failed("Structure", ReportOutcome.CANCELLED, "cancelled"));

        topology.verdict(verdict(1));

        JobResult result = topology.result();
        assertThat(result.getLateReports()).isEqualTo(1);
        assertThat(result.getMissing()).containsExactly(leftOut("Docs"), leftOut("Structure"));
    }

    @Test
    void runThatWentOnCanStillBeCancelled() {
        topology.plan(plan(2));
        topology.report(report("Security"), report("Tests"));

        topology.cancel(Samples.JOB, RUN);

        assertThat(topology.result().getStatus()).isEqualTo(ResultStatus.CANCELLED);
    }

    @Test
    void quorumOfAllIsComplete() {
        topology.plan(plan(4));
        topology.report(report("Security"), report("Tests"), report("Docs"), report("Structure"));

        topology.verdict(verdict(1));

        assertThat(topology.result().getStatus()).isEqualTo(ResultStatus.COMPLETE);
        assertThat(topology.controls()).isEmpty();
    }

    @Test
    void quorumThatIsNotReachedEndsWithTheTimeToReport() {
        topology.plan(plan(3));
        topology.report(report("Security"), report("Tests"));

        topology.passTo(REPORT_BY);

        assertThat(topology.leadTasks().getFirst().getMissing())
                .extracting(MissingPerspective::getWhy)
                .containsOnly(MissingReason.NOT_STARTED);
    }

    @Test
    void withoutAQuorumAllAreWaitedFor() {
        topology.plan(RunPlanned.newBuilder(plan(2)).setQuorum(null).build());

        topology.report(report("Security"), report("Tests"), report("Docs"));

        assertThat(topology.leadTasks()).isEmpty();
    }

    private static MissingPerspective leftOut(String perspective) {
        return new MissingPerspective(perspective, false, MissingReason.CANCELLED, LEFT_OUT);
    }

    private static RunPlanned plan(int quorum) {
        return RunPlanned.newBuilder(Samples.plan())
                .setExpected(List.of(
                        new ExpectedPerspective("Security", true),
                        new ExpectedPerspective("Tests", false),
                        new ExpectedPerspective("Docs", false),
                        new ExpectedPerspective("Structure", false)))
                .setQuorum(quorum)
                .build();
    }
}
