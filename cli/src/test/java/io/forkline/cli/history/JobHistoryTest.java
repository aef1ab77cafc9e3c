package io.forkline.cli.history;

import static io.forkline.cli.history.Records.JOB;
import static io.forkline.cli.history.Records.cancel;
import static io.forkline.cli.history.Records.enough;
import static io.forkline.cli.history.Records.planned;
import static io.forkline.cli.history.Records.rejected;
import static io.forkline.cli.history.Records.replay;
import static io.forkline.cli.history.Records.report;
import static io.forkline.cli.history.Records.reported;
import static io.forkline.cli.history.Records.requested;
import static io.forkline.cli.history.Records.result;
import static io.forkline.cli.history.Records.snapshot;
import static io.forkline.cli.history.Records.task;
import static io.forkline.cli.history.Records.timeOver;
import static io.forkline.cli.history.Records.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.history.Records.Placed;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.record.SnapshotStatus;
import io.forkline.schemas.record.VerdictOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The state of a job is what its records say together, in whatever order they are read, and however often. */
class JobHistoryTest {

    @Test
    void aJobThatIsInTheLogOnlyIsAccepted() {
        assertState(List.of(requested(1)), "ACCEPTED; a snapshot service, to plan it; ");
    }

    @Test
    void aPlannedRunWaitsForItsSnapshotAndSaysWhatItsLastBuildMet() {
        assertState(
                List.of(requested(1), planned(2, 1, 1)),
                "WAITS_FOR_SNAPSHOT; the snapshot of python-review; Security waiting 0, Structure waiting 0");
        assertState(
                List.of(requested(1), planned(2, 1, 1), snapshot(3, SnapshotStatus.FAILED)),
                "WAITS_FOR_SNAPSHOT; the snapshot of python-review, whose last build failed: pip: no such package;"
                        + " Security waiting 0, Structure waiting 0");
        assertState(
                List.of(
                        requested(1),
                        planned(2, 1, 1),
                        snapshot(3, SnapshotStatus.READY),
                        snapshot(4, SnapshotStatus.DELETED)),
                "WAITS_FOR_SNAPSHOT; the snapshot of python-review; Security waiting 0, Structure waiting 0");
    }

    @Test
    void withItsSnapshotItWaitsForAPlace() {
        assertState(
                List.of(
                        requested(1),
                        planned(2, 1, 1),
                        snapshot(3, SnapshotStatus.FAILED),
                        snapshot(4, SnapshotStatus.READY)),
                "PLANNED; a place among the open tasks of the planner; Security waiting 0, Structure waiting 0");
    }

    @Test
    void aRunWhoseTargetIsPinnedIsRunning() {
        assertState(
                List.of(requested(1), planned(2, 1, 1), snapshot(3, SnapshotStatus.READY), task(4, 1, ".target", 1)),
                "RUNNING; its target, which a worker pins; Security waiting 0, Structure waiting 0");
    }

    @Test
    void aRunningRunNamesTheReportsItWaitsForAndTheAttempts() {
        assertState(
                List.of(
                        requested(1),
                        planned(2, 1, 1),
                        task(3, 1, "Security", 1),
                        task(4, 1, "Structure", 1),
                        report(5, 1, "Structure", 1, ReportOutcome.RETRYABLE),
                        report(6, 1, "Security", 1, ReportOutcome.OK)),
                "RUNNING; the report of Structure; Security ok 1, Structure retrying 1");
        assertState(
                List.of(
                        requested(1),
                        planned(2, 1, 1),
                        task(3, 1, "Security", 1),
                        task(4, 1, "Structure", 1),
                        report(5, 1, "Structure", 1, ReportOutcome.RETRYABLE),
                        task(6, 1, "Structure", 2)),
                "RUNNING; the reports of Security, Structure; Security issued 1, Structure issued 2");
    }

