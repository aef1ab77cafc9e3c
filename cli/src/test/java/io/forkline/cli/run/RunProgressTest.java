package io.forkline.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.terminal.Progress;
import io.forkline.cli.terminal.Terminal;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.LeadOptions;
import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.Timing;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunProgressTest {

    private static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void aModelThatDoesNotAnswerIsShownWithTheReasonAndWhenItIsAskedAgain() {
        try (Progress lines = progress()) {
            RunProgress progress = new RunProgress(lines, Clock.fixed(NOW, ZoneOffset.UTC));

            progress.asking(task(1), Optional.of("gpt-4o"));
            progress.askingAgain(task(1), "connection refused at localhost:1234", NOW.plusMillis(700));
            progress.asking(task(2), Optional.of("gpt-4o"));
            progress.askingAgain(task(2), "HTTP 429: slow\u001b[31m down", NOW.plusSeconds(7));
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("""
                · asking gpt-4o
                ! the lead did not answer (connection refused at localhost:1234), asking again
                ! the lead did not answer (HTTP 429: slow down), asking again in 7 s
                """);
    }

    @Test
    void theBuiltInLeadIsQuiet() {
        try (Progress lines = progress()) {
            new RunProgress(lines, Clock.fixed(NOW, ZoneOffset.UTC)).asking(task(1), Optional.empty());
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private Progress progress() {
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        return new Progress(new Terminal(stream, stream, false, false, false, true, 100));
    }

    private static LeadTask task(int attempt) {
        return LeadTask.newBuilder()
                .setJobId("build-42")
                .setRunId("build-42/1")
                .setAttempt(attempt)
                .setEnvironment("python-review")
                .setLead(LeadOptions.newBuilder().setMode(LeadMode.AUTO).build())
                .setDeadline(NOW.plusSeconds(60))
                .setReports(List.of())
                .setMissing(List.of())
                .setTiming(new Timing(0, 0.0, false, 0.0, 0.0, 0.0))
                .setIssuedAt(NOW)
                .build();
    }
}
