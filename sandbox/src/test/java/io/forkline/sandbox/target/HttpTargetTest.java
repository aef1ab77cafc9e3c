package io.forkline.sandbox.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.forkline.sandbox.SandboxException;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpTargetTest {

    @TempDir
    Path home;

    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch asked = new CountDownLatch(1);
    private HttpServer server;
    private TargetStore store;
    private byte[] zip;

    @BeforeEach
    void aServer() throws Exception {
        zip = zip();
        store = TargetStore.open(home);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/ok.zip", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, zip.length);
            exchange.getResponseBody().write(zip);
            exchange.close();
        });
        server.createContext("/moved.zip", exchange -> {
            exchange.getResponseHeaders().add("Location", "/ok.zip");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/status/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            exchange.sendResponseHeaders(Integer.parseInt(path.substring("/status/".length())), -1);
            exchange.close();
        });
        server.createContext("/cut.zip", exchange -> {
            exchange.sendResponseHeaders(200, zip.length + 100);
            exchange.getResponseBody().write(zip);
            exchange.getResponseBody().flush();
            exchange.close();
        });
        server.createContext("/stalls.zip", exchange -> {
            exchange.sendResponseHeaders(200, zip.length);
            exchange.getResponseBody().write(zip, 0, 10);
            exchange.getResponseBody().flush();
            asked.countDown();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aPinnedArchiveIsFetchedOnceAlsoBehindARedirect() throws Exception {
        TargetSource pinned = store.pin(source("/moved.zip"));

        assertThat(store.fetch(pinned).root().resolve("a.py")).hasContent("a");
        assertThat(requests).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({"404, false", "401, false", "408, true", "429, true", "500, true", "503, true"})
    void whetherItMayWorkLaterIsTheServersWord(int status, boolean retryable) throws Exception {
        SandboxException failure = failure("/status/" + status);

        assertThat(failure).hasMessageEndingWith("the server answers " + status);
        assertThat(failure.isRetryable()).isEqualTo(retryable);
    }

    @Test
    void aBodyThatIsCutShortIsRetryable() throws Exception {
        assertThat(failure("/cut.zip").isRetryable()).isTrue();
    }

    @Test
    void aServerThatDoesNotAnswerIsRetryable() throws Exception {
        TargetSource source = source("/ok.zip");
        server.stop(0);

        SandboxException failure = catchThrowableOfType(SandboxException.class, () -> store.fetch(source));

        assertThat(failure.isRetryable()).isTrue();
        Stores.assertNothingIsStaged(home);
    }

    @Test
    void aBodyOverTheLimitIsRefused() throws Exception {
        store = TargetStore.open(home, new TargetLimits(zip.length - 1, 10, 10, 10));

        assertThat(Stores.refusal(store, home, source("/ok.zip"))).contains("the limit for a target");
    }

    @Test
    void anInterruptEndsAFetchThatStalls() throws Exception {
        AtomicReference<Throwable> outcome = new AtomicReference<>();
        Thread fetching = Thread.ofPlatform().start(() -> {
            try {
                store.fetch(source("/stalls.zip"));
            } catch (SandboxException | InterruptedException e) {
                outcome.set(e);
            }
        });
        asked.await();

        fetching.interrupt();
        fetching.join();

        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
        Stores.assertNothingIsStaged(home);
    }

    private SandboxException failure(String path) throws Exception {
        SandboxException failure = catchThrowableOfType(SandboxException.class, () -> store.fetch(source(path)));
        Stores.assertNothingIsStaged(home);
        return failure;
    }

    private TargetSource source(String path) {
        return new TargetSource.Archive(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path), Optional.empty());
    }

    private static byte[] zip() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream archive = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            archive.putNextEntry(new ZipEntry("a.py"));
            archive.write('a');
        }
        return bytes.toByteArray();
    }
}
