package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.contract.Specs;
import io.forkline.sandbox.contract.TestDirectory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Setups with pip. What needs a registry says so by name where none can be reached. */
class PipInstallIT {

    private TestDirectory directory;
    private LocalProvider provider;

    @BeforeEach
    void open() throws Exception {
        directory = TestDirectory.create();
        provider = LocalProvider.open(ForklineHome.at(directory.resolve("home")));
    }

    @AfterEach
    void close() throws Exception {
        provider.close();
        directory.close();
    }

    @Test
    void packageFromTheRegistryIsImportedWarmAndItsScriptIsOnThePath() throws Exception {
        var spec = Specs.in(directory.resolve("environment"))
                .file("requirements.txt", "pyflakes==3.2.0\n")
                .setup("pip install --no-input -r requirements.txt")
                .setupNetwork()
                .setupTimeout(Duration.ofMinutes(3))
                .verify("python3 -m pyflakes --version", "pyflakes --version")
                .preload("pyflakes.api")
                .spec();
        Snapshot snapshot;
        try {
            snapshot = provider.prepare(spec, BuildListener.SILENT);
        } catch (SandboxException failed) {
            if (failed.isRetryable()) {
                abort("packageFromTheRegistry... needs a package registry, and none can be reached: "
                        + failed.getMessage());
            }
            throw failed;
        }
        try (var sandbox = provider.fork(snapshot, ForkOptions.of(snapshot))) {

            var result = sandbox.run(Command.of(
                    List.of("python3", "-c", "import sys; print('pyflakes.api' in sys.modules)"),
                    Map.of(),
                    Duration.ofSeconds(20)));

            assertThat(result.output().stdout()).isEqualTo("True\n");
        }
    }

    @Test
    void setupWithoutNetworkReachesNoRegistryAndSaysHowToAllowIt() {
        var spec = Specs.in(directory.resolve("offline"))
                .setup("pip install --no-input --retries 1 --index-url https://192.0.2.1/simple pyflakes")
                .spec();

        assertThatThrownBy(() -> provider.prepare(spec, BuildListener.SILENT))
                .hasMessageContaining("set setup.network to true");
    }

    @Test
    void registryOutOfReachMayAnswerLater() {
        var spec = Specs.in(directory.resolve("unreachable"))
                .setup("pip install --no-input --retries 1 --index-url https://127.0.0.1:1/simple pyflakes")
                .setupNetwork()
                .spec();

        assertThatThrownBy(() -> provider.prepare(spec, BuildListener.SILENT))
                .isInstanceOfSatisfying(
                        SandboxException.class,
                        refused -> assertThat(refused.isRetryable()).isTrue())
                .hasMessageContaining("could not reach the network");
    }

    @Test
    void packageThatDoesNotExistQuotesPip() {
        var spec = Specs.in(directory.resolve("unknown"))
                .setup("pip install --no-input --no-index forkline-no-such-package")
                .spec();

        assertThatThrownBy(() -> provider.prepare(spec, BuildListener.SILENT))
                .isInstanceOfSatisfying(
                        SandboxException.class,
                        refused -> assertThat(refused.isRetryable()).isFalse())
                .hasMessageContaining("No matching distribution found for forkline-no-such-package");
    }
}
