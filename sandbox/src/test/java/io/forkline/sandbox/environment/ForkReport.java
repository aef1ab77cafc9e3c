package io.forkline.sandbox.environment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.Sandbox;
import java.util.Map;

/** What a perspective reports from a fork, which must be one line on stdout. */
final class ForkReport {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ForkReport() {}

    static JsonNode of(Sandbox fork, Perspective perspective) throws Exception {
        Map<String, String> variables = Map.of("PERSPECTIVE", perspective.name(), "TARGET", Sandbox.TARGET);
        CommandResult result = fork.run(Command.of(perspective.run(), variables, perspective.timeout()));
        System.Logger log = System.getLogger(ForkReport.class.getName());
        log.log(
                System.Logger.Level.INFO,
                "{0} ran {1} ms",
                perspective.name(),
                result.stages().ran().toMillis());
        assertThat(result)
                .as(result.output().stderr())
                .isInstanceOfSatisfying(
                        CommandResult.Exited.class,
                        exited -> assertThat(exited.exitCode()).isZero());
        assertThat(result.output().stdout().lines()).hasSize(1);
        return JSON.readTree(result.output().stdout());
    }
}
