package io.forkline.cli.chaos.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/**
 * A port for a server that will be gone now and then. Not one that the kernel gives to clients: while nobody listens there, a client that tries again
 * and again may be given that very port, connects to itself, and keeps the server out.
 */
final class FreePort {

    private static final Path CLIENT_PORTS = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final int LOWEST = 10_000;
    private static final int HIGHEST = 65_535;
    private static final int ATTEMPTS = 100;

    private FreePort() {}

    static int choose(RandomGenerator random) throws IOException {
        int end = endBelow(Files.readString(CLIENT_PORTS));
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = random.nextInt(LOWEST, end);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no port from " + LOWEST + " to " + end + " is free");
    }

    private static int endBelow(String range) {
        int firstOfClients = Integer.parseInt(range.strip().split("\\s+")[0]);
        return firstOfClients > LOWEST + ATTEMPTS ? firstOfClients : HIGHEST;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
