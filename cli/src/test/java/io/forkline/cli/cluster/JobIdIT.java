package io.forkline.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.ExitCode;
import io.forkline.cli.TestHost;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.TestBroker;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A job id that comes again: for the same content, for other content, and after the job was turned down. */
@ExtendWith(BrokerExtension.class)
class JobIdIT {

    private static final String SAMPLE =
            TestHost.PROJECT.resolve("examples/sample-project").toString();

    private static ProcessCluster cluster;

    @BeforeAll
    static void startCluster(TestBroker broker, @TempDir Path folder) throws Exception {
        cluster = ProcessCluster.start(broker, folder);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @Test
    void theSameJobAgainShowsTheResultItHas() {
        Submitted first = submit("--job-id", "same", "--environment", "greeting");

        Submitted again = submit("--job-id", "same", "--environment", "greeting", "--deadline", "9m");

        assertThat(first.err()).doesNotContain("was answered at");
        assertThat(again.err()).containsPattern("Job same was answered at \\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
        assertThat(again.out()).isEqualTo(first.out()).contains("COMPLETE  greeting  run same/1");
        assertThat(again.exitCode()).isEqualTo(ExitCode.COMPLETE);
    }

    @Test
    void otherContentUnderAUsedIdIsRefusedWithTheRemedy() {
        submit("--job-id", "used", "--environment", "greeting");

        Submitted other = submit("--job-id", "used", "--environment", "greeting", "--priority", "5");

        assertThat(other.err())
                .contains("job id used was used before for other content, and answered at ")
                .contains("; choose a new id")
                .doesNotContain("Exception");
        assertThat(other.out()).isEmpty();
        assertThat(other.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aJobThatWasTurnedDownRunsWhenItComesAgain() {
        Submitted mistaken = submit("--job-id", "free", "--environment", "nowhere");

        Submitted again = submit("--job-id", "free", "--environment", "greeting");

        assertThat(mistaken.out()).contains("UNKNOWN_ENVIRONMENT").contains("run free/1");
        assertThat(mistaken.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(again.out()).contains("COMPLETE  greeting  run free/2");
        assertThat(again.err()).doesNotContain("was answered at");
        assertThat(again.exitCode()).isEqualTo(ExitCode.COMPLETE);
    }

    private static Submitted submit(String... options) {
        TestHost host = new TestHost(TestHost.HOME);
        String[] arguments = Stream.concat(Stream.of("submit", SAMPLE, "--wait"), Stream.of(options))
                .toArray(String[]::new);
        int exitCode = host.execute(cluster.withOptions(arguments));
        return new Submitted(exitCode, host.out(), host.err());
    }

    private record Submitted(int exitCode, String out, String err) {}
}
