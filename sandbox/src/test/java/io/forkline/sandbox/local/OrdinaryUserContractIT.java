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
import org.junit.jupiter.api.Test;

/** Where the contract is tested as root, it is tested here as an ordinary user with one user id. */
class OrdinaryUserContractIT {

    private static final String SOMEBODY = "23456";
    private static final String PACKAGE = "io.forkline.sandbox.";
    private static final List<String> CONTRACT = List.of(
            "local.LocalBuildIT",
            "local.LocalCommandIT",
            "local.LocalForkIT",
            "local.LocalFilesystemCommandIT",
            "local.LocalFilesystemForkIT",
            "gvisor.GvisorFilesystemForkIT");

    @Test
    void contractHolds() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "the other tests run as an ordinary user already");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs setpriv to become an ordinary user");
        var as = List.of("setpriv", "--reuid=" + SOMEBODY, "--regid=" + SOMEBODY, "--clear-groups");
        try (var directory = TestDirectory.create()) {
            var summary = directory.resolve("summary");
            var arguments = Stream.concat(
                    Stream.of(summary.toString()), CONTRACT.stream().map(PACKAGE::concat));

            var jvm = ChildJvm.start(
                    directory.root(), as, ChildJvm.ALL, ContractRun.class, arguments.toArray(String[]::new));

            assertThat(jvm.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(summary).content().contains(" 0 tests failed").contains(" 0 containers failed");
            assertThat(jvm.exitValue()).isZero();
        }
    }
}
