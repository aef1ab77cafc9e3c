package io.forkline.cli.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.forkline.cli.CommandException;
import io.forkline.cli.ExitCode;
import io.forkline.cli.TestHost;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.registry.Subjects;
import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.topic.ForklineTopic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Confluent's registry for tests, inside this process. */
class SchemasCommandTest {

    private static final int TOPICS_WITH_PUBLIC_RECORDS = 11;

    @TempDir
    private Path folder;

    private final String url = "mock://" + UUID.randomUUID();

    @Test
    void whatIsMissingIsSaidThenRegisteredThenThere() {
        TestHost before = host("schemas", "check", ExitCode.FAILED);
        TestHost register = host("schemas", "register", ExitCode.COMPLETE);
        TestHost after = host("schemas", "check", ExitCode.COMPLETE);
        TestHost again = host("schemas", "register", ExitCode.COMPLETE);

        assertThat(before.out())
                .contains("missing       forkline.jobs-value", "0 of 11 schemas registered", "schemas register");
        assertThat(register.out()).contains("registered forkline.jobs-value as id ", "registered 11 schemas\n");
        assertThat(after.out()).contains("11 of 11 schemas registered");
        assertThat(again.out()).contains("11 schemas registered already").doesNotContain("as id");
    }

    @Test
    void listShowsVersionIdLevelAndType() throws Exception {
        host("schemas", "register", ExitCode.COMPLETE);

        TestHost table = host("schemas", "list", ExitCode.COMPLETE);
        JsonNode json = json("list", ExitCode.COMPLETE);

        assertThat(table.out()).contains("forkline.results-value", "BACKWARD", "JobResult", "registered");
        assertThat(json.get("subjects")).hasSize(TOPICS_WITH_PUBLIC_RECORDS);
        JsonNode first = json.get("subjects").get(0);
        assertThat(first.get("subject").asText()).isEqualTo("forkline.jobs-value");
        assertThat(first.get("topic").asText()).isEqualTo("forkline.jobs");
        assertThat(first.get("type").asText()).isEqualTo("io.forkline.schemas.record.JobRequested");
        assertThat(first.get("state").asText()).isEqualTo("REGISTERED");
        assertThat(first.get("version").asInt()).isEqualTo(1);
        assertThat(first.get("id").asInt()).isPositive();
        assertThat(first.get("compatibility").asText()).isEqualTo("BACKWARD");
        assertThat(first.get("problems")).isEmpty();
    }

    @Test
    void somebodyElsesSchemaUnderASubjectStopsRegisteringAndIsNamedByRecordAndField() throws Exception {
        Schema stranger = SchemaBuilder.record("io.forkline.schemas.record.JobRequested")
                .fields()
                .requiredString("jobId")
                .endRecord();
        try (Subjects subjects = Subjects.connect(url, Map.of())) {
            subjects.register("forkline.jobs-value", stranger);
        }

        TestHost register = host("schemas", "register", ExitCode.FAILED);
        TestHost check = host("schemas", "check", ExitCode.FAILED);

        assertThat(register.err())
                .contains(
                        "nothing was registered",
                        "version 1: JobRequested.environment: READER_FIELD_MISSING_DEFAULT_VALUE");
        assertThat(check.out()).contains("incompatible  forkline.jobs-value", "JobRequested.environment");
        assertThat(json("check", ExitCode.FAILED).at("/subjects/1/state").asText())
                .isEqualTo("MISSING");
    }

    @Test
    void subjectsAreNamedByTheStrategyThatIsSet() throws Exception {
        Path file = Files.writeString(
                folder.resolve("c.properties"), "schema.registry.subject.strategy=RecordNameStrategy\n");

        TestHost register = new TestHost(TestHost.HOME);
        int exitCode = register.execute("schemas", "register", "--schema-registry", url, "--config", file.toString());

        assertThat(exitCode).as(register.err()).isZero();
        assertThat(register.out()).contains("registered io.forkline.schemas.record.JobRequested as id ");
    }

    @Test
    void aServiceWhoseSchemasAreNotThereDoesNotStartWhereWritersMayNotRegister() {
        ClusterConnection connection = ClusterConnection.from(
                Settings.of(Map.of("schema.registry.url", url, "schema.registry.auto.register", "false")));
        List<ForklineTopic> written = List.of(ForklineTopic.REPORTS, ForklineTopic.TARGETS);

        assertThatThrownBy(() -> SchemaCatalogue.requireRegistered(connection, written))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("forkline.reports-value, forkline.targets-value; register it with")
                .hasMessageContaining("`./forkline schemas register`");
        host("schemas", "register", ExitCode.COMPLETE);
        assertThatCode(() -> SchemaCatalogue.requireRegistered(connection, written))
                .doesNotThrowAnyException();
    }

    private TestHost host(String command, String subcommand, int expected) {
        TestHost host = new TestHost(TestHost.HOME);
        assertThat(host.execute(command, subcommand, "--schema-registry", url))
                .as(host.err() + host.out())
                .isEqualTo(expected);
        return host;
    }

    private JsonNode json(String subcommand, int expected) throws Exception {
        TestHost host = new TestHost(TestHost.HOME);
        assertThat(host.execute("schemas", subcommand, "--schema-registry", url, "--json"))
                .isEqualTo(expected);
        return new ObjectMapper().readTree(host.out());
    }
}
