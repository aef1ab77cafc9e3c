package io.forkline.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.ExitCode;
import io.forkline.cli.TestHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A small chaos run. Its seed was chosen for what it does: it kills the broker, a fork worker, the aggregator, and all services at one moment, and stops
 * the aggregator past its locks and its session, while jobs run that come twice, are cancelled, have an id that was used, and go to the wrong partition, with
 * poison in every topic that is read.
 */
class ChaosIT {

    private final TestHost host = new TestHost(TestHost.HOME);

    @Test
    void everyGuaranteeIsKeptAndNothingIsLeft() throws Exception {
        int exitCode = host.execute("chaos", "--jobs", "16", "--kills", "5", "--seed", "672");

        assertThat(exitCode).as(host.out() + host.err()).isEqualTo(ExitCode.COMPLETE);
        assertThat(host.err())
                .contains("kill all services at once", "kill broker", "kill fork-worker-1", "stop aggregator");
        assertThat(host.out())
                .contains(
                        "NoJobLost",
                        "OneResultPerRun",
                        "ResultsTellTheTruth",
                        "NoReportLost",
                        "PoisonIsKept",
                        "ModelCallsAreBounded",
                        "NoForkOutlivesItsLease",
                        "NoHostFileChanged",
                        "ServicesStayUp")
                .doesNotContain("violated");
        assertThat(foldersOfRuns()).isEmpty();
    }

    private static List<Path> foldersOfRuns() throws Exception {
        try (Stream<Path> all = Files.list(TestHost.HOME.resolve("scratch"))) {
            return all.filter(folder -> folder.getFileName().toString().startsWith("forkline-chaos-"))
                    .toList();
        }
    }
}
