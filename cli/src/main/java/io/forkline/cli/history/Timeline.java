package io.forkline.cli.history;

import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Table;
import io.forkline.cli.terminal.Table.Cell;
import io.forkline.cli.terminal.Table.Column;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happened to a run, in the order of time, each with the record that says so: its lineage, from offset to result. */
record Timeline(List<Event> events) {

    /**
     * One of them.
     *
     * @param at null where no time is known
     * @param where the record, as topic, partition and offset
     */
    record Event(String what, @Nullable Instant at, String where) {

        static Event of(String what, Position at) {
            return new Event(what, at.at(), at.toString());
        }
    }

    /** Of a record that no run has been made from yet. */
    static Timeline of(JobHistory job, Request request) {
        List<Event> events = new ArrayList<>();
        events.add(Event.of("asked for", request.at()));
        addOpenCancels(events, job);
        return new Timeline(events);
    }

    static Timeline of(JobHistory job, RunHistory run) {
        List<Event> events = new ArrayList<>();
        run.origin()
                .ifPresent(origin -> events.add(new Event(
                        "asked for",
                        run.submittedAt().orElse(null),
                        origin.getTopic() + " " + origin.getPartition() + "@" + origin.getOffset())));
        run.plan().ifPresent(plan -> events.add(Event.of("planned", plan.at())));
        run.rejection()
                .ifPresent(rejection ->
                        events.add(Event.of("turned down: " + rejection.value().getReason(), rejection.at())));
        run.firstTask().ifPresent(at -> events.add(Event.of("first task issued", at)));
        run.firstReport()
                .filter(at -> !Optional.of(at).equals(run.lastReport()))
                .ifPresent(at -> events.add(Event.of("first report", at)));
        run.lastReport().ifPresent(at -> events.add(Event.of("last report", at)));
        run.timeOver().ifPresent(mark -> events.add(Event.of("time is over", mark.at())));
        run.quorumReached().ifPresent(at -> events.add(Event.of("quorum reached", at)));
        run.cancels().forEach(cancel -> events.add(Event.of(JobView.who(cancel.value()), cancel.at())));
        run.answer()
                .ifPresent(answer ->
                        events.add(Event.of("result: " + answer.value().status(), answer.at())));
        if (job.latest().equals(Optional.of(run))) {
            job.repeats().forEach(request -> events.add(Event.of(repeat(run, request), request.at())));
            if (job.pending().isEmpty()) {
                addOpenCancels(events, job);
            }
        }
        events.sort(Comparator.comparing(event -> event.at() == null ? Instant.EPOCH : event.at()));
        run.plan()
                .filter(plan -> run.answer().isEmpty())
                .ifPresent(plan -> events.add(new Event("deadline", plan.value().getDeadline(), "")));
        return new Timeline(events);
    }

    private static void addOpenCancels(List<Event> events, JobHistory job) {
        job.openCancels().forEach(cancel -> events.add(Event.of(JobView.who(cancel.value()), cancel.at())));
    }

    private static String repeat(RunHistory run, Request request) {
        boolean same = run.contentHash().map(request.contentHash()::equals).orElse(true);
        return same ? "asked for again, which changes nothing" : "asked for with other content, which is refused";
    }

    List<String> lines(Terminal terminal, String indent) {
        Table table = new Table(Column.left("WHEN"), Column.right("AFTER"), Column.left("RECORD"), Column.left("WHAT"));
        Instant begin = events.isEmpty() ? null : events.getFirst().at();
        for (Event event : events) {
            Instant at = event.at();
            table.row(
                    Cell.of(at == null ? "-" : at.truncatedTo(ChronoUnit.MILLIS).toString()),
                    Cell.of(at == null || begin == null ? "-" : after(begin, at)),
                    new Cell(Text.clean(event.where()), Ink.DIM),
                    Cell.of(Text.clean(event.what())));
        }
        return table.lines(terminal, indent);
    }

    private static String after(Instant begin, Instant at) {
        long millis = Duration.between(begin, at).toMillis();
        return millis <= 0 ? "-" : Text.millis(millis);
    }
}
