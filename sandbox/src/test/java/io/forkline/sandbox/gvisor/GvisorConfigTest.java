package io.forkline.sandbox.gvisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GvisorConfigTest {

    @Test
    void byDefaultItIsForRunscAndThePathToSay() {
        var config = GvisorConfig.fromEnvironment(Map.of("FORKLINE_RUNSC", " "));

        assertThat(config).isEqualTo(new GvisorConfig(Optional.empty(), Optional.empty()));
    }

    @Test
    void everyVariableIsMapped() {
        var config = GvisorConfig.fromEnvironment(
                Map.of("FORKLINE_RUNSC", "/opt/gvisor/runsc", "FORKLINE_RUNSC_PLATFORM", "systrap"));

        assertThat(config.program()).contains(Path.of("/opt/gvisor/runsc"));
        assertThat(config.platform()).contains("systrap");
    }

    @Test
    void badValuesAreExplained() {
        assertThatThrownBy(() -> GvisorConfig.fromEnvironment(Map.of("FORKLINE_RUNSC", "bin/runsc")))
                .hasMessage("FORKLINE_RUNSC is bin/runsc; give the absolute path of runsc");
        assertThatThrownBy(() -> GvisorConfig.fromEnvironment(Map.of("FORKLINE_RUNSC_PLATFORM", "xen")))
                .hasMessage("FORKLINE_RUNSC_PLATFORM is \"xen\"; give one of ptrace, systrap, kvm");
    }
}
