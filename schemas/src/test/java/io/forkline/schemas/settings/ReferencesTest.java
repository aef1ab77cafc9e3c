package io.forkline.schemas.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencesTest {

    @TempDir
    private Path folder;

    @Test
    void valueComesFromAVariableAFileOrAKeyOfAFile() throws IOException {
        Files.writeString(folder.resolve("password"), "of a file\n");
        Files.writeString(folder.resolve("all.properties"), "registry=of a key\n");
        Settings settings = Settings.of(Map.of(
                "a", "${env:PATH}",
                "b", "${directory:" + folder + ":password}",
                "kafka.c", "before ${file:" + folder + "/all.properties:registry} behind"));

        assertThat(settings.text("a")).contains(System.getenv("PATH"));
        assertThat(settings.text("b")).contains("of a file");
        assertThat(settings.behind("kafka.")).isEqualTo(Map.of("c", "before of a key behind"));
    }

    @Test
    void whatAReferenceStandsForIsNoReference() throws IOException {
        Files.writeString(folder.resolve("odd"), "$1 \\ ${env:PATH}");

        assertThat(Settings.of(Map.of("a", "${directory:" + folder + ":odd}")).text("a"))
                .contains("$1 \\ ${env:PATH}");
    }

    @Test
    void passwordOfAnyCharactersStaysBetweenItsQuotes() throws IOException {
        String password = "p4ss\"W0rd \\ rest";
        Files.writeString(folder.resolve("odd"), password);
        String module = PlainLoginModule.class.getName();
        String jaas = Settings.of(Map.of(
                        "kafka.sasl.jaas.config",
                        module + " required username=\"me\" password=\"${directory:" + folder + ":odd}\";"))
                .behind("kafka.")
                .get("sasl.jaas.config");

        Map<String, ?> options = JaasContext.loadClientContext(Map.of("sasl.jaas.config", new Password(jaas)))
                .configurationEntries()
                .getFirst()
                .getOptions();

        assertThat(options.get("password")).isEqualTo(password);
    }

    @ParameterizedTest
    @ValueSource(strings = {"${env:NOT_THERE_AT_ALL}", "${directory:/nonexistent:x}", "${vault:a:b}"})
    void referenceThatLeadsNowhereIsNamed(String reference) {
        Settings settings = Settings.of(Map.of("kafka.sasl.jaas.config", "password=\"" + reference + "\""));

        assertThatThrownBy(() -> settings.behind("kafka."))
                .isInstanceOf(SettingsException.class)
                .hasMessage("kafka.sasl.jaas.config names " + reference + ", which is not there; accepted are"
                        + " ${directory:FOLDER:FILE}, ${env:NAME}, ${file:FILE:KEY}");
    }

    @Test
    void fileThatCannotBeReadIsNamed() {
        assertThatThrownBy(
                        () -> Settings.of(Map.of("a", "${file:/nonexistent:x}")).text("a"))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("a names ${file:/nonexistent:x}, which cannot be looked up: ");
    }

    @Test
    void noMessageShowsWhatAReferenceStandsFor() throws IOException {
        Files.writeString(folder.resolve("secret"), "hunter2");
        String reference = "${directory:" + folder + ":secret}";
        Settings settings = Settings.of(Map.of("n", reference));

        assertThatThrownBy(() -> settings.integer("n", 1, 1, 9))
                .hasMessageStartingWith("n=" + reference)
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> settings.duration("n", Duration.ZERO, Duration.ZERO, Duration.ZERO))
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> settings.flag("n", true)).hasMessageNotContaining("hunter2");
    }

    @Test
    void whatIsNotReadIsNotLookedUp() {
        Settings settings = Settings.of(Map.of("a", "${env:NOT_THERE_AT_ALL}"));

        assertThat(settings.with(Map.of("a", "b")).text("a")).contains("b");
        assertThat(settings.values()).containsEntry("a", "${env:NOT_THERE_AT_ALL}");
    }
}
