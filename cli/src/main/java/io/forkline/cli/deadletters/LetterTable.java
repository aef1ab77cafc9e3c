package io.forkline.cli.deadletters;

import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Table;
import io.forkline.cli.terminal.Table.Cell;
import io.forkline.cli.terminal.Table.Column;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import io.forkline.schemas.deadletter.DeadLetter;
import io.forkline.schemas.topic.TopicLayout;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Dead letters as lines of a table, a line each where the terminal is wide enough for that. */
final class LetterTable {

    static final String NOT_OURS = "not in the form of Forkline's dead letters";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int GAP = 2;
    private static final int LEAST_MESSAGE = 12;
    private static final List<String> HEADINGS = List.of("ID", "WHEN (UTC)", "ORIGIN", "COMPONENT", "CAUSE", "MESSAGE");

    private LetterTable() {}

    static List<String> of(Collection<LetterRow> letters, TopicLayout layout, Terminal terminal) {
        List<List<String>> rows =
                letters.stream().map(letter -> texts(letter, layout)).toList();
        int message = Math.max(LEAST_MESSAGE, terminal.columns() - widthOfOthers(rows));
        Table table = new Table(HEADINGS.stream().map(Column::left).toArray(Column[]::new));
        for (List<String> row : rows) {
            table.row(
                    new Cell(row.get(0), Ink.BOLD),
                    Cell.of(row.get(1)),
                    Cell.of(row.get(2)),
                    Cell.of(row.get(3)),
                    new Cell(row.get(4), Ink.YELLOW),
                    Cell.of(Text.cut(row.get(5), message)));
        }
        return table.lines(terminal, "");
    }

    private static List<String> texts(LetterRow letter, TopicLayout layout) {
        return List.of(
                letter.id().toString(),
                time(letter.buriedAt()),
                Text.clean(letter.said().map(said -> origin(said, layout)).orElse("-")),
                Text.clean(letter.said().map(DeadLetter::component).orElse("-")),
                Text.clean(letter.said().map(DeadLetter::cause).orElse("-")),
                Text.clean(letter.said().map(DeadLetter::message).orElse(NOT_OURS)));
    }

    /** Without the year, which 30 days do not need, and in whole seconds. */
    private static String time(Instant at) {
        return TIME.format(at);
    }

    /** Without the prefix, which all topics of a deployment have. */
    private static String origin(DeadLetter said, TopicLayout layout) {
        String topic = said.topic().startsWith(layout.prefix())
                ? said.topic().substring(layout.prefix().length())
                : said.topic();
        return topic + "-" + said.partition() + "@" + said.offset();
    }

    private static int widthOfOthers(List<List<String>> rows) {
        int width = 0;
        for (int column = 0; column < HEADINGS.size() - 1; column++) {
            int i = column;
            width += GAP
                    + rows.stream()
                            .mapToInt(row -> row.get(i).length())
                            .reduce(HEADINGS.get(i).length(), Math::max);
        }
        return width;
    }
}
