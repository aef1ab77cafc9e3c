package io.forkline.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.forkline.schemas.job.JobSchema;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever checks a job against the JSON Schema before it is published is told what the planner would tell. */
class JobSchemaTest {

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(JobSchema.of());
    private static final String INLINE = "\"target\":{\"kind\":\"INLINE\",\"files\":[{\"path\":\"a\",\"text\":\"x\"}]}";
    private static final String JOB = "\"jobId\":\"a\",\"environment\":\"e\"," + INLINE;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{" + JOB + "}",
                "{" + JOB + ",\"deadline\":\"90s\"}",
                "{" + JOB + ",\"deadline\":\"PT1H30M\"}",
                "{" + JOB + ",\"deadline\":\"2026-03-01T12:00:00+02:00\"}",
                "{" + JOB + ",\"priority\":-100,\"tenant\":\"t\",\"labels\":{\"k\":\"v\"},\"quorum\":null}",
                "{" + JOB + ",\"limits\":{\"cpus\":0.1,\"memoryBytes\":16777216,\"processes\":null}}",
                "{" + JOB + ",\"lead\":{\"mode\":\"OPENAI\",\"model\":\"m\",\"instructions\":null}}",
                "{" + JOB + ",\"replay\":{\"requestId\":\"r\"},\"refusal\":null}",
                "{\"jobId\":\"a\",\"environment\":\"e\",\"target\":{\"kind\":\"GIT\",\"uri\":\"https://example.org/a.git\"}}"
            })
    void jobThatIsTakenKeepsToTheSchema(String json) {
        assertThat(taken(json)).isTrue();
        assertThat(complaints(json)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"jobId\":\"a\"}",
                "{" + JOB + ",\"colour\":1}",
                "{" + JOB + ",\"deadline\":\"soon\"}",
                "{" + JOB + ",\"deadline\":90}",
                "{" + JOB + ",\"priority\":101}",
                "{" + JOB + ",\"priority\":1.5}",
                "{" + JOB + ",\"tenant\":\"\"}",
                "{" + JOB + ",\"tenant\":null}",
                "{" + JOB + ",\"perspectives\":[\"a\",\"a\"]}",
                "{" + JOB + ",\"labels\":{\"k\":1}}",
                "{" + JOB + ",\"quorum\":0}",
                "{" + JOB + ",\"limits\":{\"memoryBytes\":1}}",
                "{" + JOB + ",\"limits\":{\"memory\":1}}",
                "{" + JOB + ",\"lead\":{\"mode\":\"auto\"}}",
                "{" + JOB + ",\"replay\":{}}",
                "{" + JOB + ",\"refusal\":\"x\"}",
                "{\"jobId\":\"a b\",\"environment\":\"e\"," + INLINE + "}",
                "{\"jobId\":\"a\",\"environment\":\"e\",\"target\":{\"kind\":\"GIT\",\"uri\":\"u\",\"commit\":\"z\"}}",
                "{\"jobId\":\"a\",\"environment\":\"e\",\"target\":{\"kind\":\"INLINE\",\"files\":[{\"path\":\"a\"}]}}"
            })
    void jobThatTheSchemaRefusesIsNotTaken(String json) {
        assertThat(complaints(json)).isNotEmpty();
        assertThat(taken(json)).isFalse();
    }

    private static boolean taken(String json) {
        return JsonJobs.read(
                        null,
                        json.getBytes(StandardCharsets.UTF_8),
                        new RecordHeaders(),
                        Instant.parse("2026-03-01T12:00:00Z"))
                instanceof JobReading.Job;
    }

    private static List<String> complaints(String json) {
        return SCHEMA.validate(json, InputFormat.JSON).stream()
                .map(Error::toString)
                .collect(Collectors.toList());
    }
}
