package io.forkline.cli.chaos.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FreePortTest {

    @Test
    void portIsNoneThatClientsAreGiven() throws Exception {
        String range = Files.readString(Path.of("/proc/sys/net/ipv4/ip_local_port_range"));

        int port = FreePort.choose(new Random(1));

        assertThat(port).isBetween(10_000, Integer.parseInt(range.strip().split("\\s+")[0]) - 1);
    }
}
