package io.forkline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationTest {

    @ParameterizedTest
    @CsvSource({
        "api.example.org:443, api.example.org, 443",
        "API.Example.ORG:1, api.example.org, 1",
        "db:65535, db, 65535",
        "xn--bcher-kva.example:80, xn--bcher-kva.example, 80",
        "127.0.0.1:8080, 127.0.0.1, 8080",
        "169.254.169.254:80, 169.254.169.254, 80",
        "[::1]:8080, 0:0:0:0:0:0:0:1, 8080",
        "[2001:DB8::a]:443, 2001:db8:0:0:0:0:0:a, 443",
    })
    void isANameOrALiteralAddressWithAPort(String text, String host, int port) {
        Destination destination = Destination.parse(text);

        assertThat(destination).isEqualTo(new Destination(host, port));
        assertThat(Destination.parse(destination.toString())).isEqualTo(destination);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "api.example.org | give host:port",
                "https://api.example.org:443 | give host:port",
                "::1:8080 | give host:port",
                "api.example.org:https | give host:port",
                "api.example.org:-1 | give host:port",
                ":443 | a name has letters, digits and dashes",
                "api.example.org:0 | a port is from 1 to 65535",
                "api.example.org:65536 | a port is from 1 to 65535",
                "*.example.org:443 | a name has letters, digits and dashes",
                "api.example.org.:443 | a name has letters, digits and dashes",
                "-api.example.org:443 | a name has letters, digits and dashes",
                "a_b.example.org:443 | a name has letters, digits and dashes",
                "bücher.example:443 | a name has letters, digits and dashes",
                "a b:443 | a name has letters, digits and dashes",
                "localhost:443 | a name never leads to this machine; give 127.0.0.1 or [::1]",
                "a.localhost:443 | a name never leads to this machine",
                "127.1:80 | what ends in a number is an IPv4 address",
                "2130706433:80 | what ends in a number is an IPv4 address",
                "0x7f000001:80 | what ends in a number is an IPv4 address",
                "127.0.0.01:80 | what ends in a number is an IPv4 address",
                "256.0.0.1:80 | what ends in a number is an IPv4 address",
                "0.0.0.0:80 | nobody can be connected to at this address",
                "224.0.0.1:80 | nobody can be connected to at this address",
                "255.255.255.255:80 | nobody can be connected to at this address",
                "[127.0.0.1]:80 | brackets are for an IPv6 address",
                "[::]:80 | nobody can be connected to at this address",
                "[ff02::1]:80 | nobody can be connected to at this address",
                "[fe80::1]:80 | nobody can be connected to at this address",
                "[fe80::1%eth0]:80 | this is no IPv6 address",
                "[::ffff:127.0.0.1]:80 | give the IPv4 address itself",
                "[12345::]:80 | this is no IPv6 address",
                "[::1:80 | give host:port",
            })
    void anythingElseIsSaid(String text, String message) {
        assertThatThrownBy(() -> Destination.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void thereAreAtMost32AndEachIsThereOnce() {
        List<Destination> many = IntStream.rangeClosed(1, 33)
                .mapToObj(port -> new Destination("a.example.org", port))
                .toList();

        assertThat(NetworkAccess.to(many.subList(0, 32)).isNone()).isFalse();
        assertThatThrownBy(() -> NetworkAccess.to(many)).hasMessageStartingWith("at most 32 destinations");
        assertThatThrownBy(() -> NetworkAccess.to(List.of(many.getFirst(), many.getFirst())))
                .hasMessageContaining("each once");
    }
}
