package io.forkline.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class TerminalTest {

    @Test
    void withoutTheLaunchersWordThereIsNoTerminalAndNoColour() {
        Terminal terminal = Terminal.ofSystem(Map.of(), new Properties());

        assertThat(terminal.paint(Ink.RED, "text")).isEqualTo("text");
        assertThat(terminal.errIsTerminal()).isFalse();
    }

    @Test
    void aTerminalIsColouredUnlessNoColorIsSet() {
        assertThat(Terminal.ofSystem(Map.of(), onTerminal()).paint(Ink.RED, "text"))
                .isEqualTo("\u001b[31mtext\u001b[0m");
        assertThat(Terminal.ofSystem(Map.of("NO_COLOR", "1"), onTerminal()).paint(Ink.RED, "text"))
                .isEqualTo("text");
        assertThat(Terminal.ofSystem(Map.of("TERM", "dumb"), onTerminal()).paint(Ink.RED, "text"))
                .isEqualTo("text");
    }

    @Test
    void aPipedOutputIsPlainThoughErrorsGoToATerminal() {
        Properties properties = onTerminal();
        properties.remove("forkline.terminal.out");

        Terminal terminal = Terminal.ofSystem(Map.of(), properties);

        assertThat(terminal.paint(Ink.RED, "text")).isEqualTo("text");
        assertThat(terminal.paintError(Ink.RED, "text")).isNotEqualTo("text");
    }

    @Test
    void signsBeyondAsciiNeedALocaleThatHasThem() {
        assertThat(Terminal.ofSystem(Map.of("LANG", "C"), new Properties()).glyph("✓", "+"))
                .isEqualTo("+");
        assertThat(Terminal.ofSystem(Map.of("LANG", "tr_TR.UTF-8"), new Properties())
                        .glyph("✓", "+"))
                .isEqualTo("✓");
        assertThat(Terminal.ofSystem(Map.of("LANG", "en_US.UTF-8", "LC_ALL", "C"), new Properties())
                        .glyph("✓", "+"))
                .isEqualTo("+");
    }

    private static Properties onTerminal() {
        Properties properties = new Properties();
        properties.setProperty("forkline.terminal.out", "true");
        properties.setProperty("forkline.terminal.err", "true");
        return properties;
    }
}
