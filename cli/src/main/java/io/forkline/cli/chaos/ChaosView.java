package io.forkline.cli.chaos;

import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Table;
import io.forkline.cli.terminal.Table.Cell;
import io.forkline.cli.terminal.Table.Column;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;

/** What people see of a chaos run when it is over. */
final class ChaosView {

    private static final int MOST_SHOWN = 5;

    private final Terminal terminal;

    ChaosView(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(ChaosOutcome outcome) {
        line("");
        Table table = new Table(Column.left("GUARANTEE"), Column.left(""), Column.left("SEEN"));
        outcome.judged()
                .forEach(judged -> table.row(
                        Cell.of(judged.name()),
                        judged.isKept() ? new Cell("kept", Ink.GREEN) : new Cell("violated", Ink.RED),
                        Cell.of(judged.evidence())));
        table.lines(terminal, "").forEach(this::line);
        outcome.judged().stream().filter(judged -> !judged.isKept()).forEach(this::violations);
        line("");
        line(outcome.statuses() + " in " + Text.seconds(outcome.took().toSeconds()));
        line("Results after their deadline: " + outcome.lateness().late() + ", the latest by "
                + Text.millis(outcome.lateness().worst().toMillis()));
        line("The same again: " + outcome.command());
    }

    private void violations(Judged judged) {
        line("");
        line(terminal.paint(Ink.RED, judged.name()) + ": " + judged.promise() + ", but");
        judged.violations().stream()
                .limit(MOST_SHOWN)
                .flatMap(violation -> Text.wrap(Text.clean(violation), terminal.columns() - 2).stream())
                .forEach(text -> line("  " + text));
        int more = judged.violations().size() - MOST_SHOWN;
        if (more > 0) {
            line("  and " + more + " more");
        }
    }

    private void line(String text) {
        terminal.out().println(text);
    }
}
