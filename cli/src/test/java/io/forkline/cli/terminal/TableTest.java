package io.forkline.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    private static final int COLUMNS = 60;
    private static final String ID = "a-job-whose-id-is-longer-than-a-line-has-room-for-" + "x".repeat(COLUMNS);

    private final Table table = new Table(Table.Column.left("JOB"), Table.Column.left("FINDING"))
            .row(Table.Cell.of(ID), Table.Cell.of("1 issue"));

    @Test
    void noLineIsWiderThanATerminal() {
        assertThat(lines(true)).allMatch(line -> line.length() <= COLUMNS);
    }

    @Test
    void aProgramThatReadsTheLinesFindsWholeIds() {
        assertThat(lines(false)).anyMatch(line -> line.startsWith(ID + " "));
    }

    private List<String> lines(boolean outIsTerminal) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return table.lines(new Terminal(nowhere, nowhere, outIsTerminal, false, false, true, COLUMNS), "");
    }
}
