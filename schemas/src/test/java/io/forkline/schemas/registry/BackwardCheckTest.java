package io.forkline.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class BackwardCheckTest {

    private static final String BEFORE = """
            {"type": "record", "name": "Job", "fields": [
              {"name": "id", "type": "string"},
              {"name": "targets", "type": ["null", {"type": "array", "items":
                {"type": "record", "name": "Target", "fields": [{"name": "size", "type": "long"}]}}]}]}
            """;

    @Test
    void aFieldWithADefaultIsNoProblem() {
        Schema now = parse(BEFORE.replace(
                "{\"name\": \"id\"",
                "{\"name\": \"tenant\", \"type\": \"string\", \"default\": \"\"}, {\"name\": \"id\""));

        assertThat(BackwardCheck.problems(now, parse(BEFORE))).isEmpty();
    }

    @Test
    void aFieldWithoutADefaultIsNamedWithItsRecord() {
        Schema now = parse(
                BEFORE.replace("{\"name\": \"id\"", "{\"name\": \"tenant\", \"type\": \"string\"}, {\"name\": \"id\""));

        assertThat(BackwardCheck.problems(now, parse(BEFORE)))
                .singleElement()
                .asString()
                .startsWith("Job.tenant: READER_FIELD_MISSING_DEFAULT_VALUE");
    }

    @Test
    void aTypeThatChangedDeepInsideIsNamedWithTheWayToIt() {
        Schema now = parse(BEFORE.replace("\"long\"", "\"int\""));

        assertThat(BackwardCheck.problems(now, parse(BEFORE)))
                .singleElement()
                .asString()
                .startsWith("Job.targets.size: TYPE_MISMATCH");
    }

    private static Schema parse(String json) {
        return new Schema.Parser().parse(json);
    }
}