    @Test
    void theFirstFinalReportOfATaskCounts() {
        assertState(
                List.of(
                        planned(2, 1, 1),
                        report(3, 1, "Security", 1, ReportOutcome.RETRYABLE),
                        report(4, 1, "Security", 2, ReportOutcome.FAILED),
                        report(5, 1, "Security", 1, ReportOutcome.OK)),
                "RUNNING; the report of Structure; Security failed 2, Structure waiting 0");
    }

    @Test
    void withAQuorumTheLeadHasTheWordAndNothingIsCancelled() {
        assertState(
                List.of(planned(2, 1, 1), report(3, 1, "Security", 1, ReportOutcome.OK), enough(1, 1)),
                "DECIDING; the verdict of the lead; Security ok 1, Structure waiting 0");
    }

    @Test
    void theBaselineIsAwaitedBehindThePerspectives() {
        assertState(
                List.of(
                        planned(2, 1, 1, LeadMode.AUTO, true),
                        report(3, 1, "Security", 1, ReportOutcome.OK),
                        report(4, 1, "Structure", 1, ReportOutcome.OK)),
                "RUNNING; the sequential baseline; Security ok 1, Structure ok 1, sequential waiting 0");
    }

    @Test
    void withAllReportsTheLeadHasTheWord() {
        List<Placed> reported = List.of(
                requested(1),
                planned(2, 1, 1),
                report(3, 1, "Security", 1, ReportOutcome.OK),
                report(4, 1, "Structure", 1, ReportOutcome.TIMED_OUT));
        assertState(reported, "DECIDING; the verdict of the lead; Security ok 1, Structure timed out 1");
        assertState(
                Stream.concat(reported.stream(), Stream.of(verdict(1, 1, 1, VerdictOutcome.RETRYABLE)))
                        .toList(),
                "DECIDING; the verdict of the lead, asked again after attempt 1: HTTP 429; Security ok 1, Structure"
                        + " timed out 1");
    }

    @Test
    void whenTheTimeToReportIsOverNoReportIsAwaited() {
        assertState(
                List.of(planned(2, 1, 1), report(3, 1, "Security", 1, ReportOutcome.OK), timeOver(4, 1)),
                "DECIDING; the verdict of the lead; Security ok 1, Structure waiting 0");
        assertState(
                List.of(planned(2, 1, 1, LeadMode.NONE, false), timeOver(4, 1)),
                "DECIDING; an aggregator, to write its result; Security waiting 0, Structure waiting 0");
    }

    @Test
    void aRunThatWasTurnedDownWaitsToBeClosed() {
        assertState(
                List.of(requested(1), planned(2, 1, 1), rejected(3, 1, 1, true)),
                "DECIDING; an aggregator, to close it: SNAPSHOT_FAILED, it is not to be had; Security waiting 0,"
                        + " Structure waiting 0");
    }

    @Test
    void aReportThatSaysCancelledDoesNotEndTheWaiting() {
        assertState(
                List.of(
                        planned(2, 1, 1),
                        report(3, 1, "Security", 1, ReportOutcome.OK),
                        report(4, 1, "Structure", 1, ReportOutcome.CANCELLED),
                        cancel(1, ""),
                        cancel(2, "build-42/1")),
                "RUNNING; an aggregator, to carry out the cancel by someone; Security ok 1, Structure cancelled 1");
    }

    @Test
    void aCancelThatNoAggregatorHasReadIsWaitedFor() {
        assertState(
                List.of(requested(1), planned(2, 1, 1), task(3, 1, "Security", 1), cancel(4, "")),
                "RUNNING; an aggregator, to carry out the cancel by someone; Security issued 1, Structure waiting 0");
    }

