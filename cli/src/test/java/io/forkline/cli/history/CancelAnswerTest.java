package io.forkline.cli.history;

import static io.forkline.cli.history.Records.JOB;
import static io.forkline.cli.history.Records.cancel;
import static io.forkline.cli.history.Records.planned;
import static io.forkline.cli.history.Records.reported;
import static io.forkline.cli.history.Records.requested;
import static io.forkline.cli.history.Records.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.history.Records.Placed;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.ResultStatus;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A cancel at offset 20 of the controls, published when the results ended at offset 20. */
class CancelAnswerTest {

    private static final long END = 20;

    private static final Placed ASKED = cancel(20, "");
    private static final Placed NAMED = cancel(21, "build-42/1");

    @Test
    void aResultBehindTheCancelThatSaysCancelledIsItsAnswer() {
        CancelAnswer answer = answer(
                        requested(1),
                        planned(2, 1, 1),
                        ASKED,
                        NAMED,
                        result(20, 1, 1, ResultStatus.CANCELLED, reported(1, "Security", 1, ReportOutcome.OK)))
                .orElseThrow();

        assertThat(answer).isInstanceOf(CancelAnswer.Cancelled.class);
        RunHistory run = ((CancelAnswer.Cancelled) answer).run();
        assertThat(run.done() + "/" + run.expected()).isEqualTo("1/2");
    }

    @Test
    void aReportOfAForkThatTheCancelKilledIsNotDone() {
        CancelAnswer answer = answer(
                        planned(2, 1, 1),
                        ASKED,
                        NAMED,
                        result(
                                20,
                                1,
                                1,
                                ResultStatus.CANCELLED,
                                reported(1, "Security", 1, ReportOutcome.OK),
                                reported(1, "Structure", 1, ReportOutcome.CANCELLED)))
                .orElseThrow();

        RunHistory run = ((CancelAnswer.Cancelled) answer).run();
        assertThat(run.done() + "/" + run.expected()).isEqualTo("1/2");
    }

    @Test
    void aResultFromBeforeIsSaidAtOnceAlsoWhileNoAggregatorRuns() {
        assertThat(answer(requested(1), planned(2, 1, 1), result(3, 1, 1, ResultStatus.COMPLETE), ASKED))
                .containsInstanceOf(CancelAnswer.OverBefore.class);
        assertThat(answer(result(3, 1, 1, ResultStatus.CANCELLED), ASKED, NAMED))
                .containsInstanceOf(CancelAnswer.OverBefore.class);
    }

    @Test
    void aResultOfAnotherKindBehindTheCancelCameFirst() {
        assertThat(answer(planned(2, 1, 1), ASKED, NAMED, result(20, 1, 1, ResultStatus.COMPLETE)))
                .containsInstanceOf(CancelAnswer.FinishedFirst.class);
    }

    @Test
    void ofAReplayOnlyTheNewRunIsMeant() {
        Placed[] before = {requested(1), planned(2, 1, 1), result(3, 1, 1, ResultStatus.COMPLETE), planned(4, 2, 3)};

        assertThat(answer(before[0], before[1], before[2], before[3], ASKED, cancel(21, "build-42/2")))
                .isEmpty();
    }

    @Test
    void aCancelOfBeforeIsNoAnswer() {
        assertThat(answer(planned(2, 1, 1), cancel(18, ""), cancel(19, "build-42/1"), ASKED))
                .isEmpty();
    }

    @Test
    void aJobThatNobodyKnowsIsSaidWhenTheAggregatorHasReadTheCancel() {
        assertThat(answer(ASKED)).isEmpty();
        assertThat(answer(ASKED, NAMED)).containsInstanceOf(CancelAnswer.NoSuchJob.class);
    }

    @Test
    void whenTimeIsOverSilenceSaysWhetherTheJobIsKnown() {
        assertThat(late(ASKED)).isEqualTo(new CancelAnswer.Silence(false));
        assertThat(late(requested(1), ASKED)).isEqualTo(new CancelAnswer.Silence(true));
        assertThat(late(requested(1), ASKED, NAMED)).isInstanceOf(CancelAnswer.NotPlanned.class);
    }

    private static Optional<CancelAnswer> answer(Placed... records) {
        return CancelAnswer.of(Records.history(List.of(records)), JOB, END, END);
    }

    private static CancelAnswer late(Placed... records) {
        return CancelAnswer.late(Records.history(List.of(records)), JOB, END);
    }
}
