package io.forkline.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.TestHost;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionTest {

    @ParameterizedTest
    @CsvSource({"y, true", "YES, true", "n, false", "'', false", "yesterday, false"})
    void onlyAYesIsOne(String answer, boolean yes) throws InterruptedException {
        TestHost host = new TestHost(Path.of("no-home"));

        boolean answered = Question.isAnsweredYes(
                host.host().terminal(),
                new ByteArrayInputStream((answer + "\n").getBytes(StandardCharsets.UTF_8)),
                "Replay 2 jobs?");

        assertThat(answered).isEqualTo(yes);
        assertThat(host.out()).isEqualTo("Replay 2 jobs? [y/N] ");
    }
}