    @Test
    void aResultIsTheLastWordAndLateReportsAreNotInIt() {
        assertState(
                List.of(
                        requested(1),
                        planned(2, 1, 1),
                        task(3, 1, "Structure", 1),
                        report(4, 1, "Security", 1, ReportOutcome.OK),
                        timeOver(5, 1),
                        report(6, 1, "Structure", 1, ReportOutcome.OK),
                        result(7, 1, 1, ResultStatus.PARTIAL, reported(1, "Security", 1, ReportOutcome.OK))),
                "DONE; ; Security ok 1, Structure not started 1");
    }

    @Test
    void aResultAloneTellsAllOfItsRun() {
        History history = Records.history(
                List.of(result(7, 1, 1, ResultStatus.PARTIAL, reported(1, "Security", 1, ReportOutcome.OK))));

        assertThat(summary(history)).isEqualTo("DONE; ; Security ok 1, Structure not started 0");
        assertThat(history.jobs().getFirst().environment()).isEqualTo("python-review");
        assertThat(history.jobs().getFirst().submittedAt()).contains(Records.BEGIN.plusSeconds(1));
    }

    @Test
    void theSameJobAgainChangesNothing() {
        assertState(
                List.of(requested(1), planned(2, 1, 1), complete(3, 1, 1), requested(9)),
                "DONE; ; Security ok 1, Structure ok 1");
    }

    @Test
    void aReplayIsAccepted_thenARunOfItsOwn() {
        assertState(
                List.of(requested(1), planned(2, 1, 1), complete(3, 1, 1), replay(9, "again")),
                "ACCEPTED; a snapshot service, to plan it; ");
        assertState(
                List.of(
                        requested(1),
                        planned(2, 1, 1),
                        complete(3, 1, 1),
                        replay(9, "again"),
                        planned(10, 2, 9),
                        replay(11, "again")),
                "WAITS_FOR_SNAPSHOT; the snapshot of python-review; Security waiting 0, Structure waiting 0");
    }

    @Test
    void aJobThatWasTurnedDownMayComeAgain() {
        List<Placed> refused = List.of(requested(1), rejected(2, 1, 1, false), result(3, 1, 1, ResultStatus.FAILED));
        assertState(refused, "DONE; ; Security not started 0, Structure not started 0");
        assertState(
                Stream.concat(refused.stream(), Stream.of(requested(5))).toList(),
                "ACCEPTED; a snapshot service, to plan it; ");
    }

    @Test
    void aCopyInAnotherPartitionIsNotAnotherJob() {
        Placed stray =
                new Placed(Records.job().build(), new Position("forkline.jobs", 0, 400, Records.BEGIN.minusSeconds(5)));

        assertState(List.of(stray, requested(1)), "ACCEPTED; a snapshot service, to plan it; ");
        assertState(
                List.of(stray, requested(1), planned(2, 1, 1), complete(3, 1, 1)),
                "DONE; ; Security ok 1, Structure ok 1");
    }

    @Test
    void aCancelAloneIsNoJob() {
        History history = Records.history(List.of(cancel(1, ""), cancel(2, "build-42/1")));

        assertThat(history.jobs()).isEmpty();
        assertThat(history.job(JOB)).isPresent();
    }

    @Test
    void whatNamesNoValidJobIsLeftOut() {
        History history = Records.history(List.of(
                Records.at("jobs", 1, Records.job().setJobId("no valid id").build())));

        assertThat(history.jobs()).isEmpty();
    }

    @Test
    void jobsAreInTheOrderTheyWereAskedFor() {
        Placed other =
                Records.at("jobs", 0, Records.job().setJobId("an-earlier-one").build());

        History history = Records.history(List.of(requested(1), other));

        assertThat(history.jobs()).extracting(job -> job.job().value()).containsExactly("an-earlier-one", "build-42");
    }

