package io.forkline.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A registry that asks who is there, by each of the ways that Confluent's client knows. */
class RegistryAccessTest {

    private static final String SUBJECT = "forkline.jobs-value";
    private static final Schema SCHEMA =
            SchemaBuilder.record("A").fields().requiredString("b").endRecord();
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString("anna:s3cret".getBytes(StandardCharsets.UTF_8));
    private static final String BEARER = "Bearer a.long.token";

    private static Certificates certificates;

    @BeforeAll
    static void certify(@TempDir Path folder) throws Exception {
        certificates = Certificates.in(folder);
    }

    @Test
    void aNameAndAPasswordOpenIt() throws Exception {
        try (GuardedRegistry guarded = GuardedRegistry.overHttp(only(BASIC))) {
            assertOpen(
                    guarded.url(),
                    Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "anna:s3cret"));
        }
    }

    @Test
    void aNameAndAPasswordInTheUrlOpenIt() throws Exception {
        try (GuardedRegistry guarded = GuardedRegistry.overHttp(only(BASIC))) {
            assertOpen("http://anna:s3cret@" + guarded.address(), Map.of("basic.auth.credentials.source", "URL"));
            assertOpen("http://anna:s3cret@" + guarded.address(), Map.of());
        }
    }

    @Test
    void passwordsOfUrlsReachNobodyThatLogsThem() {
        RegistryUrls urls = RegistryUrls.parse("http://anna:s3cret@a:8081, http://b/api");

        assertThat(urls.urls()).containsExactly("http://a:8081", "http://b/api");
        assertThat(urls.userInfo()).contains("anna:s3cret");
        assertThat(urls.toString()).isEqualTo("http://a:8081,http://b/api");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://anna:s3cret@a,http://bea:other@b", "http://anna:s3 cret@a", "http://anna:s3cret@"})
    void urlsThatDoNotSayWhoAsksAreRefusedAndNotShown(String urls) {
        assertThatThrownBy(() -> ConfluentSchemaRegistry.connect(urls, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("cret");
    }

    @Test
    void aTokenOpensIt() throws Exception {
        try (GuardedRegistry guarded = GuardedRegistry.overHttp(only(BEARER))) {
            assertOpen(
                    guarded.url(),
                    Map.of("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "a.long.token"));
        }
    }

    @Test
    void whoeverIsNotKnownIsToldWhatToSetAndNotTheSecret() throws Exception {
        try (GuardedRegistry guarded = GuardedRegistry.overHttp(only(BASIC));
                SchemaRegistry registry = ConfluentSchemaRegistry.connect(
                        "http://anna:wr0ng@" + guarded.address(), Map.of("basic.auth.credentials.source", "URL"))) {
            assertThatThrownBy(() -> registry.register(SUBJECT, SCHEMA))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("schema registry at " + guarded.url())
                    .hasMessageContaining("schema.registry.client.basic.auth.user.info")
                    .hasMessageNotContaining("wr0ng");
            assertThatThrownBy(() -> registry.byId(1))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("schema.registry.client.bearer.auth");
        }
    }

    @Test
    void whoeverMayNotIsToldThatTheNameIsKnown() throws Exception {
        try (GuardedRegistry guarded = GuardedRegistry.overHttp(header -> 403);
                Subjects subjects = Subjects.connect(guarded.url(), Map.of())) {
            assertThatThrownBy(() -> subjects.requireAccess(SUBJECT))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("it knows who asks, who may not do this");
        }
    }

    @Test
    void aRegistryOfAnAuthorityOfOnesOwnIsTrustedByItsStore() throws Exception {
        try (GuardedRegistry guarded = GuardedRegistry.overTls(certificates.ofServer(), false)) {
            assertOpen(guarded.url(), trust("ssl."));
        }
    }

    @Test
    void confluentsOwnNamesOfTheStoreDoAsWell() throws Exception {
        try (GuardedRegistry guarded = GuardedRegistry.overTls(certificates.ofServer(), false)) {
            assertOpen(guarded.url(), trust("schema.registry.ssl."));
        }
    }

    @Test
    void aRegistryThatNobodyVouchesForIsNotSpokenTo() throws Exception {
        try (GuardedRegistry guarded = GuardedRegistry.overTls(certificates.ofServer(), false);
                SchemaRegistry registry = ConfluentSchemaRegistry.connect(guarded.url(), Map.of())) {
            assertThatThrownBy(() -> registry.register(SUBJECT, SCHEMA))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("schema.registry.client.ssl.truststore.location");
            assertThat(guarded.asked()).isEmpty();
        }
    }

    @Test
    void aCertificateOpensARegistryThatAsksForOne() throws Exception {
        Map<String, String> properties = new HashMap<>(trust("ssl."));
        properties.put("ssl.keystore.location", certificates.keys("client").toString());
        properties.put("ssl.keystore.password", Certificates.PASSWORD);
        properties.put("ssl.keystore.type", "PKCS12");
        properties.put("ssl.key.password", Certificates.PASSWORD);
        try (GuardedRegistry guarded = GuardedRegistry.overTls(certificates.ofServer(), true)) {
            assertOpen(guarded.url(), properties);
        }
    }

    @Test
    void withoutItsCertificateAClientGetsNoAnswer() throws Exception {
        try (GuardedRegistry guarded = GuardedRegistry.overTls(certificates.ofServer(), true);
                SchemaRegistry registry = ConfluentSchemaRegistry.connect(guarded.url(), trust("ssl."))) {
            assertThatThrownBy(() -> registry.register(SUBJECT, SCHEMA))
                    .isInstanceOf(RegistryUnavailableException.class);
            assertThat(guarded.asked()).isEmpty();
        }
    }

    @Test
    void aStoreThatIsNotThereIsSaidBeforeAnythingIsAsked() {
        assertThatThrownBy(() -> ConfluentSchemaRegistry.connect(
                        "https://127.0.0.1:1", Map.of("ssl.truststore.location", "/nowhere/trust.p12")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("schema.registry.client.*")
                .hasMessageContaining("/nowhere/trust.p12");
    }

    @Test
    void theNextUrlIsAskedWhenOneCannotBeReached() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        try (GuardedRegistry guarded = GuardedRegistry.overHttp(header -> 200)) {
            assertOpen("http://127.0.0.1:" + closed + ", " + guarded.url(), Map.of());
        }
    }

    @Test
    void writersThatMayNotRegisterLookTheIdUp() throws Exception {
        try (GuardedRegistry guarded = GuardedRegistry.overHttp(header -> 200);
                SchemaRegistry operator = ConfluentSchemaRegistry.connect(guarded.url(), Map.of());
                SchemaRegistry writer = ConfluentSchemaRegistry.connect(guarded.url(), Map.of(), false)) {
            int id = operator.register(SUBJECT, SCHEMA);

            assertThat(writer.register(SUBJECT, SCHEMA)).isEqualTo(id);

            assertThat(guarded.asked())
                    .containsExactly("POST /subjects/" + SUBJECT + "/versions", "POST /subjects/" + SUBJECT);
        }
    }

    @Test
    void aSchemaThatAWriterDoesNotFindIsNamedWithTheCommandThatRegistersIt() throws Exception {
        try (GuardedRegistry guarded = GuardedRegistry.overHttp(header -> 200);
                SchemaRegistry writer = ConfluentSchemaRegistry.connect(guarded.url(), Map.of(), false)) {
            assertThatThrownBy(() -> writer.register(SUBJECT, SCHEMA))
                    .isInstanceOf(SchemaRefusedException.class)
                    .hasMessageContaining(SUBJECT)
                    .hasMessageContaining("`./forkline schemas register`");
            assertThat(guarded.asked()).noneMatch(request -> request.endsWith("/versions"));
        }
    }

    private static void assertOpen(String url, Map<String, String> properties) {
        try (SchemaRegistry registry = ConfluentSchemaRegistry.connect(url, properties)) {
            int id = registry.register(SUBJECT, SCHEMA);

            assertThat(registry.byId(id)).isEqualTo(SCHEMA);
        }
    }

    private static Map<String, String> trust(String prefix) {
        return Map.of(
                prefix + "truststore.location",
                certificates.trusts("server").toString(),
                prefix + "truststore.password",
                Certificates.PASSWORD,
                prefix + "truststore.type",
                "PKCS12");
    }

    private static Function<Optional<String>, Integer> only(String header) {
        return given -> given.filter(header::equals).isPresent() ? 200 : 401;
    }
}
