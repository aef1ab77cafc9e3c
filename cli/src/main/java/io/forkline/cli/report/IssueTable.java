package io.forkline.cli.report;

import io.forkline.cli.terminal.Table;
import io.forkline.cli.terminal.Table.Cell;
import io.forkline.cli.terminal.Table.Column;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import io.forkline.schemas.record.Issue;
import io.forkline.schemas.record.PerspectiveReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The issues of all reports that are worth showing, the worst first. */
final class IssueTable {

    private static final int MOST = 8;
    private static final int WIDEST_PLACE = 40;
    private static final int WIDEST_RULE = 24;

    private IssueTable() {}

    /** Empty when there are no issues. */
    static List<String> lines(Terminal terminal, String indent, List<PerspectiveReport> reports) {
        List<Issue> issues = reports.stream()
                .flatMap(report -> report.getIssues().stream())
                // What keeps a file from being read is seen by every perspective.
                .distinct()
                .sorted(Comparator.comparingInt(issue -> Names.rank(issue.getSeverity())))
                .toList();
        if (issues.isEmpty()) {
            return List.of();
        }
        Table table =
                new Table(Column.left("SEVERITY"), Column.left("WHERE"), Column.left("RULE"), Column.left("ISSUE"));
        issues.stream()
                .limit(MOST)
                .forEach(issue -> table.row(
                        new Cell(Text.clean(issue.getSeverity()), Names.ink(issue.getSeverity())),
                        Cell.of(place(issue.getFile(), issue.getLine())),
                        Cell.of(Text.cut(Text.clean(issue.getRule()), WIDEST_RULE)),
                        Cell.of(Text.clean(issue.getMessage()))));
        List<String> lines = new ArrayList<>(table.lines(terminal, indent));
        int cut = reports.stream().mapToInt(PerspectiveReport::getIssuesCut).sum();
        long more = Math.max(0, issues.size() - MOST) + cut;
        if (more > 0) {
            lines.add(indent + Text.count(more, "further issue") + (cut == 0 ? "; --json FILE writes them all" : ""));
        }
        return lines;
    }

    /** File and line, shortened from the front; {@code -} when there is none. */
    static String place(@Nullable String file, @Nullable Integer line) {
        if (file == null) {
            return "-";
        }
        String place = Text.clean(file) + (line == null ? "" : ":" + line);
        return place.length() <= WIDEST_PLACE ? place : "..." + place.substring(place.length() - WIDEST_PLACE + 3);
    }
}