    @Test
    void aJobFromBeforeWhatWasReadHasItsPlaceByItsEarliestRecordAndNoTimeThatNothingSays() {
        Placed earlier =
                Records.at("jobs", 5, Records.job().setJobId("asked-before").build());
        Placed later =
                Records.at("jobs", 8, Records.job().setJobId("asked-after").build());

        Orders.each(
                List.of(
                        later,
                        earlier,
                        report(7, 1, "Structure", 1, ReportOutcome.RETRYABLE),
                        report(9, 1, "Structure", 2, ReportOutcome.OK)),
                order -> {
                    List<JobHistory> jobs = Records.history(order).jobs();
                    assertThat(jobs)
                            .extracting(job -> job.job().value())
                            .containsExactly("asked-before", "build-42", "asked-after");
                    assertThat(jobs.get(1).submittedAt()).isEmpty();
                });
    }

    @Test
    void aPlanAloneSaysWhenItsJobWasAskedFor() {
        History history = Records.history(List.of(planned(7, 1, 1)));

        assertThat(history.jobs().getFirst().submittedAt()).contains(Records.BEGIN.plusSeconds(1));
    }

    @Test
    void ofAPartOfTheTopicsItIsNotSaidThatAJobIsYetToBePlanned() {
        Extent part = new Extent(Optional.of(Records.BEGIN), Records.BEGIN.plusSeconds(60));

        History history = Records.history(part, List.of(requested(9)));

        assertThat(summary(history))
                .isEqualTo("ACCEPTED; a snapshot service, to plan it, unless it ran before what was read; ");
    }

    @Test
    void aRunThatShouldHaveAResultForLongerThanOneIsKeptIsExpired() {
        Instant deadline = Records.BEGIN.plusSeconds(600);
        Extent kept = Extent.ofAll(deadline.plus(Duration.ofDays(7)));
        Extent gone = Extent.ofAll(deadline.plus(Duration.ofDays(7)).plusMillis(1));
        List<Placed> reported = List.of(
                planned(2, 1, 1),
                report(3, 1, "Security", 1, ReportOutcome.OK),
                report(4, 1, "Structure", 1, ReportOutcome.OK),
                cancel(5, ""));

        assertThat(summary(Records.history(kept, reported)))
                .isEqualTo(
                        "DECIDING; an aggregator, to carry out the cancel by someone; Security ok 1, Structure ok 1");
        assertThat(summary(Records.history(gone, reported))).isEqualTo("EXPIRED; ; Security ok 1, Structure ok 1");
        assertThat(summary(Records.history(gone, List.of(rejected(3, 1, 1, false)))))
                .isEqualTo("EXPIRED; ; ");
        assertThat(summary(Records.history(gone, List.of(planned(2, 1, 1), complete(3, 1, 1)))))
                .isEqualTo("DONE; ; Security ok 1, Structure ok 1");
    }

    private static Placed complete(long offset, int run, long origin) {
        return result(
                offset,
                run,
                origin,
                ResultStatus.COMPLETE,
                reported(run, "Security", 1, ReportOutcome.OK),
                reported(run, "Structure", 1, ReportOutcome.OK));
    }

    /** In every order, and with all records read twice. */
    private static void assertState(List<Placed> records, String expected) {
        Orders.each(
                records,
                order -> assertThat(summary(Records.history(order)))
                        .as("%s", order)
                        .isEqualTo(expected));
        List<Placed> twice = Stream.concat(records.stream(), records.stream())
                .sorted(Collections.reverseOrder((a, b) -> Long.compare(a.at().offset(), b.at().offset())))
                .toList();
        assertThat(summary(Records.history(twice))).isEqualTo(expected);
    }

    private static String summary(History history) {
        JobHistory job = history.jobs().getFirst();
        String perspectives = job.pending().isPresent()
                ? ""
                : job.latest()
                        .map(run -> String.join(
                                ", ",
                                run.perspectives().stream()
                                        .map(each -> each.name() + " " + each.state() + " " + each.attempts())
                                        .toList()))
                        .orElse("");
        return job.stage(history.snapshots()) + "; " + job.waitsFor(history.snapshots()) + "; " + perspectives;
    }
}
