package io.forkline.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Columns side by side, never wider than a terminal. Each is as wide as its widest cell, and the last one takes what is left of
 * the line; where that is too little, the widest of the others gives way. A text that is wider than its column is broken. Where a
 * program reads the lines only the last column is: ids stay whole.
 */
public final class Table {

    private static final String GAP = "  ";
    private static final int NARROWEST_TEXT = 24;
    private static final int NARROWEST = 4;

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
        int[] widths = widths(terminal, terminal.columns() - indent.length());
        List<String> lines = new ArrayList<>();
        List<Cell> headings = columns.stream()
                .map(column -> new Cell(column.heading(), Ink.DIM))
                .toList();
        addRow(lines, headings, widths, terminal, indent);
        rows.forEach(row -> addRow(lines, row, widths, terminal, indent));
        return lines;
    }

    private int[] widths(Terminal terminal, int available) {
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
        int least = Math.min(widths[last], NARROWEST_TEXT);
        while (terminal.outIsTerminal() && taken + least > available) {
            int widest = widest(widths);
            if (widths[widest] <= NARROWEST) {
                break;
            }
            widths[widest]--;
            taken--;
        }
        widths[last] = Math.min(widths[last], Math.max(least, available - taken));
        return widths;
    }

    private static int widest(int[] widths) {
        return IntStream.range(0, widths.length - 1).reduce(0, (best, i) -> widths[i] > widths[best] ? i : best);
    }

    private void addRow(List<String> lines, List<Cell> row, int[] widths, Terminal terminal, String indent) {
        List<List<String>> texts = IntStream.range(0, widths.length)
                .mapToObj(i -> Text.wrap(row.get(i).text(), Math.max(1, widths[i])))
                .toList();
        int height = texts.stream().mapToInt(List::size).reduce(1, Math::max);
        for (int i = 0; i < height; i++) {
            lines.add(line(row, texts, i, widths, terminal, indent));
        }
    }

    private String line(
            List<Cell> row, List<List<String>> texts, int number, int[] widths, Terminal terminal, String indent) {
        StringBuilder line = new StringBuilder(indent);
        for (int i = 0; i < widths.length; i++) {
            String text = number < texts.get(i).size() ? texts.get(i).get(number) : "";
            String padding = " ".repeat(Math.max(0, widths[i] - text.length()));
            String painted = terminal.paint(row.get(i).ink(), text);
            line.append(columns.get(i).right() ? padding + painted : painted + padding)
                    .append(GAP);
        }
        return line.toString().stripTrailing();
    }
}
