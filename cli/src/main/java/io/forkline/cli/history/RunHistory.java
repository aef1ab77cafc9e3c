package io.forkline.cli.history;

import io.forkline.schemas.id.RunId;
import io.forkline.schemas.id.TaskId;
import io.forkline.schemas.record.DeadlineReached;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.Origin;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.RunControl;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.record.RunRejected;
import io.forkline.schemas.topic.ForklineTopic;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the log says of one run. Takes records in any order, and the same one twice. */
public final class RunHistory {

    private static final Duration RESULTS_KEPT =
            ForklineTopic.RESULTS.retention().orElseThrow();

    private static final Comparator<Position> BY_TIME =
            Comparator.comparing(Position::at).thenComparing(Position::offset);

    private final RunId run;
    private final Extent extent;
    private final Map<String, Dated<Integer>> attempts = new HashMap<>();
    private final Map<String, Dated<Reported>> finals = new HashMap<>();
    private final Map<String, Dated<Reported>> retries = new HashMap<>();
    private final TreeMap<Long, Dated<RunControl>> cancels = new TreeMap<>();
    private @Nullable Dated<RunPlanned> plan;
    private @Nullable Dated<RunRejected> rejection;
    private @Nullable Dated<DeadlineReached> timeOver;
    private @Nullable Dated<LeadVerdict> verdict;
    private @Nullable Dated<RunControl> enough;
    private @Nullable Dated<Answer> answer;

    RunHistory(RunId run, Extent extent) {
        this.run = run;
        this.extent = extent;
    }

    void add(RunPlanned record, Position at) {
        plan = Dated.first(plan, record, at);
    }

    void add(RunRejected record, Position at) {
        rejection = Dated.first(rejection, record, at);
    }

    void add(TaskId task, int attempt, Position at) {
        Dated<Integer> known = attempts.get(task.perspective());
        if (known == null || known.value() < attempt) {
            attempts.put(task.perspective(), new Dated<>(attempt, at));
        }
    }

    void add(PerspectiveReport record, Position at) {
        Reported report = Reported.of(record);
        String name = report.perspective();
        if (report.isFinal()) {
            finals.put(name, Dated.first(finals.get(name), report, at));
        } else {
            retries.put(name, Dated.last(retries.get(name), report, at));
        }
    }

    void add(DeadlineReached record, Position at) {
        timeOver = Dated.first(timeOver, record, at);
    }

    void add(LeadVerdict record, Position at) {
        verdict = Dated.last(verdict, record, at);
    }

    void add(JobResult record, Position at) {
        answer = Dated.first(answer, Answer.of(record), at);
    }

    /** One that ends forks alone is no cancel: the reports are enough. */
    void add(RunControl record, Position at) {
        if (record.getForksOnly()) {
            enough = Dated.first(enough, record, at);
        } else {
            cancels.put(at.offset(), new Dated<>(record, at));
        }
    }

    public RunId run() {
        return run;
    }

    /** Whether there is such a run; a cancel alone makes none. */
    public boolean exists() {
        return plan != null
                || rejection != null
                || answer != null
                || !finals.isEmpty()
                || !retries.isEmpty()
                || !attempts.isEmpty();
    }

    public Optional<Dated<RunPlanned>> plan() {
        return Optional.ofNullable(plan);
    }

    public Optional<Dated<RunRejected>> rejection() {
        return Optional.ofNullable(rejection);
    }

    public Optional<Dated<Answer>> answer() {
        return Optional.ofNullable(answer);
    }

    public Optional<String> environment() {
        return said(Answer::environment, RunPlanned::getEnvironment, RunRejected::getEnvironment);
    }

    public Optional<String> tenant() {
        return said(Answer::tenant, RunPlanned::getTenant, RunRejected::getTenant);
    }

    /** Time of the job record in the log. */
    public Optional<Instant> submittedAt() {
        return said(Answer::submittedAt, RunPlanned::getSubmittedAt, RunRejected::getSubmittedAt);
    }

    /** Where the job record lies that the run was made from. */
    public Optional<Origin> origin() {
        return said(Answer::origin, RunPlanned::getOrigin, RunRejected::getOrigin);
    }

    /** What the planner knows the job's content by. */
    public Optional<String> contentHash() {
        return said(Answer::contentHash, RunPlanned::getContentHash, RunRejected::getContentHash);
    }

