package io.forkline.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.broker.BrokerConfig;
import io.forkline.broker.ClientAccess;
import io.forkline.broker.EmbeddedBroker;
import io.forkline.cli.TestHost;
import io.forkline.schemas.access.Grant;
import io.forkline.schemas.access.Party;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;

/** A broker on which every party has a principal and a password of its own, and may do nothing that no ACL allows. */
final class Guarded implements AutoCloseable {

    static final String PREFIX = "acme.";

    private static final String MODULE = "org.apache.kafka.common.security.plain.PlainLoginModule required";

    private final Path folder;
    private final EmbeddedBroker broker;
    private final Admin owner;

    private Guarded(Path folder, EmbeddedBroker broker) {
        this.folder = folder;
        this.broker = broker;
        this.owner = Admin.create(Map.of("bootstrap.servers", broker.internalServers()));
    }

    static Guarded start(Path folder) throws IOException {
        for (Party party : Party.values()) {
            // With the line end that an editor leaves.
            Files.writeString(folder.resolve(party.label()), password(party) + "\n");
        }
        String users = Arrays.stream(Party.values())
                .map(party -> " user_" + party.label() + "=\"" + password(party) + "\"")
                .collect(Collectors.joining());
        ClientAccess access = new ClientAccess(
                        "SASL_PLAINTEXT",
                        Map.of(
                                ClientAccess.LISTENER_PREFIX + "sasl.enabled.mechanisms",
                                "PLAIN",
                                ClientAccess.LISTENER_PREFIX + "plain.sasl.jaas.config",
                                MODULE + users + ";"))
                .withAcls();
        return new Guarded(
                folder,
                new EmbeddedBroker(
                                BrokerConfig.ephemeral(folder.resolve("broker")).withClients(access))
                        .start());
    }

    /** No part of it is in what a program may show. */
    static String password(Party party) {
        return "hunter2-of-" + party.label();
    }

    /** What gives all parties the ACLs of the table, and no more. */
    void applyAcls() {
        run(
                "topics",
                "acls",
                "--apply",
                "--principal-prefix",
                "User:",
                "--topic-prefix",
                PREFIX,
                "--bootstrap-servers",
                broker.internalServers());
    }

    void allow(List<AclBinding> acls) throws Exception {
        owner.createAcls(acls).all().get();
    }

    void forbid(List<AclBinding> acls) throws Exception {
        owner.deleteAcls(acls.stream().map(AclBinding::toFilter).toList()).all().get();
    }

    List<AclBinding> acls(Party party, Grant grant) {
        return grant.bindings("User:" + party.label());
    }

    Map<String, String> settings(Party party) {
        return settings(party, "${directory:" + folder + ":" + party.label() + "}");
    }

    /** Those of a party that says this is its password. */
    Map<String, String> settings(Party party, String password) {
        return new HashMap<>(Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "schema.registry.url", "mock://guarded",
                "topics.prefix", PREFIX,
                "topics.partitions.jobs", "2",
                "topics.partitions.environments", "1",
                "kafka.security.protocol", "SASL_PLAINTEXT",
                "kafka.sasl.mechanism", "PLAIN",
                "kafka.sasl.jaas.config",
                        MODULE + " username=\"" + party.label() + "\" password=\"" + password + "\";"));
    }

    ClusterConnection connection(Party party) {
        return ClusterConnection.from(Settings.of(settings(party)));
    }

    /** Runs a command as this party; it succeeds. Returns what it wrote. */
    String runAs(Party party, String... command) throws IOException {
        return run(Stream.concat(Stream.of(command), Stream.of("--config", file(settings(party))))
                .toArray(String[]::new));
    }

    /** A configuration file with these settings. */
    String file(Map<String, String> settings) throws IOException {
        return Files.write(
                        Files.createTempFile(folder, "config", ".properties"),
                        settings.entrySet().stream()
                                .map(each -> each.getKey() + "=" + each.getValue())
                                .toList())
                .toString();
    }

    @Override
    public void close() {
        owner.close();
        broker.close();
    }

    private static String run(String... command) {
        TestHost host = new TestHost(TestHost.HOME);
        assertThat(host.execute(command)).as(host.err()).isZero();
        return host.out() + host.err();
    }
}
