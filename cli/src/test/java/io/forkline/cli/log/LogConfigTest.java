package io.forkline.cli.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.cli.log.LogConfig.Format;
import io.forkline.cli.log.LogConfig.Target;
import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogConfigTest {

    @Test
    void nothingSetIsTextIntoTheFile() {
        assertThat(LogConfig.from(Settings.of(Map.of()), Map.of("FORKLINE_LOG_TO", " ")))
                .isEqualTo(new LogConfig(Format.TEXT, Set.of(Target.FILE)));
    }

    @Test
    void settingsGoBeforeVariables() {
        Map<String, String> env = Map.of("FORKLINE_LOG_FORMAT", "json", "FORKLINE_LOG_TO", "stdout");

        assertThat(LogConfig.from(Settings.of(Map.of()), env))
                .isEqualTo(new LogConfig(Format.JSON, Set.of(Target.STDOUT)));
        assertThat(LogConfig.from(Settings.of(Map.of("log.format", "text", "log.to", "file,stderr")), env))
                .isEqualTo(new LogConfig(Format.TEXT, Set.of(Target.FILE, Target.STDERR)));
    }

    @Test
    void valuesThatCannotBeUsedAreRefusedWithWhatCan() {
        assertRefused(Map.of("log.format", "xml"), Map.of(), "log.format=xml cannot be used; accepted is text or json");
        assertRefused(Map.of(), Map.of("FORKLINE_LOG_FORMAT", "xml"), "FORKLINE_LOG_FORMAT=xml cannot be used");
        assertRefused(
                Map.of("log.to", "stdout,stderr"),
                Map.of(),
                "log.to=stdout,stderr cannot be used; accepted is one or two of file, stderr, stdout with a comma"
                        + " between, not both streams");
        assertRefused(Map.of(), Map.of("FORKLINE_LOG_TO", "moon"), "FORKLINE_LOG_TO=moon cannot be used");
    }

    @Test
    void argumentsSayItBeforeTheCommandKnows(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("forkline.properties"), "log.format=json\nlog.to=stderr\n");
        String config = "--config=" + file;

        assertThat(LogConfig.early(Map.of(), List.of("aggregator", config)))
                .isEqualTo(new LogConfig(Format.JSON, Set.of(Target.STDERR)));
        assertThat(LogConfig.early(Map.of(), List.of("aggregator", config, "--log-to", "stdout")))
                .isEqualTo(new LogConfig(Format.JSON, Set.of(Target.STDOUT)));
    }

    @Test
    void whatCannotBeUsedIsLeftToTheCommandToRefuse() {
        assertThat(LogConfig.early(Map.of(), List.of("aggregator", "--log-format=xml")))
                .isEqualTo(LogConfig.DEFAULT);
        assertThat(LogConfig.early(Map.of(), List.of("aggregator", "--config", "/there/is/none", "--log-to")))
                .isEqualTo(LogConfig.DEFAULT);
    }

    private static void assertRefused(Map<String, String> settings, Map<String, String> env, String words) {
        assertThatThrownBy(() -> LogConfig.from(Settings.of(settings), env))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(words);
    }
}
