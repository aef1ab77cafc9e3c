package io.forkline.sandbox.target;

import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.tree.Sha256;
import io.forkline.sandbox.tree.TreeLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;

/** Brings an archive here, from a file or over HTTP, and digests it on the way. */
final class Download {

    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final Duration FIRST_BYTE = Duration.ofSeconds(60);
    private static final int BUFFER = 64 * 1024;

    private final TargetLimits limits;
    private final Duration timeout;

    /** @param timeout wall time for the whole of it */
    Download(TargetLimits limits, Duration timeout) {
        this.limits = limits;
        this.timeout = timeout;
    }

    /** Returns the SHA-256 of what is in the file then. */
    String to(Path file, URI uri, String target) throws SandboxException, InterruptedException {
        return switch (String.valueOf(uri.getScheme())) {
            case "file" -> local(Path.of(uri), file, target);
            case "http", "https" -> http(uri, file, target);
            default ->
                throw SandboxException.permanent(
                        target + " has a scheme that is not fetched; use file, http or https", null);
        };
    }

    private String local(Path from, Path file, String target) throws SandboxException {
        // Not isReadable: opening a FIFO waits for whoever writes to it.
        if (!Files.isRegularFile(from)) {
            throw SandboxException.permanent(
                    target + (Files.exists(from) ? " is not a file" : " does not exist"), null);
        }
        try (InputStream in = Files.newInputStream(from)) {
            return write(in, file, target);
        } catch (IOException e) {
            throw SandboxException.retryable(target + " cannot be read: " + e, e);
        }
    }

    private String http(URI uri, Path file, String target) throws SandboxException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        Thread deadline = Thread.ofVirtual().name("download-deadline").start(() -> shutDownAtTheEnd(client));
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(uri).timeout(FIRST_BYTE).build();
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                check(response.statusCode(), target);
                return write(body, file, target);
            }
        } catch (IOException e) {
            // An interrupt while the body is read comes out as this.
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while fetching " + target);
            }
            throw SandboxException.retryable(target + " cannot be fetched: " + e, e);
        } finally {
            deadline.interrupt();
            client.shutdownNow();
        }
    }

    /** The time-out of a request ends with the headers; this bounds the body. */
    private void shutDownAtTheEnd(HttpClient client) {
        try {
            Thread.sleep(timeout);
            client.shutdownNow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void check(int status, String target) throws SandboxException {
        String message = target + " cannot be fetched: the server answers " + status;
        if (status == 408 || status == 429 || status >= 500) {
            throw SandboxException.retryable(message, null);
        }
        if (status != 200) {
            throw SandboxException.permanent(message, null);
        }
    }

    private String write(InputStream in, Path file, String target) throws IOException, SandboxException {
        MessageDigest digest = Sha256.start();
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                size += read;
                if (size > limits.maxBytes()) {
                    throw SandboxException.permanent(
                            target + " has more than " + TreeLimits.format(limits.maxBytes())
                                    + ", the limit for a target; raise it with --max-target-size",
                            null);
                }
                digest.update(buffer, 0, read);
                out.write(buffer, 0, read);
            }
        }
        return Sha256.finish(digest);
    }
}
