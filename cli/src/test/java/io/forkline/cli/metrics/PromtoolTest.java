package io.forkline.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prometheus' own tool on what is deployed to it. */
class PromtoolTest {

    @ParameterizedTest
    @ValueSource(strings = {"check rules alerts.yaml", "check config prometheus.yml", "test rules alerts_test.yaml"})
    void prometheusTakesWhatIsDeployed(String arguments) throws Exception {
        Optional<Path> promtool = promtool();
        Assumptions.assumeTrue(
                promtool.isPresent(), "there is no promtool here; Debian has it: apt install prometheus");
        List<String> command = Stream.concat(Stream.of(promtool.get().toString()), Arrays.stream(arguments.split(" ")))
                .toList();

        Process process = new ProcessBuilder(command)
                .directory(Expressions.DEPLOY.resolve("prometheus").toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
    }

    private static Optional<Path> promtool() {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "promtool"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
