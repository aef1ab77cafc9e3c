package io.forkline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ForklineHomeTest {

    @Test
    void variableSaysWhereTheHomeIs() {
        var home = ForklineHome.fromEnvironment(Map.of("FORKLINE_HOME", "/srv/forkline/../lines"));

        assertThat(home.root()).isEqualTo(Path.of("/srv/lines"));
        assertThat(home.layers()).isEqualTo(Path.of("/srv/lines/layers"));
    }

    @Test
    void withoutTheVariableItIsInTheUsersHome() {
        var home = ForklineHome.fromEnvironment(Map.of("FORKLINE_HOME", " "));

        assertThat(home.root()).isEqualTo(Path.of(System.getProperty("user.home"), ".forkline"));
    }

    @Test
    void homeOfTheEnvironmentGoesBeforeTheHomeOfTheAccount() {
        var home = ForklineHome.fromEnvironment(Map.of("HOME", "/home/someone-else"));

        assertThat(home.root()).isEqualTo(Path.of("/home/someone-else/.forkline"));
    }
}
