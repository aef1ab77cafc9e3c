package io.forkline.cli.replay;

import io.forkline.cli.CommandException;
import io.forkline.cli.terminal.Ages;
import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Table;
import io.forkline.cli.terminal.Table.Cell;
import io.forkline.cli.terminal.Table.Column;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import io.forkline.producer.ReplayRequest;
import io.forkline.schemas.record.ResultStatus;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells what would be replayed, and what was. */
final class ReplayReport {

    private static final int SAMPLE = 10;
    private static final int MOST_REFUSED = 20;

    private final Terminal terminal;
    private final Instant now;
    private final ReplayRequest request;
    private int told;

    ReplayReport(Terminal terminal, Instant now, ReplayRequest request) {
        this.terminal = terminal;
        this.now = now;
        this.request = request;
    }

    /** A sample of what would go. */
    void sample(List<Candidate> candidates) {
        if (candidates.isEmpty()) {
            return;
        }
        Table table = new Table(
                Column.left("JOB"),
                Column.left("REPLAYS"),
                Column.left("STATUS"),
                Column.right("AGE"),
                Column.left("ENVIRONMENT"),
                Column.left("RUNS AGAIN"));
        Ages ages = new Ages(now);
        candidates.stream().limit(SAMPLE).forEach(each -> table.row(row(each, ages)));
        table.lines(terminal, "").forEach(this::print);
        if (candidates.size() > SAMPLE) {
            print("... and " + (candidates.size() - SAMPLE) + " more");
        }
        print("");
    }

    private Cell[] row(Candidate candidate, Ages ages) {
        var answer = candidate.answer().value();
        List<String> running = candidate.running(request.onlyFailed());
        int fine = request.onlyFailed() ? answer.fine().size() : 0;
        return new Cell[] {
            new Cell(Text.clean(candidate.job()), Ink.BOLD),
            Cell.of(Text.clean(candidate.run().run().toString())),
            Cell.of(answer.status().name().toLowerCase(Locale.ROOT)),
            Cell.of(ages.of(answer.submittedAt())),
            Cell.of(Text.clean(answer.environment())),
            Cell.of((running.isEmpty() ? "all" : Text.clean(String.join(", ", running)))
                    + (fine == 0 ? "" : "; reuses " + Text.count(fine, "report")))
        };
    }

    /** What is meant and does not go, each with the reason; of the others how many. */
    void left(Selection selection) {
        selection.refused().stream().limit(MOST_REFUSED).forEach(this::refused);
        if (selection.refused().size() > MOST_REFUSED) {
            print("... and " + (selection.refused().size() - MOST_REFUSED) + " more; --json names them all");
        }
        if (!selection.asked().isEmpty()) {
            print(Text.count(selection.asked().size(), "job")
                    + " asked for with this request id before: nothing to do");
        }
        if (!selection.fine().isEmpty()) {
            print(Text.count(selection.fine().size(), "job") + " without a perspective that failed: nothing to do");
        }
    }

    /** What turned out to be refused since this was called last. */
    void tell(List<Refused> all) {
        all.stream().skip(told).forEach(this::refused);
        told = all.size();
    }

    private void refused(Refused refused) {
        print(terminal.paint(Ink.YELLOW, "refused") + "  " + Text.clean(refused.what() + ": " + refused.why()));
    }

    /** How many go, of which status, with which deadline; and how many the limit leaves out. */
    void wouldReplay(List<Candidate> candidates, int beyondTheLimit) {
        Map<ResultStatus, Integer> statuses = new EnumMap<>(ResultStatus.class);
        candidates.forEach(each -> statuses.merge(each.answer().value().status(), 1, Integer::sum));
        StringBuilder text = new StringBuilder("To replay: ").append(Text.count(candidates.size(), "job"));
        if (!statuses.isEmpty()) {
            text.append(statuses.entrySet().stream()
                    .map(status ->
                            status.getValue() + " " + status.getKey().name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", ", " (", ")")));
        }
        text.append(request.deadline()
                .map(time -> ", each due " + Text.seconds(time.toSeconds()) + " from now")
                .orElse(", each due in as long as it had before"));
        print(text.toString());
        if (beyondTheLimit > 0) {
            print("--limit leaves out " + Text.count(beyondTheLimit, "newer one"));
        }
    }

    /** What came of it. */
    void end(boolean published, Replaying replaying) {
        if (published) {
            tell(replaying.refused());
            print("Replayed " + Text.count(replaying.replayed().size(), "job") + ", request id " + request.id());
        } else {
            print("Nothing was published" + (replaying.replayed().isEmpty() ? "" : "; --yes does it"));
        }
    }

    /** What is done and what is not, where it ends in between. */
    void stopped(int done, int all) {
        terminal.err()
                .println("Stopped: " + done + " of " + Text.count(all, "replay") + " published, and perhaps one more;"
                        + " the same command with --request-id " + request.id() + " does the others");
    }

    /** @throws CommandException when something was refused */
    void requireNoneRefused(int refused) {
        if (refused > 0) {
            throw CommandException.failed(
                    refused + " of those that are meant cannot be replayed; "
                            + (refused > 1 ? "each is named with its reason" : "it is named with its reason"),
                    null);
        }
    }

    private void print(String line) {
        terminal.out().println(line);
    }
}
