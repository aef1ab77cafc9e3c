package io.forkline.sandbox.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import io.forkline.sandbox.BuildListener;
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
import org.junit.jupiter.api.Test;

/** The environment, a target and the sandbox together, on real parts. Skipped only where pip cannot reach a registry. */
class PythonReviewInForksIT {

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
                    JsonNode report = ForkReport.of(fork, perspective);

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
}
