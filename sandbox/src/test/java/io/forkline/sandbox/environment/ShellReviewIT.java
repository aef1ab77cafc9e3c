package io.forkline.sandbox.environment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.TargetTree;
import io.forkline.sandbox.contract.TestDirectory;
import io.forkline.sandbox.local.LocalProvider;
import io.forkline.sandbox.target.TargetSource;
import io.forkline.sandbox.target.TargetStore;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code environments/shell-review}: the tests that are beside it, and its perspectives in forks. Needs no network. */
class ShellReviewIT {

    private static final Path ENVIRONMENTS =
            Path.of("../environments").toAbsolutePath().normalize();

    @Test
    void thePerspectivesDoWhatTheyPromise() throws Exception {
        Ran tests =
                Ran.in(ENVIRONMENTS.resolve("shell-review/tests"), Map.of(), "python3", "-m", "unittest", "--verbose");

        assertThat(tests.exitCode()).as(tests.output()).isZero();
        assertThat(tests.output()).containsPattern("Ran \\d{2,} tests");
    }

    @Test
    void eachPerspectiveReportsOnTheSampleFromAForkThatIsStartedCold() throws Exception {
        try (TestDirectory directory = TestDirectory.create();
                LocalProvider provider = LocalProvider.open(ForklineHome.at(directory.resolve("home")))) {
            Environment review = Environments.load(ENVIRONMENTS, "base").get("shell-review");
            TargetTree sample = TargetStore.open(directory.resolve("targets"))
                    .fetch(TargetSource.Directory.of(Path.of("../examples/shell-scripts")));
            var snapshot = provider.prepare(review.snapshotSpec(), BuildListener.SILENT);
            Map<String, Double> scores = new HashMap<>();

            for (Perspective perspective : review.perspectives()) {
                try (Sandbox fork =
                        provider.fork(snapshot, ForkOptions.of(snapshot).withTarget(sample))) {
                    JsonNode report = ForkReport.of(fork, perspective);
                    scores.put(
                            report.path("perspective").asText(),
                            report.path("score").asDouble());
                }
            }

            assertThat(scores)
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("Syntax", 80.0, "Quoting", 66.2, "Safety", 0.0, "Size", 70.4));
        }
    }
}
