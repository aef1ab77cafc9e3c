package io.forkline.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.testsupport.Await;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void elsewhereThanOnATerminalThereAreOnlyWholeLinesWithoutEscapes() {
        try (Progress progress = new Progress(terminal(false))) {
            progress.now("working");
            progress.detail("forked");
            progress.done("built");
        }

        assertThat(written()).isEqualTo("· forked\n✓ built\n");
    }

    @Test
    void onATerminalTheMovingLineIsGoneInTheEnd() {
        try (Progress progress = new Progress(terminal(true))) {
            progress.now("working");
            progress.detail("left out, as the moving line says it");
            progress.done("built");
            Await.until("the moving line moved", () -> written().contains("⠙"));
        }

        assertThat(written()).contains("working").contains("built\n").doesNotContain("left out");
        assertThat(written()).endsWith("\r\u001b[K");
    }

    @Test
    void nothingIsWrittenAfterItIsClosed() {
        Progress progress = new Progress(terminal(false));
        progress.close();

        progress.done("late");

        assertThat(written()).isEmpty();
    }

    private Terminal terminal(boolean isTerminal) {
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        return new Terminal(stream, stream, isTerminal, isTerminal, false, true, 80);
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
