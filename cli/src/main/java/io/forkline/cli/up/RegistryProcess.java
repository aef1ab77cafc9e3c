package io.forkline.cli.up;

import io.forkline.cli.CommandException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schema registry as a child process. Its standard input is its lease: when that ends,
 * because we closed it or are gone in whatever way, a small shell beside it ends the registry.
 */
final class RegistryProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryProcess.class);
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final long PAUSE_MS = 100;
    /** Of Confluent's API, behind host and port. */
    static final String PATH = "/apis/ccompat/v7";

    /** Ctrl-C reaches the whole group of processes; the registry is to outlast the services that use it. */
    private static final String LEASE = "trap '' INT HUP; exec 3<&0; \"$@\" </dev/null 3<&- & child=$!;"
            + " { cat <&3 >/dev/null; kill $child; } & exec 3<&-; wait $child";

    /**
     * Of what it does not know, as Confluent's newer clients ask for with each new topic, some answers get lost while it writes a line about the
     * request: 1 of 300, and 1 of 30,000 without its access log. A client without a timeout then waits for good.
     */
    private static final List<String> NO_LINE_FOR_EACH_REQUEST = List.of(
            "-Dquarkus.http.access-log.enabled=false",
            "-Dquarkus.log.category.\"io.apicurio.registry.logging.audit\".level=OFF");

    private final Process process;
    private final String root;
    private final Path log;

    private RegistryProcess(Process process, String root, Path log) {
        this.process = process;
        this.root = root;
        this.log = log;
    }

    /**
     * Starts the registry; it does not answer yet.
     *
     * @param jar the program
     * @param data folder of its log, and of its state where that is in files
     * @throws CommandException when the port is taken or the process cannot start
     */
    static RegistryProcess start(Path jar, Path data, Addresses addresses, int port, RegistryStorage storage) {
        requireFree(addresses, port);
        Path log = data.resolve(storage.logName());
        try {
            Files.createDirectories(data);
            Process process = new ProcessBuilder(command(jar, data, addresses.host(), port, storage))
                    .directory(data.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new RegistryProcess(process, "http://" + addresses.own() + ":" + port, log);
        } catch (IOException e) {
            throw CommandException.failed("the schema registry cannot be started: " + e.getMessage(), e);
        }
    }

    /** @throws CommandException when nothing can listen there */
    static void requireFree(Addresses addresses, int port) {
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getByName(addresses.host()))) {
            LOG.debug("port is free, port={}", free.getLocalPort());
        } catch (IOException e) {
            throw CommandException.failed(
                    "the schema registry cannot listen on " + addresses.host() + ":" + port
                            + ": the port is in use or the address is not of this machine; stop what listens there, or give"
                            + " another with --registry-port",
                    e);
        }
    }

    private static List<String> command(Path jar, Path data, String host, int port, RegistryStorage storage) {
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                LEASE,
                "registry",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dquarkus.http.host=" + host,
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=0",
                "-Dapicurio.storage.snapshot.location=" + data.toAbsolutePath() + "/"));
        command.addAll(NO_LINE_FOR_EACH_REQUEST);
        command.addAll(storage.options());
        command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
        return command;
    }

    /** Where it speaks Confluent's API, for this machine. */
    String url() {
        return root + PATH;
    }

    /** Where it speaks its own, for this machine. */
    String ownApi() {
        return root + "/apis/registry/v3";
    }

    /**
     * Returns when it answers.
     *
     * @throws CommandException when it ends, or does not answer in time; its log says why
     */
    void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
            while (!answers(client)) {
                if (process.waitFor(PAUSE_MS, TimeUnit.MILLISECONDS)) {
                    throw CommandException.failed(
                            "the schema registry ended with " + process.exitValue() + "; its log is " + log, null);
                }
                if (System.nanoTime() > deadline) {
                    throw CommandException.failed(
                            "the schema registry does not answer after " + START.toSeconds() + " s; its log is " + log,
                            null);
                }
            }
        }
    }

    private boolean answers(HttpClient client) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/subjects"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** What it says. */
    Path log() {
        return log;
    }

    /** Whether it has ended by itself. */
    boolean hasEnded() {
        return !process.isAlive();
    }

    /** Ends the registry and waits for its end. May be called twice. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }
}
