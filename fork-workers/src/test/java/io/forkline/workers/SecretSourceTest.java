package io.forkline.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.sandbox.SandboxException;
import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSourceTest {

    @TempDir
    private Path directory;

    private SecretSource source;

    @BeforeEach
    void open() {
        source = new SecretSource(
                Optional.of(directory),
                Map.of("FORKLINE_SECRET_API_TOKEN", "from-the-variable", "HOME", "not-a-secret"));
    }

    @Test
    void valueIsReadFromItsFileWithoutTheLineBreakAtTheEnd() throws Exception {
        Files.writeString(directory.resolve("KEY"), "line one\nline two\n");

        assertThat(source.of(List.of("KEY")).variables()).isEqualTo(Map.of("KEY", "line one\nline two"));
    }

    @Test
    void valueIsReadFromAVariableWhereThereIsNoFile() throws Exception {
        assertThat(source.of(List.of("API_TOKEN")).variables()).isEqualTo(Map.of("API_TOKEN", "from-the-variable"));
    }

    @Test
    void fileComesBeforeTheVariableAndIsReadAnewForEachTask() throws Exception {
        Files.writeString(directory.resolve("API_TOKEN"), "from-the-file");
        assertThat(source.of(List.of("API_TOKEN")).variables()).containsValue("from-the-file");

        Files.writeString(directory.resolve("API_TOKEN"), "exchanged-meanwhile");

        assertThat(source.of(List.of("API_TOKEN")).variables()).containsValue("exchanged-meanwhile");
    }

    @Test
    void missingSecretIsAPermanentFailureThatNamesItAndWhatToDo() {
        assertThatThrownBy(() -> source.of(List.of("OTHER")))
                .isInstanceOfSatisfying(
                        SandboxException.class,
                        missing -> assertThat(missing.isRetryable()).isFalse())
                .hasMessage("the secret OTHER is not on this worker; put its value into the file "
                        + directory.resolve("OTHER") + ", or into the variable FORKLINE_SECRET_OTHER of the worker");
        assertThatThrownBy(() -> SecretSource.NONE.of(List.of("OTHER")))
                .hasMessageContaining("a file OTHER in the directory that worker.secrets.dir names");
    }

    @Test
    void valueThatCannotBeUsedIsNotSaid() throws Exception {
        Files.writeString(directory.resolve("SHORT"), "hunter2");
        Files.write(directory.resolve("BINARY"), new byte[] {(byte) 0xff, 1, 2, 3, 4, 5, 6, 7, 8});
        Files.createDirectory(directory.resolve("FOLDER"));

        assertThatThrownBy(() -> source.of(List.of("SHORT")))
                .hasMessageContaining("the secret SHORT cannot be used: a secret has 8 to")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> source.of(List.of("BINARY"))).hasMessageContaining("its file is not text in UTF-8");
        assertThatThrownBy(() -> source.of(List.of("FOLDER"))).hasMessageContaining("its file cannot be read");
    }

    @Test
    void textOfTheSourceHasNoValue() {
        assertThat(source.toString()).contains("FORKLINE_SECRET_API_TOKEN").doesNotContain("from-the-variable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../API_TOKEN", "a/B", ".API", "", "token", "A B", "A.B"})
    void nameThatLeadsElsewhereIsNone(String name) {
        assertThat(SecretSource.isName(name)).isFalse();
    }

    @Test
    void settingThatIsNoDirectoryIsExplained() {
        var settings = Settings.of(Map.of("worker.secrets.dir", directory + "/none"));

        assertThatThrownBy(() -> SecretSource.from(settings, Map.of()).requireDirectory())
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(
                        "worker.secrets.dir=" + directory + "/none cannot be used; accepted is a directory");
    }
}
