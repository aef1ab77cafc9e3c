package io.forkline.broker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * The ports a broker listens on. All but that for clients are free ones, which no client needs to know.
 *
 * @param own for this JVM, where clients are told a name that it may not know
 */
record Ports(int clients, int controller, int own) {

    /**
     * Ports that were free a moment ago.
     *
     * @throws BrokerException if the port that the configuration names is taken, or its host is not of this machine
     */
    static Ports choose(BrokerConfig config) {
        // All sockets are open at once, so that the system gives different ports.
        try (var clients = bind(config.host(), config.port());
                var controller = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var own = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Ports(clients.getLocalPort(), controller.getLocalPort(), own.getLocalPort());
        } catch (BindException e) {
            throw new BrokerException(taken(config), e);
        } catch (IOException e) {
            throw new BrokerException("the broker cannot listen on " + config.host() + ": " + e.getMessage(), e);
        }
    }

    private static ServerSocket bind(String host, int port) throws IOException {
        var socket = new ServerSocket();
        try {
            // As the broker itself does, so that a port in TIME_WAIT counts as free.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static String taken(BrokerConfig config) {
        return "the broker cannot listen on " + config.host() + ":" + config.port()
                + ": the port is in use or the address is not of this machine; stop what listens there or choose"
                + " another port";
    }
}
