package io.forkline.sandbox.local;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on this host that sends back what it gets, and ends when its client does. */
final class EchoServer implements Closeable {

    private static final int BACKLOG = 200;

    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();

    private EchoServer(ServerSocket listening) {
        this.listening = listening;
    }

    /** One at this literal address, with a port that is free. */
    static EchoServer at(String address) throws IOException {
        return at(address, 0);
    }

    /** One with this port at an address of this host beside 127.0.0.1; somebody else may have the port at some of them. */
    static EchoServer beside(int port) throws IOException {
        for (int last = 2; ; last++) {
            try {
                return at("127.0.0." + last, port);
            } catch (BindException taken) {
                if (last == 254) {
                    throw taken;
                }
            }
        }
    }

    private static EchoServer at(String address, int port) throws IOException {
        var server = new EchoServer(new ServerSocket(port, BACKLOG, InetAddress.getByName(address)));
        Thread.ofVirtual().start(server::accept);
        return server;
    }

    String address() {
        return listening.getInetAddress().getHostAddress();
    }

    int port() {
        return listening.getLocalPort();
    }

    /** As a list of destinations has it. */
    String destination() {
        var address = address();
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + port();
    }

    int accepted() {
        return accepted.get();
    }

    /** Connections that are open now. */
    int open() {
        return open.size();
    }

    private void accept() {
        try {
            while (true) {
                var socket = listening.accept();
                open.add(socket);
                accepted.incrementAndGet();
                Thread.ofVirtual().start(() -> echo(socket));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException brokenOff) {
            return;
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (var socket : open) {
                socket.close();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
