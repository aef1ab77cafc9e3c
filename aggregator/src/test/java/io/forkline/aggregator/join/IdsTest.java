package io.forkline.aggregator.join;

import static io.forkline.aggregator.Samples.DEADLINE;
import static io.forkline.aggregator.Samples.JOB;
import static io.forkline.aggregator.Samples.RUN;
import static io.forkline.aggregator.Samples.START;
import static io.forkline.aggregator.Samples.plan;
import static io.forkline.aggregator.Samples.rejection;
import static io.forkline.aggregator.Samples.report;
import static io.forkline.aggregator.Samples.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.forkline.schemas.record.ControlAction;
import io.forkline.schemas.record.DeadlineReached;
import io.forkline.schemas.record.DeadlineStage;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.PlanEvent;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.record.RunControl;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.record.RunRejected;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What nobody may count on: records come from anyone, and a bad id must not end the topology. */
final class IdsTest {

    @ParameterizedTest
    @MethodSource
    void consistent(Optional<String> objection) {
        assertThat(objection).isEmpty();
    }

    static Stream<Optional<String>> consistent() {
        return Stream.of(
                Ids.ofPlan(new PlanEvent(plan())),
                Ids.ofPlan(new PlanEvent(rejection())),
                Ids.ofReport(new ReportEvent(report("Security"))),
                Ids.ofReport(mark(JOB, RUN)),
                Ids.ofVerdict(verdict(1)),
                Ids.ofControl(control(JOB, RUN)),
                Ids.ofControl(control(JOB, null)));
    }

    @ParameterizedTest
    @MethodSource
    void inconsistent(Optional<String> objection, String message) {
        assertThat(objection).hasValueSatisfying(text -> assertThat(text).contains(message));
    }

    static Stream<Arguments> inconsistent() {
        return Stream.of(
                arguments(Ids.ofPlan(planned("a/b", RUN)), "is not a job id"),
                arguments(Ids.ofPlan(planned(JOB, JOB)), "is not a run id"),
                arguments(Ids.ofPlan(planned("other", RUN)), "is not a run of job other"),
                arguments(
                        Ids.ofPlan(new PlanEvent(RunRejected.newBuilder(rejection())
                                .setRunId("other/1")
                                .build())),
                        "is not a run of job job-1"),
                arguments(Ids.ofReport(reported(RUN, RUN)), "is not a task id"),
                arguments(Ids.ofReport(reported(RUN, JOB + "/2/Security")), "is not a task of run job-1/1"),
                arguments(Ids.ofReport(mark(JOB, "other/1")), "is not a run of job job-1"),
                arguments(
                        Ids.ofVerdict(LeadVerdict.newBuilder(verdict(1))
                                .setRunId(JOB + "/0")
                                .build()),
                        "count from 1"),
                arguments(Ids.ofControl(control("", null)), "is not a job id"),
                arguments(Ids.ofControl(control(JOB, "other/1")), "is not a run of job job-1"));
    }

    private static PlanEvent planned(String job, String run) {
        return new PlanEvent(
                RunPlanned.newBuilder(plan()).setJobId(job).setRunId(run).build());
    }

    private static ReportEvent reported(String run, String task) {
        return new ReportEvent(PerspectiveReport.newBuilder(report("Security"))
                .setRunId(run)
                .setTaskId(task)
                .build());
    }

    private static ReportEvent mark(String job, String run) {
        return new ReportEvent(new DeadlineReached(job, run, DeadlineStage.RESULT, DEADLINE));
    }

    private static RunControl control(String job, @Nullable String run) {
        return new RunControl(job, run, ControlAction.CANCEL, START, "ada", null, false);
    }
}