    /** The run that it replays; empty when it is none. */
    public Optional<String> replayOf() {
        return said(Answer::replayOf, RunPlanned::getReplayOf, RunRejected::getReplayOf);
    }

    private <T> Optional<T> said(
            Function<Answer, @Nullable T> byAnswer,
            Function<RunPlanned, @Nullable T> byPlan,
            Function<RunRejected, @Nullable T> byRejection) {
        return answer().map(Dated::value)
                .map(byAnswer)
                .or(() -> plan().map(Dated::value).map(byPlan))
                .or(() -> rejection().map(Dated::value).map(byRejection));
    }

    /** The mark that its time to report, or its deadline, is over. */
    public Optional<Dated<DeadlineReached>> timeOver() {
        return Optional.ofNullable(timeOver);
    }

    /** The record that says that its quorum is in, and the others are not waited for. */
    Optional<Position> quorumReached() {
        return Optional.ofNullable(enough).map(Dated::at);
    }

    Optional<Position> firstTask() {
        return attempts.values().stream().map(Dated::at).min(BY_TIME);
    }

    Optional<Position> firstReport() {
        return reportsAt().min(BY_TIME);
    }

    Optional<Position> lastReport() {
        return reportsAt().max(BY_TIME);
    }

    private Stream<Position> reportsAt() {
        return Stream.concat(finals.values().stream(), retries.values().stream())
                .map(Dated::at);
    }

    /** Those that name this run, oldest first. */
    public List<Dated<RunControl>> cancels() {
        return List.copyOf(cancels.values());
    }

    /** Whether the run has begun: one that was turned down before has not, and its id is free. */
    boolean hasBegun() {
        boolean refused = (rejection != null && !rejection.value().getAdmitted())
                || (answer != null && !answer.value().admitted());
        return !refused;
    }

    public Stage stage(Snapshots snapshots) {
        if (answer != null) {
            return Stage.DONE;
        }
        if (due().filter(due -> due.plus(RESULTS_KEPT).isBefore(extent.at())).isPresent()) {
            return Stage.EXPIRED;
        }
        if (rejection != null || timeOver != null || enough != null || isComplete()) {
            return Stage.DECIDING;
        }
        if (!finals.isEmpty() || !retries.isEmpty() || !attempts.isEmpty()) {
            return Stage.RUNNING;
        }
        return plan != null && snapshots.isReady(plan.value().getEnvironmentId())
                ? Stage.PLANNED
                : Stage.WAITS_FOR_SNAPSHOT;
    }

    /** When its result is there at the latest, as long as aggregators run; empty where neither a plan nor a rejection is known. */
    private Optional<Instant> due() {
        return rejection()
                .map(refusal -> refusal.at().at())
                .or(() -> plan().map(planned -> planned.value().getDeadline()));
    }

    /** In words; empty when it is over. */
    public String waitsFor(Snapshots snapshots) {
        return new Waiting(this, snapshots).words();
    }

    /** Its perspectives in the order of its plan, the baseline behind them; those alone that have said something without a plan. */
    public List<PerspectiveState> perspectives() {
        return Perspectives.of(this);
    }

    /** How many of its perspectives came to an end of their own. The baseline is none of them. */
    public int done() {
        return (int) counted().filter(PerspectiveState::done).count();
    }

    /** How many perspectives it has, as far as is known. */
    public int expected() {
        return (int) counted().count();
    }

    private Stream<PerspectiveState> counted() {
        return perspectives().stream().filter(perspective -> !perspective.name().equals(TaskId.SEQUENTIAL));
    }

    /** Whether no report is awaited any more. A report that says CANCELLED does not end the waiting: its cancel does. */
    private boolean isComplete() {
        if (plan == null) {
            return false;
        }
        boolean all = plan.value().getExpected().stream().allMatch(expected -> isDone(expected.getName()));
        return all && (!plan.value().getBaseline() || isDone(TaskId.SEQUENTIAL));
    }

    private boolean isDone(String perspective) {
        Dated<Reported> report = finals.get(perspective);
        return report != null && report.value().isDone();
    }

    Map<String, Dated<Integer>> attempts() {
        return attempts;
    }

    Map<String, Dated<Reported>> finals() {
        return finals;
    }

    Map<String, Dated<Reported>> retries() {
        return retries;
    }

    Optional<Dated<LeadVerdict>> verdict() {
        return Optional.ofNullable(verdict);
    }
}
