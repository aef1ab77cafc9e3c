package io.forkline.aggregator.run;

import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.record.RunRejected;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reports are awaited. A report that says CANCELLED is kept and does not count as arrived: its worker has read a cancel that lies
 * in the log, and that one ends the run and says why. Whichever is read here first, the result is the same.
 *
 * @param arrived expected perspectives whose final report is in
 * @param baselineArrived whether the report of the sequential baseline is in
 */
public record Joining(RunPlanned plan, int arrived, boolean baselineArrived) implements RunState {

    private static final String DEADLINE_OVER = "the deadline was over before the lead could be asked";

    static Joining begin(RunPlanned plan, JoinedReports held) {
        long arrived = held.perspectives().stream().filter(Joining::counts).count();
        return new Joining(
                plan, (int) arrived, held.baseline().filter(Joining::counts).isPresent());
    }

    /** Whether the plan awaits this report. */
    public boolean expects(PerspectiveReport report) {
        return Plans.expects(plan, report);
    }

    /** An expected report came, the first final one of its task. */
    public Joining received(PerspectiveReport report) {
        if (!counts(report)) {
            return this;
        }
        return Plans.isBaseline(plan, report)
                ? new Joining(plan, arrived, true)
                : new Joining(plan, arrived + 1, baselineArrived);
    }

    /** Whether nothing more is awaited. */
    public boolean isComplete() {
        return arrived == plan.getExpected().size() && (baselineArrived || !plan.getBaseline());
    }

    /** Whether the reports could be enough before the last one is in: a look at the numbers, which spares reading them. */
    public boolean mayBeEnough() {
        return plan.getQuorum() != null && arrived >= plan.getQuorum();
    }

    /** Whether they are enough, by the quorum of the job. */
    public boolean isEnough(JoinedReports reports) {
        return Quorum.isReached(plan, reports);
    }

    /** Goes on with the reports that are there. The lead is asked only when it has something to judge. */
    public Move close(JoinedReports reports, Instant now) {
        if (plan.getLead().getMode() == LeadMode.NONE) {
            return answer(reports, "the job asked for no lead", now);
        }
        if (!reports.anyOk()) {
            return answer(reports, "no perspective gave a report that a lead could judge", now);
        }
        if (!now.isBefore(plan.getDeadline())) {
            return answer(reports, DEADLINE_OVER, now);
        }
        Leading leading = new Leading(plan, 1, Optional.empty(), List.of(), Optional.empty());
        return new Move.Ask(leading, LeadTasks.of(plan, 1, Optional.empty(), reports, now));
    }

    /** The deadline is here, and nobody has been asked. */
    public Move outOfTime(JoinedReports reports, Instant now) {
        return answer(reports, DEADLINE_OVER, now);
    }

    /** The planner turned the run down after all. */
    public Move rejected(RunRejected rejection, JoinedReports reports, Instant now) {
        return Move.Answer.of(Results.rejected(plan, reports, rejection, 0, now));
    }

    public Move cancelled(String why, JoinedReports reports, Instant now) {
        return Move.Answer.of(Results.cancelled(plan, reports, why, 0, now));
    }

    private static boolean counts(PerspectiveReport report) {
        return report.getOutcome() != ReportOutcome.CANCELLED;
    }

    private Move answer(JoinedReports reports, String leadAbsence, Instant now) {
        return Move.Answer.of(Results.withoutVerdict(plan, reports, leadAbsence, 0, now));
    }

    @Override
    public Set<Alarm> alarms(Duration retention) {
        return Set.of(
                new Alarm(plan.getReportBy(), Alarm.Kind.REPORT), new Alarm(plan.getDeadline(), Alarm.Kind.RESULT));
    }
}
