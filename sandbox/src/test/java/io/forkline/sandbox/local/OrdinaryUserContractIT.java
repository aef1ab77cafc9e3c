package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkline.sandbox.contract.ContractRun;
import io.forkline.sandbox.contract.TestDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the contract is tested as root, it is tested here as an ordinary user with one user id. */
class OrdinaryUserContractIT {

    private static final String SOMEBODY = "23456";
    private static final String PACKAGE = "io.forkline.sandbox.";

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "local.LocalBuildIT",
                "local.LocalCommandIT",
                "local.LocalForkIT",
                "local.LocalFilesystemCommandIT",
                "local.LocalFilesystemForkIT",
                "gvisor.GvisorFilesystemForkIT"
            })
    void contractHolds(String name) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "the other tests run as an ordinary user already");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs setpriv to become an ordinary user");
        assumeTrue(
                name.startsWith("local") || Files.isExecutable(Path.of("/usr/bin/runsc")),
                "needs runsc, gVisor's program (Debian: apt install runsc)");
        var as = List.of("setpriv", "--reuid=" + SOMEBODY, "--regid=" + SOMEBODY, "--clear-groups");
        try (var directory = TestDirectory.create()) {
            var summary = directory.resolve("summary");

            var jvm = ChildJvm.start(
                    directory.root(),
                    as,
                    ContractRun.class,
                    Stream.of(summary.toString(), PACKAGE + name).toList(),
                    jar -> true);

            assertThat(jvm.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(summary).content().contains(" 0 tests failed").contains(" 0 containers failed");
            assertThat(jvm.exitValue()).isZero();
        }
    }
}
