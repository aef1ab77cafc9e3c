package io.forkline.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeadCheckTest {

    @Test
    void withoutAKeyTheLeadIsOffline() {
        Finding finding = new LeadCheck(Map.of("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")).look();

        assertThat(finding).isEqualTo(new Finding.Good("offline, by rules; set OPENAI_API_KEY for a model"));
    }

    @Test
    void aServerThatAcceptsConnectionsIsFound() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Finding finding = lead("http://127.0.0.1:" + server.getLocalPort() + "/v1");

            assertThat(finding)
                    .isEqualTo(new Finding.Good("a model by OPENAI_API_KEY at 127.0.0.1:" + server.getLocalPort()
                            + ", which accepts connections"));
        }
    }

    @Test
    void aClosedPortIsNamedWithWhatToDo() {
        Finding finding = lead("http://127.0.0.1:1/v1");

        Finding.Lesser lesser = (Finding.Lesser) finding;
        assertThat(lesser.found()).contains("at 127.0.0.1:1, which cannot be reached: Connection refused");
        assertThat(lesser.remedy()).contains("OPENAI_BASE_URL").contains("--lead offline");
    }

    @Test
    void aServerThatNeverAcceptsIsGivenUpAfterTwoSeconds() throws IOException {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
                Socket second = new Socket(full.getInetAddress(), full.getLocalPort())) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();

            Finding finding = lead("http://127.0.0.1:" + full.getLocalPort());

            assertThat(finding.found()).endsWith("which accepts no connection within 2 s");
        }
    }

    @Test
    void anAddressThatIsNoUrlKeepsJobsFromRunning() {
        Finding finding = lead("localhost:1234");

        assertThat(finding).isInstanceOf(Finding.Missing.class);
        assertThat(finding.found()).startsWith("OPENAI_BASE_URL=localhost:1234 cannot be used");
    }

    private static Finding lead(String baseUrl) {
        return new LeadCheck(Map.of("OPENAI_API_KEY", "sk-x", "OPENAI_BASE_URL", baseUrl)).look();
    }
}
