package io.forkline.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a local server that speaks Confluent's API, and against the registry inside the process. */
class ConfluentSchemaRegistryTest {

    private static final Schema SCHEMA =
            SchemaBuilder.record("A").fields().requiredString("b").endRecord();

    private static final String REFERENCES =
            "\"references\":[{\"name\":\"io.acme.Part\",\"subject\":\"part\",\"version\":1}]";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private SchemaRegistry registry;
    private volatile int status = 200;
    private volatile String body = "{}";
    private final Map<String, String> bodies = new ConcurrentHashMap<>();

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        registry = ConfluentSchemaRegistry.connect(
                "http://127.0.0.1:" + server.getAddress().getPort(), Map.of());
    }

    @AfterEach
    void close() {
        registry.close();
        server.stop(0);
    }

    @Test
    void schemaIsRegisteredUnderItsSubjectOnce() {
        answers(200, "{\"id\":7}");

        assertThat(registry.register("jobs-value", SCHEMA)).isEqualTo(7);
        assertThat(registry.register("jobs-value", SCHEMA)).isEqualTo(7);

        assertThat(asked).hasSize(1);
        assertThat(asked.get(0)).startsWith("POST /subjects/jobs-value/versions");
    }

    @Test
    void schemaIsReadByItsIdOnce() {
        answers(200, "{\"schema\":" + quoted(SCHEMA.toString()) + "}");

        assertThat(registry.byId(7)).isEqualTo(SCHEMA);
        assertThat(registry.byId(7)).isEqualTo(SCHEMA);

        assertThat(asked).hasSize(1);
        assertThat(asked.get(0)).startsWith("GET /schemas/ids/7");
    }

    @Test
    void schemaThatRefersToOtherSubjectsIsReadWithThem() {
        Schema part = SchemaBuilder.record("io.acme.Part")
                .fields()
                .requiredString("c")
                .endRecord();
        at(
                "/subjects/part/versions/1",
                "{\"subject\":\"part\",\"version\":1,\"id\":3,\"schema\":" + quoted(part.toString()) + "}");
        String whole = "{\"type\":\"record\",\"name\":\"A\",\"fields\":[{\"name\":\"b\",\"type\":\"io.acme.Part\"}]}";
        answers(200, "{\"schema\":" + quoted(whole) + "," + REFERENCES + "}");

        assertThat(registry.byId(7).getField("b").schema()).isEqualTo(part);

        answers(200, "{\"schema\":" + quoted("\"io.acme.Part\"") + "," + REFERENCES + "}");
        assertThat(registry.byId(8)).isEqualTo(part);
    }

    @Test
    void schemaWhoseReferencesCannotBeReadNowMayBeReadLater() {
        at("/subjects/part/versions/1", "");
        answers(200, "{\"schema\":" + quoted("\"io.acme.Part\"") + "," + REFERENCES + "}");

        assertThatThrownBy(() -> registry.byId(7)).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void idThatTheRegistryDoesNotKnowIsRefused() {
        answers(404, "{\"error_code\":40403,\"message\":\"Schema 7 not found\"}");

        assertThatThrownBy(() -> registry.byId(7))
                .isInstanceOf(SchemaRefusedException.class)
                .hasMessageContaining("read schema id 7")
                .hasMessageContaining("Schema 7 not found");
    }

    @ParameterizedTest
    @CsvSource({"500,50001", "503,503", "429,42901", "408,408", "401,40101", "403,40301", "404,404", "404,50005"})
    void answerThatSaysNothingAboutTheIdIsNoRefusal(int newStatus, int code) {
        answers(newStatus, "{\"error_code\":" + code + ",\"message\":\"no\"}");

        assertThatThrownBy(() -> registry.byId(7)).isInstanceOf(RegistryUnavailableException.class);
    }

    @ParameterizedTest
    @CsvSource({"JSON", "PROTOBUF", "AVRO"})
    void schemaThatIsNoAvroIsRefused(String type) {
        answers(200, "{\"schemaType\":\"" + type + "\",\"schema\":" + quoted("{\"type\": \"object\"}") + "}");

        assertThatThrownBy(() -> registry.byId(7))
                .isInstanceOf(SchemaRefusedException.class)
                .hasMessageContaining("read schema id 7: what it has there is not Avro");
    }

    @Test
    void answerThatIsNotTheApiIsNoRefusal() {
        answers(404, "<html>there is nothing here</html>");

        assertThatThrownBy(() -> registry.byId(7)).isInstanceOf(RegistryUnavailableException.class);
        assertThatThrownBy(() -> registry.register("jobs-value", SCHEMA))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @ParameterizedTest
    @CsvSource({"409,409", "422,42201"})
    void schemaThatTheRegistryDoesNotTakeIsRefused(int newStatus, int code) {
        answers(newStatus, "{\"error_code\":" + code + ",\"message\":\"incompatible\"}");

        assertThatThrownBy(() -> registry.register("jobs-value", SCHEMA))
                .isInstanceOf(SchemaRefusedException.class)
                .hasMessageContaining("register subject jobs-value")
                .hasMessageContaining("incompatible");
    }

    @ParameterizedTest
    @CsvSource({"500,50001", "503,503", "429,42901", "408,408", "401,40101", "403,40301"})
    void registryThatIsOverloadedOrDoesNotKnowTheWriterMayTakeTheSchemaLater(int newStatus, int code) {
        answers(newStatus, "{\"error_code\":" + code + ",\"message\":\"busy\"}");
        assertThatThrownBy(() -> registry.register("jobs-value", SCHEMA))
                .isInstanceOf(RegistryUnavailableException.class);

        answers(200, "{\"id\":7}");

        assertThat(registry.register("jobs-value", SCHEMA)).isEqualTo(7);
    }

    @Test
    void registryThatIsDownIsUnavailableAndItsUrlIsNamed() {
        server.stop(0);

        assertThatThrownBy(() -> registry.byId(7))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("http://127.0.0.1:" + server.getAddress().getPort());
        assertThatThrownBy(() -> registry.register("jobs-value", SCHEMA))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void registriesOfOneNameInTheProcessAreOne() {
        try (SchemaRegistry writer = ConfluentSchemaRegistry.connect("mock://same", Map.of());
                SchemaRegistry reader = ConfluentSchemaRegistry.connect("mock://same", Map.of());
                SchemaRegistry other = ConfluentSchemaRegistry.connect("mock://other", Map.of())) {
            int id = writer.register("jobs-value", SCHEMA);

            assertThat(reader.byId(id)).isEqualTo(SCHEMA);
            assertThatThrownBy(() -> other.byId(id + 1000)).isInstanceOf(SchemaRefusedException.class);
        }
    }

    /** What it says at one path, whatever it says elsewhere; nothing of use when that is empty. */
    private void at(String path, String body) {
        bodies.put(path, body);
    }

    private void answers(int newStatus, String newBody) {
        status = newStatus;
        body = newBody;
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        String said = bodies.getOrDefault(exchange.getRequestURI().getPath(), body);
        byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(said.isEmpty() ? 503 : status, said.isEmpty() ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String quoted(String json) {
        return "\"" + json.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
