package io.forkline.aggregator.run;

import static io.forkline.aggregator.Samples.START;
import static io.forkline.aggregator.Samples.failed;
import static io.forkline.aggregator.Samples.plan;
import static io.forkline.aggregator.Samples.report;
import static io.forkline.aggregator.Samples.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.serde.RecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** {@code docs/result.md} says what a result is. */
final class ResultDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "result.md");

    @Test
    void exampleIsWhatTheAggregatorWrites() throws IOException {
        JsonNode written = new ObjectMapper().readTree(RecordJson.text(partialResult()));

        assertThat(new ObjectMapper().readTree(example())).isEqualTo(written);
    }

    @Test
    void everyFieldIsExplained() throws IOException {
        String document = Files.readString(DOCUMENT);

        assertThat(fieldNames(JobResult.getClassSchema(), new HashSet<>()))
                .allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
    }

    private static JobResult partialResult() {
        JoinedReports reports = new JoinedReports(
                List.of(report("Security"), failed("Tests", ReportOutcome.TIMED_OUT, "killed after 60 s")),
                Optional.empty());
        Joining joining = Joining.begin(plan(), reports);
        Leading leading = ((Move.Ask) joining.close(reports, START.plusSeconds(1))).next();
        return ((Move.Answer) leading.judged(verdict(1), reports, START.plusSeconds(2))).result();
    }

    private static String example() throws IOException {
        String document = Files.readString(DOCUMENT);
        String fence = "```json\n";
        int begin = document.indexOf(fence) + fence.length();
        return document.substring(begin, document.indexOf("```", begin));
    }

    private static Set<String> fieldNames(Schema schema, Set<String> names) {
        switch (schema.getType()) {
            case RECORD ->
                schema.getFields().forEach(field -> {
                    names.add(field.name());
                    fieldNames(field.schema(), names);
                });
            case ARRAY -> fieldNames(schema.getElementType(), names);
            case UNION -> schema.getTypes().forEach(type -> fieldNames(type, names));
            default -> {}
        }
        return names;
    }
}
