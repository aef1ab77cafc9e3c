package io.forkline.sandbox.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Isolation;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.SnapshotSpec;
import io.forkline.sandbox.contract.Specs;
import io.forkline.sandbox.contract.TestDirectory;
import io.forkline.sandbox.gvisor.GvisorConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of an environment that asks for gVisor on a host that has none. */
class FallbackIT {

    private TestDirectory directory;
    private ProviderByIsolation provider;

    @BeforeEach
    void open() throws Exception {
        directory = TestDirectory.create();
        provider = ProviderByIsolation.open(
                ForklineHome.at(directory.resolve("home")),
                new GvisorConfig(Optional.of(Path.of("/nowhere/runsc")), Optional.empty()));
    }

    @AfterEach
    void close() throws Exception {
        provider.close();
        directory.close();
    }

    @Test
    void withoutAFallbackItIsRefusedWithWhatToInstall() throws Exception {
        var spec = spec(Isolation.Fallback.NONE);

        assertThatThrownBy(() -> provider.prepare(spec, BuildListener.SILENT))
                .isInstanceOfSatisfying(
                        SandboxException.class,
                        refused -> assertThat(refused.isRetryable()).isFalse())
                .hasMessageContaining("isolation: gvisor")
                .hasMessageContaining("/nowhere/runsc")
                .hasMessageContaining("apt install runsc");
        assertThat(provider.find(spec.id())).isEmpty();
    }

    @Test
    void withAFallbackItIsLocalAndSaysSo() throws Exception {
        var lines = new ArrayList<String>();

        var snapshot = provider.prepare(spec(Isolation.Fallback.LOCAL), lines::add);

        assertThat(snapshot.provider()).isEqualTo("local");
        assertThat(lines).anyMatch(line -> line.startsWith("Falling back to isolation: local, because /nowhere/runsc"));
        assertThat(provider.find(snapshot.id())).contains(snapshot);
        try (var sandbox = provider.fork(snapshot, ForkOptions.of(snapshot))) {
            var result = sandbox.run(Command.of(List.of("echo", "here"), Map.of(), Duration.ofSeconds(30)));
            assertThat(result.output().stdout()).isEqualTo("here\n");
        }
    }

    private SnapshotSpec spec(Isolation.Fallback fallback) {
        return Specs.in(directory.resolve("environment"))
                .kind(SnapshotKind.FILESYSTEM)
                .isolation(new Isolation(Isolation.Provider.GVISOR, fallback))
                .spec();
    }
}
