package io.forkline.cli.history;

import io.forkline.schemas.id.JobId;
import io.forkline.schemas.id.RunId;
import io.forkline.schemas.record.Origin;
import io.forkline.schemas.record.RunControl;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the log says of one job: the records that asked for it, and its runs. Takes records in any order. */
public final class JobHistory {

    private final JobId job;
    private final Extent extent;
    private final List<Request> requests = new ArrayList<>();
    private final TreeMap<Integer, RunHistory> runs = new TreeMap<>();
    private final TreeMap<Long, Dated<RunControl>> unnamedCancels = new TreeMap<>();
    private Instant firstSeen = Instant.MAX;

    JobHistory(JobId job, Extent extent) {
        this.job = job;
        this.extent = extent;
    }

    /** A record speaks of it, whatever it says. */
    void seen(Position at) {
        if (at.at().isBefore(firstSeen)) {
            firstSeen = at.at();
        }
    }

    void add(Request request) {
        if (requests.stream().noneMatch(known -> known.at().equals(request.at()))) {
            requests.add(request);
        }
    }

    void add(RunControl control, Position at) {
        if (control.getRunId() == null) {
            unnamedCancels.put(at.offset(), new Dated<>(control, at));
        } else {
            run(RunId.parse(control.getRunId())).add(control, at);
        }
    }

    RunHistory run(RunId run) {
        return runs.computeIfAbsent(run.number(), number -> new RunHistory(run, extent));
    }

    public JobId job() {
        return job;
    }

    /** Whether there is such a job; a cancel alone makes none. */
    public boolean exists() {
        return !requests.isEmpty() || latest().isPresent();
    }

    /** Its runs, oldest first. */
    public List<RunHistory> runs() {
        return runs.values().stream().filter(RunHistory::exists).toList();
    }

    public Optional<RunHistory> latest() {
        List<RunHistory> known = runs();
        return known.isEmpty() ? Optional.empty() : Optional.of(known.getLast());
    }

    /** Every record that asked for it, also copies in the partitions of producers that partition otherwise; in no order. */
    public List<Request> records() {
        return List.copyOf(requests);
    }

    /** Its newest run that has a result. */
    public Optional<RunHistory> answered() {
        return runs().stream().filter(run -> run.answer().isPresent()).reduce((first, second) -> second);
    }

    /** Its newest run that has none yet. */
    public Optional<RunHistory> open() {
        return runs().stream().filter(run -> run.answer().isEmpty()).reduce((first, second) -> second);
    }

    /** The records that asked for it, in the partition the planner takes them from, oldest first. */
    public List<Request> requests() {
        // A producer that partitions otherwise leaves a copy elsewhere, which the planner has sent on.
        Optional<Integer> home = requests.stream()
                .max(Comparator.comparing(request -> request.at().at()))
                .map(request -> request.at().partition());
        return requests.stream()
                .filter(request -> request.at().partition() == home.orElseThrow())
                .sorted(Comparator.comparing(request -> request.at().offset()))
                .toList();
    }

    /** The cancels that no aggregator has named a run in yet. Empty when there are none, or all have been taken up. */
    public List<Dated<RunControl>> openCancels() {
        long taken = runs.values().stream()
                .flatMap(run -> run.cancels().stream())
                .mapToLong(cancel -> cancel.at().offset())
                .max()
                .orElse(-1);
        return List.copyOf(unnamedCancels.tailMap(taken, false).values());
    }

    /** The run that an aggregator named for a cancel that lies at or behind this offset; empty when it has not yet. */
    public Optional<RunHistory> namedFrom(long offset) {
        return runs.values().stream()
                .filter(run ->
                        run.cancels().stream().anyMatch(cancel -> cancel.at().offset() >= offset))
                .reduce((first, second) -> second);
    }

    /** The record that a run is still to be made from; empty when the newest run is the newest word. */
    public Optional<Request> pending() {
        List<Request> own = requests();
        if (own.isEmpty()) {
            return Optional.empty();
        }
        if (latest().isEmpty()) {
            return Optional.of(own.getLast());
        }
        RunHistory latest = latest().get();
        long answered = latest.origin().map(Origin::getOffset).orElse(Long.MAX_VALUE);
        Set<String> replays = new HashSet<>();
        Optional<Request> pending = Optional.empty();
        for (Request request : own) {
            boolean isNewReplay = request.replay() != null && replays.add(request.replay());
            boolean comesAgain = request.replay() == null && !latest.hasBegun();
            if (request.at().offset() > answered && (isNewReplay || comesAgain)) {
                pending = Optional.of(request);
            }
        }
        return pending;
    }

    /** The records behind the one that its newest run was made from which ask for it again, and make no run. */
    public List<Request> repeats() {
        long answered =
                latest().flatMap(RunHistory::origin).map(Origin::getOffset).orElse(Long.MAX_VALUE);
        return requests().stream()
                .filter(request -> request.at().offset() > answered)
                .filter(request -> !pending().equals(Optional.of(request)))
                .toList();
    }

    public Stage stage(Snapshots snapshots) {
        return pending().isPresent()
                ? Stage.ACCEPTED
                : latest().map(run -> run.stage(snapshots)).orElse(Stage.ACCEPTED);
    }

    /** In words; empty when it is over. */
    public String waitsFor(Snapshots snapshots) {
        if (!stage(snapshots).isOver() && !openCancels().isEmpty()) {
            return Waiting.cancel(openCancels().getFirst());
        }
        return pending().isPresent()
                ? planning()
                : latest().map(run -> run.waitsFor(snapshots)).orElse("");
    }

    private String planning() {
        String planner = "a snapshot service, to plan it";
        // A record that asks for it again makes no run, and only the run before it would show that.
        return extent.since().isPresent() ? planner + ", unless it ran before what was read" : planner;
    }

    /** When it was asked for last, by the log; empty where that lies before what was read, and nothing that was says it. */
    public Optional<Instant> submittedAt() {
        return pending().map(request -> request.at().at()).or(() -> latest().flatMap(RunHistory::submittedAt));
    }

    /** What its place among others goes by: when it was asked for, else the earliest record of it that was read. */
    Instant listedAt() {
        return submittedAt().orElse(firstSeen);
    }

    public String environment() {
        return pending()
                .map(Request::environment)
                .or(() -> latest().flatMap(RunHistory::environment))
                .orElse("-");
    }

    public String tenant() {
        return pending()
                .map(Request::tenant)
                .or(() -> latest().flatMap(RunHistory::tenant))
                .orElse("-");
    }
}
