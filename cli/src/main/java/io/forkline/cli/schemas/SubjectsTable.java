package io.forkline.cli.schemas;

import io.forkline.cli.schemas.SubjectState.Standing;
import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Table;
import io.forkline.cli.terminal.Table.Cell;
import io.forkline.cli.terminal.Table.Column;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import java.util.List;

/** Subjects as people read them. */
final class SubjectsTable {

    private static final String NONE = "-";

    private SubjectsTable() {}

    static void print(List<SubjectState> states, Terminal terminal) {
        Table table = new Table(
                Column.left("SUBJECT"),
                Column.right("VERSION"),
                Column.right("ID"),
                Column.left("STATE"),
                Column.left("COMPATIBILITY"),
                Column.left("TYPE"));
        states.forEach(state -> table.row(
                new Cell(Text.clean(state.subject()), Ink.BOLD),
                Cell.of(state.registered()
                        .map(version -> Integer.toString(version.version()))
                        .orElse(NONE)),
                Cell.of(state.registered()
                        .map(version -> Integer.toString(version.id()))
                        .orElse(NONE)),
                new Cell(state.standing().words(), ink(state.standing())),
                Cell.of(Text.clean(state.compatibility().orElse(NONE))),
                Cell.of(state.schema().getName())));
        table.lines(terminal, "").forEach(terminal.out()::println);
    }

    private static Ink ink(Standing standing) {
        return switch (standing) {
            case REGISTERED -> Ink.GREEN;
            case MISSING, DIFFERENT -> Ink.YELLOW;
            case INCOMPATIBLE -> Ink.RED;
        };
    }
}
