package io.forkline.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Columns side by side. Each is as wide as its widest cell; the last one takes what is left of the line and breaks its
 * text between words.
 */
public final class Table {

    private static final String GAP = "  ";
    private static final int NARROWEST_TEXT = 24;

    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    /** A table whose last column is text, with the headings of its columns. */
    public Table(Column... columns) {
        this.columns = List.of(columns);
    }

    /** A column and the side its cells keep to. */
    public record Column(String heading, boolean right) {

        public static Column left(String heading) {
            return new Column(heading, false);
        }

        public static Column right(String heading) {
            return new Column(heading, true);
        }
    }

    /** A cell and its colour. */
    public record Cell(String text, Ink ink) {

        public static Cell of(String text) {
            return new Cell(text, Ink.PLAIN);
        }
    }

    /** Adds a row with a cell for each column. */
    public Table row(Cell... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException("a row of this table has " + columns.size() + " cells");
        }
        rows.add(List.of(cells));
        return this;
    }

    /** The lines of the table, each beginning with {@code indent}. */
    public List<String> lines(Terminal terminal, String indent) {
        int[] widths = widths(terminal.columns() - indent.length());
        List<String> lines = new ArrayList<>();
        List<Cell> headings = columns.stream()
                .map(column -> new Cell(column.heading(), Ink.DIM))
                .toList();
        addRow(lines, headings, widths, terminal, indent);
        rows.forEach(row -> addRow(lines, row, widths, terminal, indent));
        return lines;
    }

    private int[] widths(int available) {
        int[] widths = IntStream.range(0, columns.size())
                .map(i -> rows.stream()
                        .mapToInt(row -> row.get(i).text().length())
                        .reduce(columns.get(i).heading().length(), Math::max))
                .toArray();
        int last = widths.length - 1;
        int taken = IntStream.of(widths)
                .limit(last)
                .map(width -> width + GAP.length())
                .sum();
        widths[last] = Math.max(Math.min(widths[last], available - taken), NARROWEST_TEXT);
        return widths;
    }

    private void addRow(List<String> lines, List<Cell> row, int[] widths, Terminal terminal, String indent) {
        int last = widths.length - 1;
        StringBuilder line = new StringBuilder(indent);
        int width = indent.length();
        for (int i = 0; i < last; i++) {
            String padding = " ".repeat(widths[i] - row.get(i).text().length());
            String text = terminal.paint(row.get(i).ink(), row.get(i).text());
            line.append(columns.get(i).right() ? padding + text : text + padding)
                    .append(GAP);
            width += widths[i] + GAP.length();
        }
        for (String text : Text.wrap(row.get(last).text(), widths[last])) {
            lines.add((line + terminal.paint(row.get(last).ink(), text)).stripTrailing());
            line.setLength(0);
            line.append(" ".repeat(width));
        }
    }
}
