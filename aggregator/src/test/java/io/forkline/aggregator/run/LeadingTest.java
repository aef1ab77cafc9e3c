package io.forkline.aggregator.run;

import static io.forkline.aggregator.Samples.DEADLINE;
import static io.forkline.aggregator.Samples.START;
import static io.forkline.aggregator.Samples.plan;
import static io.forkline.aggregator.Samples.report;
import static io.forkline.aggregator.Samples.retryable;
import static io.forkline.aggregator.Samples.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.record.LeadVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LeadingTest {

    private static final Instant NOW = START.plusSeconds(10);
    private static final JoinedReports REPORTS =
            new JoinedReports(List.of(report("Security"), report("Tests")), Optional.empty());

    private final Leading leading = new Leading(plan(), 1, Optional.empty(), List.of(), Optional.empty());

    @Test
    void leadThatNamesNoTimeIsAskedAgainAfterAMoment() {
        LeadVerdict unspecific =
                LeadVerdict.newBuilder(retryable(1, NOW)).setNotBefore(null).build();

        Move move = leading.judged(unspecific, REPORTS, NOW);

        assertThat(((Leading) move.next()).retryAt()).contains(NOW.plusMillis(500));
    }

    @Test
    void leadThatNamesATimeThatIsOverIsAskedAgainAfterAMoment() {
        Move move = leading.judged(retryable(1, START), REPORTS, NOW);

        assertThat(((Leading) move.next()).retryAt()).contains(NOW.plusMillis(500));
    }

    @Test
    void pauseHasAnAlarmBesideTheDeadline() {
        Leading paused = (Leading)
                leading.judged(retryable(1, NOW.plusSeconds(5)), REPORTS, NOW).next();

        assertThat(paused.alarms(Duration.ofDays(8)))
                .containsExactlyInAnyOrder(
                        new Alarm(DEADLINE, Alarm.Kind.RESULT), new Alarm(NOW.plusSeconds(5), Alarm.Kind.LEAD));
    }

    @Test
    void nothingIsAwaitedDuringAPause() {
        Leading paused = (Leading)
                leading.judged(retryable(1, NOW.plusSeconds(5)), REPORTS, NOW).next();

        assertThat(paused.awaits(verdict(1))).isFalse();
        assertThat(paused.awaits(verdict(2))).isFalse();
    }

    @Test
    void nextAttemptIsAskedTheSame() {
        Leading paused = (Leading)
                leading.judged(retryable(1, NOW.plusSeconds(5)), REPORTS, NOW).next();

        Move.Ask again = (Move.Ask) paused.again(REPORTS, NOW.plusSeconds(5));

        assertThat(again.task().getAttempt()).isEqualTo(2);
        assertThat(again.task().getReports()).isEqualTo(REPORTS.perspectives());
        assertThat(again.next().awaits(verdict(2))).isTrue();
    }

    @Test
    void nextAttemptKnowsHowManyFoundNoConnection() {
        LeadVerdict unreached =
                LeadVerdict.newBuilder(retryable(1, NOW)).setUnreachable(2).build();
        Leading paused = (Leading) leading.judged(unreached, REPORTS, NOW).next();

        Move.Ask again = (Move.Ask) paused.again(REPORTS, NOW.plusSeconds(1));

        assertThat(again.task().getUnreachable()).isEqualTo(2);
    }

    @Test
    void lateReportThatThePlanDoesNotHaveIsNotCounted() {
        assertThat(leading.late(report("Unheard"))).isEqualTo(leading);
    }
}
