package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class BuildLogTest {

    private final ArrayList<String> heard = new ArrayList<>();
    private final BuildLog log = new BuildLog(heard::add);

    @Test
    void linesAreHeardWhenTheyEndHoweverTheyAreCut() {
        write("one\ntw");
        write("o\r\nthr");

        assertThat(heard).containsExactly("one", "two");
    }

    @Test
    void lastLinesAreKeptForTheFailure() {
        for (var number = 0; number < 100; number++) {
            write("line " + number + "\n");
        }
        write("unfinished");

        assertThat(log.tail()).startsWith("    line 89\n").endsWith("    line 99\n    unfinished");
        assertThat(log.mentions("line 99")).isTrue();
        assertThat(log.mentions("line 1\n")).isFalse();
    }

    @Test
    void endlessLineIsCutIntoPieces() {
        write("x".repeat(10_000));

        assertThat(heard).hasSize(2).allMatch(line -> line.length() == 4096);
    }

    @Test
    void silenceIsSaid() {
        assertThat(log.tail()).contains("wrote nothing");
    }

    private void write(String text) {
        log.accept(text.getBytes(StandardCharsets.UTF_8));
    }
}
