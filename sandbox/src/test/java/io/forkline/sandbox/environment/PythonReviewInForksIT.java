package io.forkline.sandbox.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.TargetTree;
import io.forkline.sandbox.contract.TestDirectory;
import io.forkline.sandbox.local.LocalProvider;
import io.forkline.sandbox.target.TargetSource;
import io.forkline.sandbox.target.TargetStore;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The environment, a target and the sandbox together, on real parts. Skipped only where pip cannot reach a registry. */
class PythonReviewInForksIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void eachPerspectiveReportsOnTheSampleFromAForkOfOneSnapshot() throws Exception {
        try (TestDirectory directory = TestDirectory.create();
                LocalProvider provider = LocalProvider.open(ForklineHome.at(directory.resolve("home")))) {
            Environment review =
                    Environments.load(Path.of("../environments"), "base").get("python-review");
            TargetTree sample = TargetStore.open(directory.resolve("targets"))
                    .fetch(TargetSource.Directory.of(Path.of("../examples/sample-project")));
            Snapshot snapshot = prepare(provider, review);

            for (Perspective perspective : review.perspectives()) {
                try (Sandbox fork =
                        provider.fork(snapshot, ForkOptions.of(snapshot).withTarget(sample))) {
                    JsonNode report = report(fork, perspective);

                    assertThat(report.path("perspective").asText()).isEqualTo(perspective.name());
                    assertThat(report.path("score").isNumber()).isTrue();
                    assertThat(report.path("finding").asText()).isNotEqualTo("no Python files to look at");
                }
            }
        }
    }

    private static Snapshot prepare(LocalProvider provider, Environment review) throws Exception {
        try {
            return provider.prepare(review.snapshotSpec(), BuildListener.SILENT);
        } catch (SandboxException failed) {
            if (failed.isRetryable()) {
                abort("python-review needs a package registry, and none can be reached: " + failed.getMessage());
            }
            throw failed;
        }
    }

    private static JsonNode report(Sandbox fork, Perspective perspective) throws Exception {
        Map<String, String> variables = Map.of("PERSPECTIVE", perspective.name(), "TARGET", Sandbox.TARGET);
        CommandResult result = fork.run(Command.of(perspective.run(), variables, perspective.timeout()));
        System.Logger log = System.getLogger(PythonReviewInForksIT.class.getName());
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
