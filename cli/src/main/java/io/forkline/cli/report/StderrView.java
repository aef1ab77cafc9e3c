package io.forkline.cli.report;

import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import io.forkline.schemas.record.PerspectiveReport;
import java.util.ArrayList;
import java.util.List;

/** The end of what each perspective that did not succeed wrote to stderr: where whoever wrote it looks first. */
final class StderrView {

    private static final int MOST_LINES = 8;

    private StderrView() {}

    static List<String> lines(Terminal terminal, String indent, List<PerspectiveReport> reports) {
        List<String> lines = new ArrayList<>();
        for (PerspectiveReport report : reports) {
            List<String> tail = tail(report);
            if (!tail.isEmpty()) {
                String heading = Text.clean(report.getPerspective()) + " ended its stderr with";
                Text.wrap(heading, terminal.columns() - indent.length())
                        .forEach(line -> lines.add(indent + terminal.paint(Ink.BOLD, line)));
                tail.stream()
                        .flatMap(line -> Text.wrap(line, terminal.columns() - 2 * indent.length()).stream())
                        .forEach(line -> lines.add(indent + indent + line));
            }
        }
        return lines;
    }

    private static List<String> tail(PerspectiveReport report) {
        if (report.getStderrTail() == null) {
            return List.of();
        }
        List<String> all = report.getStderrTail()
                .lines()
                .filter(line -> !line.isBlank())
                .map(Text::clean)
                .toList();
        return all.subList(Math.max(0, all.size() - MOST_LINES), all.size());
    }
}
