package io.forkline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    private static final String VALUE = "s3cr3t-Ünïcode";

    private final Secrets secrets = of(VALUE);

    @Test
    void textsOfWhoeverHoldsAValueDoNotSayIt() {
        var command = Command.of(List.of("agent"), Map.of("A", "b"), Duration.ofSeconds(1))
                .withSecrets(secrets);

        assertThat(command.toString()).contains("API_TOKEN").doesNotContain(VALUE);
        assertThat(secrets.toString()).isEqualTo("Secrets{API_TOKEN=***}");
        assertThat(secrets.variables()).isEqualTo(Map.of("API_TOKEN", VALUE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "nothing to see|nothing to see",
                "Bearer s3cr3t-Ünïcode, s3cr3t-Ünïcode|Bearer ***, ***",
                // the end of a longer text, and its beginning
                "r3t-Ünïcode and more|*** and more",
                "token=s3cr3t-Ün|token=***",
                "token=s3c|token=s3c",
            })
    void valueIsTakenOutOfATextAlsoWhereTheTextCutsIt(String printed, String shown) {
        assertThat(secrets.redact(printed)).isEqualTo(shown);
    }

    @Test
    void linesOfAValueThatHasSeveralAreTakenOutEach() {
        var key = of("-----BEGIN KEY-----\nMIIEpAIBAAKCAQEA\nab==\n-----END KEY-----");

        assertThat(key.redact("1: -----BEGIN KEY-----\n2: MIIEpAIBAAKCAQEA\n")).isEqualTo("1: ***\n2: ***\n");
    }

    @Test
    void valueAsJsonWritesItIsTakenOut() {
        var quoted = of("pass\"word\\\tx");

        assertThat(quoted.redact("{\"finding\":\"pass\\\"word\\\\\\tx\"}")).isEqualTo("{\"finding\":\"***\"}");
    }

    @Test
    void valueThatHoldsAnotherIsTakenOutWhole() {
        var both = new Secrets(Map.of("A", new Secret("password"), "B", new Secret("password-and-more")));

        assertThat(both.redact("password-and-more, password")).isEqualTo("***, ***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1234567", "12345678\0"})
    void valueThatCannotBeTakenOutOfATextIsRefusedWithoutSayingIt(String value) {
        assertThatThrownBy(() -> new Secret(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a secret has 8 to 16384 characters and no NUL, this has " + value.length());
    }

    private static Secrets of(String value) {
        return new Secrets(Map.of("API_TOKEN", new Secret(value)));
    }
}
