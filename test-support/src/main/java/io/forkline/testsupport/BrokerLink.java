package io.forkline.testsupport;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A way to the broker that falls silent when told, as when a cable is cut or a broker hangs: connections stay open and nothing
 * comes through, in either direction, until it goes on. The broker's answers name the link as its address, so that clients come
 * back this way. Safe for several threads.
 */
public final class BrokerLink implements AutoCloseable {

    private static final int CHUNK = 8192;

    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ServerSocket server;
    private final InetAddress host;
    private final int port;
    private final byte[] itsAddress;
    private final byte[] ourAddress;
    private boolean silent;

    /** A link that lets everything through. */
    public BrokerLink(TestBroker broker) {
        String[] parts = broker.bootstrapServers().split(":");
        try {
            host = InetAddress.getByName(parts[0]);
            port = Integer.parseInt(parts[1]);
            server = new ServerSocket(0, 50, host);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        itsAddress = inAnswers(parts[0], port);
        ourAddress = inAnswers(parts[0], server.getLocalPort());
        start("accept", this::accept);
    }

    /** Where clients connect that use this link. */
    public String bootstrapServers() {
        return host.getHostAddress() + ":" + server.getLocalPort();
    }

    /** Nothing comes through from now on. */
    public synchronized void silence() {
        silent = true;
    }

    /** All that was held back comes through, and what follows. */
    public synchronized void goOn() {
        silent = false;
        notifyAll();
    }

    @Override
    public void close() {
        goOn();
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() throws IOException {
        while (!server.isClosed()) {
            Socket client = server.accept();
            Socket broker = new Socket(host, port);
            sockets.add(client);
            sockets.add(broker);
            start("requests", () -> join(client, broker, this::copy));
            start("answers", () -> join(broker, client, this::copyAnswers));
        }
    }

    private void copy(InputStream from, OutputStream to) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
            awaitVoice();
            to.write(chunk, 0, read);
        }
    }

    private void copyAnswers(InputStream from, OutputStream to) throws IOException {
        var answers = new DataInputStream(from);
        while (true) {
            byte[] answer = new byte[answers.readInt()];
            answers.readFully(answer);
            rename(answer);
            awaitVoice();
            to.write(ByteBuffer.allocate(Integer.BYTES + answer.length)
                    .putInt(answer.length)
                    .put(answer)
                    .array());
        }
    }

    private void rename(byte[] answer) {
        for (int at = 0; at + itsAddress.length <= answer.length; at++) {
            if (Arrays.equals(answer, at, at + itsAddress.length, itsAddress, 0, itsAddress.length)) {
                System.arraycopy(ourAddress, 0, answer, at, ourAddress.length);
            }
        }
    }

    private synchronized void awaitVoice() {
        while (silent) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts a link", e);
            }
        }
    }

    /** In Kafka's answers, a broker's host is followed by its port, in four bytes. */
    private static byte[] inAnswers(String host, int port) {
        byte[] name = host.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(name.length + Integer.BYTES)
                .put(name)
                .putInt(port)
                .array();
    }

    private interface Copy {
        void between(InputStream from, OutputStream to) throws IOException;
    }

    private static void join(Socket from, Socket to, Copy copy) throws IOException {
        try (from;
                to) {
            copy.between(from.getInputStream(), to.getOutputStream());
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(String name, Work work) {
        var thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // One side hung up, and the other one is closed too.
                    }
                },
                "broker-link-" + name);
        thread.setDaemon(true);
        thread.start();
    }
}
