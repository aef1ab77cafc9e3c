package io.forkline.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.cli.ChildProcess;
import io.forkline.cli.TestHost;
import io.forkline.producer.ForklineClient;
import io.forkline.producer.Submission;
import io.forkline.schemas.access.AccessCheck;
import io.forkline.schemas.access.AccessTable;
import io.forkline.schemas.access.Grant;
import io.forkline.schemas.access.Party;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.health.Condition;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.TopicsException;
import io.forkline.testsupport.Await;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every party with a principal of its own and the ACLs of the table, on a broker that allows nothing else. */
class GuardedClusterIT {

    private static final List<Party> SERVICES = List.of(Party.SNAPSHOT_SERVICE, Party.FORK_WORKER, Party.AGGREGATOR);

    @TempDir
    private static Path folder;

    private static Guarded guarded;

    @BeforeAll
    static void open() throws Exception {
        guarded = Guarded.start(folder);
        guarded.applyAcls();
        guarded.runAs(Party.TOPIC_OWNER, "topics", "create");
    }

    @AfterAll
    static void close() {
        guarded.close();
    }

    @Test
    void jobsCompleteAndEveryCommandWorksWithTheAclsOfItsParty() throws Exception {
        try (Deployment deployment = Deployment.start(folder.resolve("all"), guarded::settings);
                ForklineClient producer = ForklineClient.connect(guarded.connection(Party.PRODUCER))) {
            Jobs.await(producer, Jobs.submit(producer, "allowed"));

            assertThat(guarded.runAs(Party.CONSUMER, "results")).contains("allowed");
            assertThat(guarded.runAs(Party.OPERATOR, "jobs", "list")).contains("allowed");
            assertThat(guarded.runAs(Party.OPERATOR, "jobs", "show", "allowed")).contains("allowed");
            assertThat(guarded.runAs(Party.OPERATOR, "cancel", "allowed")).contains("allowed");
            guarded.runAs(Party.OPERATOR, "replay", "--status", "complete", "--from", "1h", "--yes");
            guarded.runAs(Party.OPERATOR, "dead-letters", "list");
            assertThat(guarded.runAs(Party.TOPIC_OWNER, "topics", "check")).contains("as configured");
            deployment.requireHealthy();
        }
    }

    @Test
    void serviceThatLacksAnAclNamesIt() throws Exception {
        for (Party service : SERVICES) {
            for (Grant grant :
                    AccessTable.of(service, guarded.connection(service).layout())) {
                for (AclOperation operation : grant.operations()) {
                    Grant one = new Grant(grant.resource(), Set.of(operation));
                    guarded.forbid(guarded.acls(service, one));
                    try {
                        Await.untilAsserted(() -> assertThatThrownBy(() -> check(service))
                                .isInstanceOf(TopicsException.class)
                                .hasMessageContaining("what the " + service.label() + " needs: it lacks "
                                        + SecurityUtils.operationName(operation) + " on ")
                                .hasMessageContaining(resource(grant))
                                .hasMessageContaining("`forkline topics acls`"));
                    } finally {
                        guarded.allow(guarded.acls(service, one));
                    }
                }
            }
            Await.untilAsserted(() -> assertThatCode(() -> check(service)).doesNotThrowAnyException());
        }
    }

    @Test
    void serviceWhoseAclIsTakenAwayWhileItRunsSaysSoAndGoesOnWhenItIsGivenBack() throws Exception {
        Grant results = writesResults();
        try (Deployment deployment = Deployment.start(folder.resolve("taken"), guarded::settings);
                ForklineClient producer = ForklineClient.connect(guarded.connection(Party.PRODUCER))) {
            Jobs.await(producer, Jobs.submit(producer, "before"));
            guarded.forbid(guarded.acls(Party.AGGREGATOR, results));
            Submission during = Jobs.submit(producer, "during");
            Await.until(
                    "the aggregator says what it is refused",
                    () -> deployment.health().stream()
                            .map(part -> part.condition())
                            .anyMatch(condition -> condition instanceof Condition.Waiting waiting
                                    && waiting.toString()
                                            .contains("not allow this principal to use the topic acme.results")));
            guarded.allow(guarded.acls(Party.AGGREGATOR, results));

            Jobs.await(producer, during);
            deployment.requireHealthy();
        }
    }

