package io.forkline.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.broker.BrokerConfig;
import io.forkline.broker.ClientAccess;
import io.forkline.broker.EmbeddedBroker;
import io.forkline.cli.TestHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way to connect that {@code docs/security.md} shows, on brokers that accept no other and allow only this principal to create topics. */
class SecurityExamplesIT {

    private static final String OWNER = "forkline-topic-owner";
    private static final String SECRET = "hunter2-of-the-owner";
    private static final String ALLOWED = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
    private static final String PASSWORD_FILE = "kafka-password";

    @TempDir
    private static Path folder;

    private static TokenServer tokens;
    private static EmbeddedBroker withPasswords;
    private static EmbeddedBroker withCertificates;

    @BeforeAll
    static void open() throws Exception {
        Certificates certificates = new Certificates(Files.createDirectories(folder.resolve("etc")));
        certificates.create("ca", "broker", "-ext", "SAN=IP:127.0.0.1,DNS:localhost");
        certificates.create("client", OWNER);
        certificates.create("stranger", "stranger");
        Path secrets = Files.createDirectories(folder.resolve("secrets"));
        Files.writeString(secrets.resolve(PASSWORD_FILE), SECRET + "\n");
        Files.writeString(secrets.resolve("client-secret"), SECRET);
        Files.writeString(secrets.resolve("keystore-password"), Certificates.PASSWORD);
        Files.writeString(secrets.resolve("all.properties"), "kafka=" + SECRET + "\n");
        tokens = new TokenServer(OWNER, SECRET);
        System.setProperty(ALLOWED, tokens.tokenUrl() + "," + tokens.keysUrl());
        withPasswords = broker("passwords", passwords(certificates));
        withCertificates = broker("certificates", mutual(certificates));
        allow(withPasswords, "User:" + OWNER);
        allow(withCertificates, "User:CN=" + OWNER);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", withPasswords.internalServers()))) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            OWNER, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), SECRET)))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void close() {
        withPasswords.close();
        withCertificates.close();
        tokens.close();
        System.clearProperty(ALLOWED);
    }

    @Test
    void everyExampleIsRun() throws Exception {
        assertThat(SecurityDoc.read().examples()).isEqualTo(4);
    }

    @Test
    void plain() throws Exception {
        requireWorks("PLAIN\n", withPasswords, "plain.");
    }

    @Test
    void scram() throws Exception {
        requireWorks("SCRAM-SHA-512", withPasswords, "scram.");
    }

    @Test
    void oauthbearer() throws Exception {
        requireWorks("OAUTHBEARER", withPasswords, "oauth.");
    }

    @Test
    void mutualTls() throws Exception {
        requireWorks("ssl.keystore", withCertificates, "mutual.");
    }

    @Test
    void authorityThatIsNotTrustedIsSaidSo() throws Exception {
        String config = example("PLAIN\n", withPasswords).replace("/ca.pem", "/stranger.pem");

        assertThat(refusal(config))
                .contains("no TLS connection to the brokers (", "kafka.ssl.truststore.*")
                .doesNotContain("hunter2", "\tat ");
    }

    @Test
    void clientWithoutACertificateIsToldWhatIsMissing() throws Exception {
        String config = example("ssl.keystore", withCertificates)
                .lines()
                .filter(line -> !line.startsWith("kafka.ssl.key"))
                .reduce("", (all, line) -> all + line + "\n");

        assertThat(refusal(config)).contains("no TLS connection to the brokers (", "kafka.ssl.keystore.*");
    }

    @Test
    void secretThatIsNotThereIsNamed() throws Exception {
        String config = example("PLAIN\n", withPasswords).replace(PASSWORD_FILE, "elsewhere");

        assertThat(refusal(config))
                .contains("kafka.sasl.jaas.config names ${directory:", "elsewhere}, which is not there");
    }

    @Test
    void tokenThatIsRefusedIsASentence() throws Exception {
        Files.writeString(folder.resolve("secrets/wrong-secret"), "hunter2-wrong");
        String config = example("OAUTHBEARER", withPasswords).replace("client-secret", "wrong-secret");

        assertThat(refusal(config))
                .startsWith("forkline: no token for the brokers (The response code 401 ")
                .doesNotContain("hunter2", "\tat ");
    }

