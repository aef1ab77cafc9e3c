package io.forkline.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.broker.FileTree;
import io.forkline.cli.ChildProcess;
import io.forkline.cli.ExitCode;
import io.forkline.cli.TestHost;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot that another process has forked from. */
class SnapshotInUseIT {

    private static final Path HOME = TestHost.HOME.resolveSibling("it-home-in-use");

    @TempDir
    private Path folder;

    @Test
    void deletingItSaysWhoUsesItAndARunThatWasToCleanUpEndsAsItsResultSays() throws Exception {
        FileTree.delete(HOME);
        TestHost deletes = new TestHost(HOME);
        TestHost cleansUp = new TestHost(HOME);
        int deleted;
        int cleanedUp;
        String user;
        try (ChildProcess other = ChildProcess.forkline(
                folder, Map.of("FORKLINE_HOME", HOME.toString()), arguments("Sleeper", "--deadline", "3h"))) {
            other.awaitOutput("forked Sleeper");
            user = "in use by process " + other.handle().pid() + " (forkline run)";

            deleted = deletes.execute("snapshots", "delete", idOf(new TestHost(HOME)));
            cleanedUp = cleansUp.execute(arguments("Quick", "--cleanup"));
        }

        assertThat(deleted).isEqualTo(ExitCode.FAILED);
        assertThat(deletes.err()).contains("of mixed is " + user, "stop that");
        assertThat(cleanedUp).as(cleansUp.err()).isEqualTo(ExitCode.COMPLETE);
        assertThat(cleansUp.out()).contains("COMPLETE  mixed");
        assertThat(cleansUp.err()).contains("! not deleted: the snapshot", user);
    }

    private static String idOf(TestHost lists) {
        lists.execute("snapshots", "list");
        return lists.out().lines().skip(1).findFirst().orElseThrow().split(" ")[0];
    }

    private static String[] arguments(String perspective, String... more) {
        String[] always = {
            "run",
            TestHost.PROJECT.resolve("examples/sample-project").toString(),
            "--environments",
            Path.of("src/test/resources/environments").toAbsolutePath().toString(),
            "--environment",
            "mixed",
            "--perspectives",
            perspective
        };
        return Stream.concat(Arrays.stream(always), Arrays.stream(more)).toArray(String[]::new);
    }
}
