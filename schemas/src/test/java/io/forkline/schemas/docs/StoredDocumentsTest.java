package io.forkline.schemas.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.forkline.schemas.job.JobSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What is made of the catalogue and the schemas lies where its readers look, and is that of today. */
@TestMethodOrder(MethodOrderer.MethodName.class)
class StoredDocumentsTest {

    /** Makes the documents anew. */
    static final String COMMAND =
            "mvn verify -pl schemas -am -Dtest=StoredDocumentsTest -Dforkline.store-docs=yes -DskipITs"
                    + " -Dsurefire.failIfNoSpecifiedTests=false";

    private static final Path ASYNC_API = Path.of("..", "docs", "asyncapi.yaml");
    private static final Path JOB_SCHEMA = Path.of("src", "main", "json", "job.schema.json");
    private static final Path SPECIFICATION = Path.of("src", "test", "resources", "asyncapi", "3.0.0-without-id.json");
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Test
    @EnabledIfSystemProperty(named = "forkline.store-docs", matches = "yes")
    void aFirstStepStoresThoseOfToday() throws IOException {
        Files.writeString(ASYNC_API, AsyncApi.text());
        Files.createDirectories(JOB_SCHEMA.getParent());
        Files.writeString(JOB_SCHEMA, jobSchema());

        assertThat(ASYNC_API).hasContent(AsyncApi.text());
    }

    @Test
    void asyncApiIsThatOfTheCatalogueAndTheSchemas() throws IOException {
        assertThat(Files.readString(ASYNC_API))
                .as("docs/asyncapi.yaml is older than the code; make it anew: " + COMMAND)
                .isEqualTo(AsyncApi.text());
    }

    @Test
    void jobSchemaIsThatOfTheRecordAndItsRules() throws IOException {
        assertThat(Files.readString(JOB_SCHEMA))
                .as("job.schema.json is older than the code; make it anew: " + COMMAND)
                .isEqualTo(jobSchema());
    }

    @Test
    void asyncApiKeepsToItsSpecification() throws IOException {
        JsonNode document = new YAMLMapper().readTree(Files.readString(ASYNC_API));

        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                        .getSchema(Files.readString(SPECIFICATION), InputFormat.JSON)
                        .validate(document))
                .isEmpty();
    }

    /** No reference leads nowhere. */
    @Test
    void everyReferenceIsToSomethingInTheDocument() throws IOException {
        JsonNode document = new YAMLMapper().readTree(Files.readString(ASYNC_API));

        assertThat(document.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    private static String jobSchema() throws IOException {
        return JSON.writeValueAsString(JobSchema.of()) + "\n";
    }
}