    @Test
    void wrongPasswordIsASentenceWithTheRemedyAndNobodySeesThePassword() throws Exception {
        Map<String, String> settings = guarded.settings(Party.AGGREGATOR, "hunter2-wrong");
        List<String> outputs = new ArrayList<>();
        for (String[] command : List.of(
                new String[] {"aggregator"},
                new String[] {"topics", "create"},
                new String[] {"results"},
                new String[] {
                    "submit",
                    TestHost.PROJECT.resolve("examples/sample-project").toString()
                },
                new String[] {"dead-letters", "list"})) {
            TestHost host = new TestHost(TestHost.HOME);
            List<String> arguments = new ArrayList<>(List.of(command));
            arguments.addAll(List.of("--config", guarded.file(settings)));
            assertThat(host.execute(arguments.toArray(String[]::new))).isEqualTo(1);
            outputs.add(host.out() + host.err());
        }

        assertThat(outputs)
                .allSatisfy(output -> assertThat(output)
                        .contains(
                                "forkline: the brokers refuse the credentials (",
                                "Invalid username or password",
                                "kafka.sasl.jaas.config")
                        .doesNotContain("hunter2", "\tat "));
    }

    /** With the log of everything, that of Kafka's clients too, which tell their configuration. */
    @Test
    void noLogShowsAPassword() throws Exception {
        Path home = folder.resolve("home");
        try (ChildProcess aggregator = ChildProcess.forkline(
                folder,
                Map.of("FORKLINE_HOME", home.toString(), "OPENAI_API_KEY", ""),
                "--verbose",
                "aggregator",
                "--config",
                guarded.file(guarded.settings(Party.AGGREGATOR)))) {
            aggregator.awaitOutput("is ready.");
            aggregator.handle().destroy();
            aggregator.awaitEnd();

            assertThat(aggregator.output())
                    .contains("sasl.jaas.config = [hidden]")
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void partyThatIsNotAllowedToCreateTopicsIsToldSo() throws Exception {
        TestHost host = new TestHost(TestHost.HOME);
        Map<String, String> settings = guarded.settings(Party.OPERATOR);
        settings.put("topics.prefix", "other.");

        int exitCode = host.execute("topics", "create", "--config", guarded.file(settings));

        assertThat(exitCode).isEqualTo(1);
        assertThat(host.err())
                .contains("topic other.", " cannot be described: the brokers do not allow this principal")
                .contains("`forkline topics acls`");
    }

    private static void check(Party service) throws InterruptedException {
        ClusterConnection connection = guarded.connection(service);
        try (Admin admin = Admin.create(connection.kafkaProperties())) {
            new AccessCheck(admin, connection.layout(), service).verify();
        }
    }

    private static String resource(Grant grant) {
        return grant.resource().resourceType() == ResourceType.TRANSACTIONAL_ID
                ? "the transactional ids that begin with " + grant.resource().name()
                : SecurityUtils.resourceTypeName(grant.resource().resourceType())
                                .toLowerCase(Locale.ROOT) + " "
                        + grant.resource().name();
    }

    private static Grant writesResults() {
        String name = guarded.connection(Party.AGGREGATOR).layout().name(ForklineTopic.RESULTS);
        return AccessTable.of(
                        Party.AGGREGATOR, guarded.connection(Party.AGGREGATOR).layout())
                .stream()
                .filter(grant -> grant.covers(ResourceType.TOPIC, name))
                .findFirst()
                .orElseThrow();
    }
}
