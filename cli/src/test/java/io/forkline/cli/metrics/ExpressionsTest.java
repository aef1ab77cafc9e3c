package io.forkline.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ExpressionsTest {

    @Test
    void metricsAreToldFromLabelsFunctionsAndNumbers() {
        assertThat(Expressions.metrics(
                        "histogram_quantile(0.95, sum by (le, stage) (rate(a_bucket{x=\"b_total\"}[$__rate_interval])))"
                                + " / on (i) c_total unless d > 1e3 or absent(e{f=~\"$g\"}) offset 5m"))
                .containsExactlyInAnyOrder("a_bucket", "c_total", "d", "e");
    }

    @Test
    void everyAlertIsRead() throws Exception {
        String rules = Files.readString(Expressions.DEPLOY.resolve("prometheus/alerts.yaml"));

        assertThat(Expressions.ofRules())
                .hasSize((int)
                        Pattern.compile("- alert:").matcher(rules).results().count())
                .allSatisfy(rule -> assertThat(Expressions.metrics(rule)).isNotEmpty());
    }
}