    private static void requireWorks(String mechanism, EmbeddedBroker broker, String prefix) throws Exception {
        TestHost host = execute(example(mechanism, broker), "topics", "create", "--topic-prefix", prefix);

        assertThat(host.out()).as(host.err()).contains("created    " + prefix + "jobs");
    }

    private static String refusal(String config) throws Exception {
        TestHost host = execute(config, "topics", "check");

        assertThat(host.out()).isEmpty();
        return host.err();
    }

    private static TestHost execute(String config, String... command) throws Exception {
        Path file = Files.writeString(Files.createTempFile(folder, "config", ".properties"), config);
        TestHost host = new TestHost(folder.resolve("home"));
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--config", file.toString()));
        host.execute(arguments.toArray(String[]::new));
        return host;
    }

    /** As a reader would make it theirs. */
    private static String example(String part, EmbeddedBroker broker) throws Exception {
        return SecurityDoc.read()
                .example(part)
                .replace("kafka-1:9093,kafka-2:9093", broker.bootstrapServers())
                .replace("/run/secrets", folder.resolve("secrets").toString())
                .replace("/etc/forkline", folder.resolve("etc").toString())
                .replace("https://login.example.com/oauth2/token", tokens.tokenUrl());
    }

    private static EmbeddedBroker broker(String name, ClientAccess access) {
        return new EmbeddedBroker(BrokerConfig.ephemeral(folder.resolve(name)).withClients(access.withAcls())).start();
    }

    private static void allow(EmbeddedBroker broker, String principal) {
        for (String prefix : List.of("plain.", "scram.", "oauth.", "mutual.")) {
            TestHost host = new TestHost(folder.resolve("home"));
            assertThat(host.execute(
                            "topics",
                            "acls",
                            "--apply",
                            "--for",
                            "topic-owner",
                            "--principal",
                            "topic-owner=" + principal,
                            "--topic-prefix",
                            prefix,
                            "--bootstrap-servers",
                            broker.internalServers()))
                    .as(host.err())
                    .isZero();
        }
    }

    private static ClientAccess passwords(Certificates certificates) {
        String listener = ClientAccess.LISTENER_PREFIX;
        String oauth = listener + "oauthbearer.";
        String modules = "org.apache.kafka.common.security.";
        Map<String, String> properties = new HashMap<>(tls(certificates));
        properties.putAll(Map.of(
                listener + "sasl.enabled.mechanisms",
                "PLAIN,SCRAM-SHA-512,OAUTHBEARER",
                listener + "plain.sasl.jaas.config",
                modules + "plain.PlainLoginModule required user_" + OWNER + "=\"" + SECRET + "\";",
                listener + "scram-sha-512.sasl.jaas.config",
                modules + "scram.ScramLoginModule required;",
                oauth + "sasl.jaas.config",
                modules + "oauthbearer.OAuthBearerLoginModule required;",
                oauth + "sasl.server.callback.handler.class",
                modules + "oauthbearer.OAuthBearerValidatorCallbackHandler",
                oauth + "sasl.oauthbearer.jwks.endpoint.url",
                tokens.keysUrl(),
                oauth + "sasl.oauthbearer.expected.audience",
                "kafka"));
        return new ClientAccess("SASL_SSL", properties);
    }

    private static ClientAccess mutual(Certificates certificates) {
        String listener = ClientAccess.LISTENER_PREFIX;
        Map<String, String> properties = new HashMap<>(tls(certificates));
        properties.put(listener + "ssl.client.auth", "required");
        properties.put(listener + "ssl.truststore.type", "PEM");
        properties.put(
                listener + "ssl.truststore.location", certificates.pem("client").toString());
        return new ClientAccess("SSL", properties);
    }

    private static Map<String, String> tls(Certificates certificates) {
        String listener = ClientAccess.LISTENER_PREFIX;
        return Map.of(
                listener + "ssl.keystore.type",
                "PKCS12",
                listener + "ssl.keystore.location",
                certificates.store("ca").toString(),
                listener + "ssl.keystore.password",
                Certificates.PASSWORD,
                listener + "ssl.key.password",
                Certificates.PASSWORD);
    }
}
