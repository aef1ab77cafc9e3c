package io.forkline.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.sandbox.environment.Environment;
import io.forkline.sandbox.environment.Environments;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchEnvironmentTest {

    @Test
    void fiftyAgentsAreFiftyPerspectivesOfOneEnvironment(@TempDir Path folder) throws Exception {
        BenchEnvironment.write(folder, 50, Duration.ofMillis(100), Duration.ofMillis(5));

        Environment bench = Environments.load(folder, "base").get(BenchEnvironment.NAME);

        assertThat(bench.perspectives()).hasSize(50);
        assertThat(bench.perspectives().getLast().run()).containsExactly("python3", "work.py", "100", "5");
    }

    @Test
    void howManyAgentsThereAreDoesNotChangeTheSnapshot(@TempDir Path few, @TempDir Path many) throws Exception {
        BenchEnvironment.write(few, 2, Duration.ofMillis(100), Duration.ofMillis(5));
        BenchEnvironment.write(many, 50, Duration.ofMillis(20), Duration.ofMillis(1));

        assertThat(Environments.load(few, "base").get(BenchEnvironment.NAME).id())
                .isEqualTo(Environments.load(many, "base")
                        .get(BenchEnvironment.NAME)
                        .id());
    }
}
