package io.forkline.schemas.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final Duration ZERO = Duration.ZERO;
    private static final Duration YEAR = Duration.ofDays(365);
    private static final ByteSize LEAST = ByteSize.ofKiB(1);
    private static final ByteSize MOST = ByteSize.ofGiB(64);

    @Test
    void whatIsNotSetIsTheDefault() {
        Settings settings = Settings.of(Map.of());

        assertThat(settings.text("a", "x")).isEqualTo("x");
        assertThat(settings.flag("a", true)).isTrue();
        assertThat(settings.integer("a", 7, 1, 9)).isEqualTo(7);
        assertThat(settings.duration("a", Duration.ofHours(1), ZERO, YEAR)).isEqualTo(Duration.ofHours(1));
        assertThat(settings.size("a", ByteSize.ofMiB(2), LEAST, MOST)).isEqualTo(ByteSize.ofMiB(2));
    }

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "30s,PT30S", "5m,PT5M", "2h,PT2H", "7d,PT168H", "0s,PT0S"})
    void durationHasItsUnitBehindIt(String text, Duration expected) {
        assertThat(Settings.of(Map.of("t", text)).duration("t", ZERO, ZERO, YEAR))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5 s", "-5s", "5M", "1.5s", "366d", "999999999999d", "9999999999999ms"})
    void durationThatCannotBeUsedIsExplained(String text) {
        assertThatThrownBy(() -> Settings.of(Map.of("t", text)).duration("t", ZERO, ZERO, YEAR))
                .isInstanceOf(SettingsException.class)
                .hasMessage("t=" + text + " cannot be used; accepted is a duration such as 500ms, 30s, 5m or 2h, from"
                        + " 0ms to 31536000000ms");
    }

    @ParameterizedTest
    @CsvSource({"1KiB,1024", "1536KiB,1572864", "128MiB,134217728", "64GiB,68719476736"})
    void sizeHasItsUnitBehindIt(String text, long bytes) {
        ByteSize size = Settings.of(Map.of("m", text)).size("m", LEAST, LEAST, MOST);

        assertThat(size).isEqualTo(new ByteSize(bytes)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5 MiB", "-5MiB", "5M", "5MB", "1.5GiB", "0KiB", "65GiB", "999999999GiB"})
    void sizeThatCannotBeUsedIsExplained(String text) {
        assertThatThrownBy(() -> Settings.of(Map.of("m", text)).size("m", LEAST, LEAST, MOST))
                .isInstanceOf(SettingsException.class)
                .hasMessage("m=" + text + " cannot be used; accepted is a size such as 128MiB or 2GiB, from"
                        + " 1KiB to 64GiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "10", "1.0", "x", "99999999999"})
    void numberThatCannotBeUsedIsExplained(String text) {
        assertThatThrownBy(() -> Settings.of(Map.of("n", text)).integer("n", 1, 1, 9))
                .isInstanceOf(SettingsException.class)
                .hasMessage("n=" + text + " cannot be used; accepted is a whole number from 1 to 9");
    }

    @Test
    void valueOfAnotherFormIsRefusedAsItWasWrittenWithoutTheUserInAnAddress() {
        Settings settings = Settings.of(Map.of("good", "7", "address", "ftp://me:secret@host", "path", "${env:PATH}"));

        assertThat(settings.parsed("good", Optional::of, "anything")).contains("7");
        assertThat(settings.parsed("absent", Optional::of, "anything")).isEmpty();
        assertThatThrownBy(() -> settings.parsed("address", text -> Optional.empty(), "an address"))
                .isInstanceOf(SettingsException.class)
                .hasMessage("address=(hidden)@host cannot be used; accepted is an address");
        assertThatThrownBy(() -> settings.parsed("path", text -> Optional.empty(), "a number"))
                .isInstanceOf(SettingsException.class)
                .hasMessage("path=${env:PATH} cannot be used; accepted is a number");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9})
    void endsOfARangeAreInIt(int number) {
        Settings settings = Settings.of(Map.of("n", Integer.toString(number), "t", number + "s"));

        assertThat(settings.integer("n", 5, 1, 9)).isEqualTo(number);
        assertThat(settings.duration("t", ZERO, Duration.ofSeconds(1), Duration.ofSeconds(9)))
                .isEqualTo(Duration.ofSeconds(number));
    }

    @Test
    void flagIsTrueOrFalseAndNothingElse() {
        assertThat(Settings.of(Map.of("f", "false")).flag("f", true)).isFalse();
        assertThatThrownBy(() -> Settings.of(Map.of("f", "TRUE")).flag("f", true))
                .isInstanceOf(SettingsException.class)
                .hasMessage("f=TRUE cannot be used; accepted is true or false");
    }

    @Test
    void keysThatNobodyTookAreNamed() {
        Settings settings = Settings.of(Map.of("known", "1", "worker.slotz", "9", "kafka.acks", "all", "also", "x"));
        settings.text("known");
        settings.behind("kafka.");

        assertThatThrownBy(settings::refuseUnknown)
                .isInstanceOf(SettingsException.class)
                .hasMessage("unknown settings: also, worker.slotz; known are kafka.*, known");
    }

    @Test
    void keyThatIsNearlyRightIsAnsweredWithTheKnownOnesOfItsSection() {
        Settings settings = Settings.of(Map.of("worker.slotz", "9"));
        settings.integer("worker.slots", 1, 1, 9);
        settings.text("worker.drain");
        settings.text("lead.slots");
        settings.behind("kafka.");

        assertThatThrownBy(settings::refuseUnknown)
                .hasMessage("unknown settings: worker.slotz; known are worker.drain, worker.slots");
    }

    @Test
    void keyOfNoKnownSectionIsAnsweredWithTheSections() {
        Settings settings = Settings.of(Map.of("wroker.slots", "9"));
        settings.text("worker.slots");
        settings.text("worker.drain");
        settings.text("environments.dir");
        settings.behind("kafka.");

        assertThatThrownBy(settings::refuseUnknown)
                .hasMessage("unknown settings: wroker.slots; known are environments.dir, kafka.*, worker.*");
    }

    @Test
    void prefixIsTakenOffWhatIsBehindIt() {
        assertThat(Settings.of(Map.of("kafka.acks", "all", "kafkaesque", "no")).behind("kafka."))
                .isEqualTo(Map.of("acks", "all"));
    }

    @Test
    void overridesGoBeforeTheFile(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("f.properties"), "# why\na = 1 \nb=2\n");

        Settings settings = Settings.load(file).with(Map.of("b", "3"));

        assertThat(settings.text("a")).contains("1");
        assertThat(settings.text("b")).contains("3");
    }

    @Test
    void fileThatCannotBeReadIsNamed(@TempDir Path directory) throws Exception {
        Path garbled = Files.writeString(directory.resolve("g.properties"), "a=\\u12");

        assertThatThrownBy(() -> Settings.load(directory.resolve("none")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(directory.resolve("none").toString());
        assertThatThrownBy(() -> Settings.load(garbled))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("g.properties");
    }
}
