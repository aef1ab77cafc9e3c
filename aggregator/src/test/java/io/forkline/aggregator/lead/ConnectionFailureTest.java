package io.forkline.aggregator.lead;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.errors.OpenAIIoException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

final class ConnectionFailureTest {

    private static final ModelAddress ADDRESS = new ModelAddress("models", 8000);

    @Test
    void whatKeptAConnectionFromBeingMadeIsNamedWithItsAddress() {
        assertThat(of(new UnknownHostException("models"))).contains("unknown host: models:8000");
        assertThat(of(new NoRouteToHostException("Host unreachable"))).contains("no route to models:8000");
        assertThat(of(new SocketException("Network is unreachable"))).contains("no route to models:8000");
        assertThat(of(new SSLHandshakeException("PKIX path building failed")))
                .contains("no TLS connection to models:8000: PKIX path building failed");
    }

    @Test
    void realRefusalIsOne() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }

        assertThat(of(connect(port, 1_000))).contains("connection refused at models:8000");
    }

    @Test
    void realConnectionThatIsNeverAcceptedIsOne() throws IOException {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
                Socket second = new Socket(full.getInetAddress(), full.getLocalPort())) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            assertThat(of(connect(full.getLocalPort(), 200))).contains("no connection in time to models:8000");
        }
    }

    @Test
    void whatGoesWrongOnAConnectionIsNone() {
        assertThat(of(new SocketTimeoutException("Read timed out"))).isEmpty();
        assertThat(of(new SocketException("Connection reset"))).isEmpty();
        assertThat(of(new IOException("unexpected end of stream"))).isEmpty();
    }

    private static Optional<String> of(IOException cause) {
        return ConnectionFailure.of(new OpenAIIoException("Request failed", cause), ADDRESS);
    }

    private static IOException connect(int port, int timeoutMs) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), timeoutMs);
            return new IOException("there is a connection");
        } catch (IOException e) {
            return e;
        }
    }
}
