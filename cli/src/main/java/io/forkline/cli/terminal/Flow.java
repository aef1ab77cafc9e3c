package io.forkline.cli.terminal;

import io.forkline.cli.terminal.Table.Cell;
import java.util.ArrayList;
import java.util.List;

/** Parts of a heading side by side, as many as fit; the others go on lines below. */
public final class Flow {

    private static final String GAP = "  ";

    private Flow() {}

    /**
     * The lines of the parts, none longer than the terminal is wide.
     *
     * @param indent begins each line but the first
     */
    public static List<String> lines(Terminal terminal, String indent, List<Cell> parts) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int width = 0;
        for (Cell part : parts) {
            for (String text : Text.wrap(part.text(), terminal.columns() - indent.length())) {
                if (width > 0 && width + GAP.length() + text.length() > terminal.columns()) {
                    lines.add(line.toString());
                    line.setLength(0);
                    line.append(indent);
                    width = indent.length();
                } else if (width > 0) {
                    line.append(GAP);
                    width += GAP.length();
                }
                line.append(terminal.paint(part.ink(), text));
                width += text.length();
            }
        }
        lines.add(line.toString());
        return lines;
    }
}
