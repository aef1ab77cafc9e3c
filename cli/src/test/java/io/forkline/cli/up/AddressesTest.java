package io.forkline.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.cli.CommandException;
import org.junit.jupiter.api.Test;

class AddressesTest {

    @Test
    void clientsAreToldTheAddressItListensOn() {
        Addresses addresses = Addresses.of("127.0.0.1", null);

        assertThat(addresses.advertised()).isEqualTo("127.0.0.1");
        assertThat(addresses.isLoopback()).isTrue();
        assertThat(addresses.isAdvertised()).isFalse();
    }

    @Test
    void everyAddressNeedsANameForClients() {
        assertThatThrownBy(() -> Addresses.of("0.0.0.0", null))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("--advertised-host");
    }

    @Test
    void aNameThatMeansNothingHereIsForClients() {
        Addresses addresses = Addresses.of("0.0.0.0", "kafka.invalid");

        assertThat(addresses.advertised()).isEqualTo("kafka.invalid");
        assertThat(addresses.own()).isEqualTo("127.0.0.1");
        assertThat(addresses.isLoopback()).isFalse();
        assertThat(addresses.isAdvertised()).isTrue();
    }

    @Test
    void anAddressOfIpVersion6IsWrittenAsInUrls() {
        assertThat(Addresses.of("::1", null).host()).isEqualTo("[::1]");
    }

    @Test
    void whatIsNoAddressIsSaid() {
        assertThatThrownBy(() -> Addresses.of("no.such.host.invalid", null)).hasMessageContaining("--host");
        assertThatThrownBy(() -> Addresses.of(" ", null)).hasMessageContaining("--host");
    }
}
