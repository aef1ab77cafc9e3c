package io.forkline.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With kustomize itself, as kubectl has it. Asks no cluster. */
class KustomizeTest {

    private static final Duration TIME = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @Test
    void demoIsBuiltOfObjectsThatTheApiKnows() throws IOException, InterruptedException {
        assumeTrue(Program.isThere("kubectl"), "kubectl is not on the PATH");
        Path built = folder.resolve("demo.yaml");

        Program.Output output =
                Program.run(TIME, List.of("kubectl", "kustomize", "kubernetes/demo", "--output", built.toString()));

        assertThat(output.exitCode()).as(output.text()).isZero();
        List<Manifest> manifests = Manifest.in(built);
        assertThat(manifests)
                .filteredOn(manifest -> !manifest.kind().equals("ConfigMap"))
                .allSatisfy(Manifest::requireKnownFields);
        assertThat(manifests).extracting(Manifest::kind).contains("ConfigMap", "StatefulSet", "Deployment", "Job");
    }
}
