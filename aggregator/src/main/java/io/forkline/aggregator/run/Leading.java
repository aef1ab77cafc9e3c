package io.forkline.aggregator.run;

import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.record.RunRejected;
import io.forkline.schemas.record.VerdictOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The verdict is awaited.
 *
 * @param attempt attempt of the lead task that went out last
 * @param retryAt when the next attempt goes out; empty while one is open
 * @param lateTasks tasks whose reports came after the time to report
 * @param spent the last verdict that was not final, with what all so far have used
 */
public record Leading(
        RunPlanned plan, int attempt, Optional<Instant> retryAt, List<String> lateTasks, Optional<LeadVerdict> spent)
        implements RunState {

    /** So that a lead that names no time, or one that is over, is not asked in a tight loop. */
    private static final Duration LEAST_PAUSE = Duration.ofMillis(500);

    public Leading {
        lateTasks = List.copyOf(lateTasks);
    }

    /** A report came that is not among those the lead was asked about. It is counted once, and kept out. */
    public Leading late(PerspectiveReport report) {
        if (report.getOutcome() == ReportOutcome.CANCELLED) {
            // Nothing was left out: its fork was ended, as the quorum was reached or somebody cancels the run.
            return this;
        }
        if (lateTasks.contains(report.getTaskId()) || !Plans.expects(plan, report)) {
            return this;
        }
        List<String> tasks = new ArrayList<>(lateTasks);
        tasks.add(report.getTaskId());
        return new Leading(plan, attempt, retryAt, tasks, spent);
    }

    /** Whether this answers the attempt that is open; anything else is a repetition. */
    public boolean awaits(LeadVerdict verdict) {
        return retryAt.isEmpty() && verdict.getAttempt() == attempt;
    }

    /** The lead answered the open attempt. */
    public Move judged(LeadVerdict verdict, JoinedReports reports, Instant now) {
        LeadVerdict total = Usage.add(verdict, spent);
        return switch (verdict.getOutcome()) {
            case OK -> answer(Results.judged(plan, reports, total, lateTasks.size(), now));
            case FAILED -> unusable(total, absence(verdict), reports, now);
            case RETRYABLE -> retryOrGiveUp(total, reports, now);
        };
    }

    /** The pause is over. */
    public Move again(JoinedReports reports, Instant now) {
        Leading next = new Leading(plan, attempt + 1, Optional.empty(), lateTasks, spent);
        return new Move.Ask(next, LeadTasks.of(plan, attempt + 1, spent, reports, now));
    }

    /** The deadline is here. */
    public Move outOfTime(JoinedReports reports, Instant now) {
        String why = "there was no verdict by the deadline";
        return spent.map(last -> unusable(failed(last), why + "; the last attempt: " + reason(last), reports, now))
                .orElseGet(() -> answer(Results.withoutVerdict(plan, reports, why, lateTasks.size(), now)));
    }

    public Move rejected(RunRejected rejection, JoinedReports reports, Instant now) {
        return answer(Results.rejected(plan, reports, rejection, lateTasks.size(), now));
    }

    public Move cancelled(String why, JoinedReports reports, Instant now) {
        return answer(Results.cancelled(plan, reports, why, lateTasks.size(), now));
    }

    private Move retryOrGiveUp(LeadVerdict verdict, JoinedReports reports, Instant now) {
        Instant soonest = now.plus(LEAST_PAUSE);
        Instant asked = Objects.requireNonNullElse(verdict.getNotBefore(), soonest);
        Instant retry = asked.isBefore(soonest) ? soonest : asked;
        if (!retry.isBefore(plan.getDeadline())) {
            String why = "the lead could be asked again only after the deadline: " + reason(verdict);
            return unusable(failed(verdict), why, reports, now);
        }
        return new Move.To(new Leading(plan, attempt, Optional.of(retry), lateTasks, Optional.of(verdict)));
    }

    private Move unusable(LeadVerdict verdict, String why, JoinedReports reports, Instant now) {
        return answer(Results.unusableVerdict(plan, reports, verdict, why, lateTasks.size(), now));
    }

    private static Move answer(JobResult result) {
        return Move.Answer.of(result);
    }

    private static LeadVerdict failed(LeadVerdict verdict) {
        return LeadVerdict.newBuilder(verdict)
                .setOutcome(VerdictOutcome.FAILED)
                .setNotBefore(null)
                .build();
    }

    private static String absence(LeadVerdict verdict) {
        return verdict.getOverBudget() ? reason(verdict) : "the lead failed: " + reason(verdict);
    }

    private static String reason(LeadVerdict verdict) {
        return Objects.requireNonNullElse(verdict.getError(), "it gave no reason");
    }

    @Override
    public Set<Alarm> alarms(Duration retention) {
        Alarm result = new Alarm(plan.getDeadline(), Alarm.Kind.RESULT);
        return retryAt.map(at -> Set.of(result, new Alarm(at, Alarm.Kind.LEAD))).orElse(Set.of(result));
    }
}
