package io.forkline.cli.chaos.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.chaos.plan.Dice;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ModelServerTest {

    @Test
    void callsAreCountedByTheirJobHoweverTheyAreAnswered() throws Exception {
        Set<Integer> statuses = new TreeSet<>();
        try (ModelServer server = new ModelServer(Dice.of(1, "model"));
                HttpClient client = HttpClient.newHttpClient()) {
            for (int call = 0; call < 40; call++) {
                statuses.add(status(client, server, call % 2 == 0 ? "job-1" : "job-12"));
            }

            assertThat(server.calls()).containsEntry("job-1", 20).containsEntry("job-12", 20);
        }
        assertThat(statuses).contains(200, 429).hasSizeGreaterThan(2);
    }

    /** The status, or 0 when the answer was cut off. */
    private static int status(HttpClient client, ModelServer server, String job) throws InterruptedException {
        String body = "{\"messages\": [{\"role\": \"user\", \"content\": \"wish:\\n" + ModelServer.instructions(job)
                + "\\n\\nand data\"}]}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.baseUrl() + "/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        } catch (IOException cut) {
            return 0;
        }
    }
}
