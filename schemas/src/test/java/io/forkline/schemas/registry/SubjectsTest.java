package io.forkline.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a local server that answers as Confluent's registry does. */
class SubjectsTest {

    private static final String SUBJECT = "forkline.jobs-value";

    /** Path to answer; what is not here is not found. */
    private final Map<String, String> answers = new ConcurrentHashMap<>();

    private HttpServer server;
    private Subjects subjects;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        subjects = Subjects.connect("http://127.0.0.1:" + server.getAddress().getPort(), Map.of());
    }

    @AfterEach
    void close() {
        subjects.close();
        server.stop(0);
    }

    @Test
    void versionsThatAreNoAvroAreThereWithTheirType() {
        answers.put("/subjects/" + SUBJECT + "/versions", "[1, 2]");
        answers.put(
                "/subjects/" + SUBJECT + "/versions/1",
                "{\"subject\": \"s\", \"version\": 1, \"id\": 7, \"schemaType\": \"JSON\", \"schema\": \"{}\"}");
        answers.put(
                "/subjects/" + SUBJECT + "/versions/2",
                "{\"subject\": \"s\", \"version\": 2, \"id\": 8, \"schema\": \"{\\\"type\\\": \\\"not.There\\\"}\"}");

        List<Subjects.Version> versions = subjects.versions(SUBJECT);

        assertThat(versions).extracting(Subjects.Version::type).containsExactly("JSON", "AVRO");
        assertThat(versions).extracting(Subjects.Version::schema).allMatch(schema -> schema.isEmpty());
    }

    @Test
    void aSubjectWithoutALevelHasThatOfTheRegistry() {
        answers.put("/config", "{\"compatibilityLevel\": \"FULL_TRANSITIVE\"}");

        assertThat(subjects.compatibility(SUBJECT)).contains("FULL_TRANSITIVE");

        answers.put("/config/" + SUBJECT, "{\"compatibilityLevel\": \"NONE\"}");

        assertThat(subjects.compatibility(SUBJECT)).contains("NONE");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String answer = answers.get(exchange.getRequestURI().getPath());
        byte[] bytes = (answer == null ? "{\"error_code\": 40408, \"message\": \"there is none\"}" : answer)
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(answer == null ? 404 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
