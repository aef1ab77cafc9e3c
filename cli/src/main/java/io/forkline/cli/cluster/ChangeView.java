package io.forkline.cli.cluster;

import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import io.forkline.schemas.topic.Change;
import java.util.List;

/** Shows what was changed, or would be, a line for each change. */
record ChangeView(Terminal terminal, boolean done) {

    void print(List<Change> changes) {
        for (Change change : changes) {
            switch (change) {
                case Change.Created created ->
                    line(
                            Ink.GREEN,
                            done ? "created    " : "missing    ",
                            created.name() + ", " + Text.count(created.partitions(), "partition"));
                case Change.Configured set ->
                    line(
                            Ink.YELLOW,
                            done ? "configured " : "differs    ",
                            set.name() + ": " + set.key() + "=" + set.after() + (done ? " (was " : " (is ")
                                    + set.before() + ")");
                case Change.Fixed fixed ->
                    line(
                            Ink.RED,
                            "differs    ",
                            fixed.name() + ": " + fixed.what() + " " + fixed.wanted() + " (is " + fixed.there()
                                    + "), which cannot be changed by this");
                case Change.Unchanged same -> {}
            }
        }
    }

    private void line(Ink ink, String what, String rest) {
        terminal.out().println(terminal.paint(ink, what) + rest);
    }
}
