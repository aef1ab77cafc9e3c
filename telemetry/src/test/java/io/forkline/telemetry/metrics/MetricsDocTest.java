package io.forkline.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds docs/metrics.md to the catalogue. */
class MetricsDocTest {

    private static final Path DOC = Path.of("../docs/metrics.md");

    @Test
    void theTableHasAllMetricsAsTheyAre() throws IOException {
        List<String> rows = rowsThatBegin("| `forkline_");

        assertThat(rows)
                .containsExactlyElementsOf(
                        Arrays.stream(Metric.values()).map(MetricsDocTest::row).toList());
    }

    @Test
    void theTableOfLabelsHasAllThatAreUsed() throws IOException {
        List<String> rows = rowsThatBegin("| label `");

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(Label.values())
                        .map(label -> "| label `" + label.text() + "` | " + label.meaning() + " | "
                                + (label.isChosenByOthers() ? "yes" : "") + " |")
                        .toList());
    }

    @Test
    void namesFollowTheConventionsOfPrometheus() {
        assertThat(Metric.values()).allSatisfy(metric -> {
            assertThat(metric.text()).matches("forkline_[a-z_]+");
            assertThat(metric.text().endsWith("_total")).isEqualTo(metric.kind() == Metric.Kind.COUNTER);
            assertThat(metric.text().endsWith("_seconds"))
                    .isEqualTo(metric.unit().equals("seconds"));
        });
    }

    private static List<String> rowsThatBegin(String start) throws IOException {
        return Files.readAllLines(DOC).stream()
                .filter(line -> line.startsWith(start))
                .toList();
    }

    private static String row(Metric metric) {
        return "| `" + metric.text() + "` | " + metric.kind().name().toLowerCase(Locale.ROOT) + " | " + metric.unit()
                + " | " + metric.labels().stream().map(Label::text).collect(Collectors.joining(", ")) + " | "
                + Arrays.stream(Service.values())
                        .filter(metric.services()::contains)
                        .map(Service::text)
                        .collect(Collectors.joining(", "))
                + " | " + metric.meaning() + " |";
    }
}
