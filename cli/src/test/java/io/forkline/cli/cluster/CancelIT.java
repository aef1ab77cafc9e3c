package io.forkline.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.ExitCode;
import io.forkline.cli.TestHost;
import io.forkline.cli.history.Extent;
import io.forkline.cli.history.History;
import io.forkline.cli.history.JobHistory;
import io.forkline.cli.history.JobLog;
import io.forkline.cli.history.RunHistory;
import io.forkline.cli.terminal.Progress;
import io.forkline.producer.ForklineClient;
import io.forkline.schemas.id.JobId;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.testsupport.Await;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that are cancelled while they run, twice, when they are over, and when there are none. */
@ExtendWith(BrokerExtension.class)
class CancelIT {

    private static final Duration ENOUGH = Duration.ofSeconds(60);
    private static final String SLEEPER = "sleep 7319";

    private static ProcessCluster cluster;

    private final TestHost host = new TestHost(TestHost.HOME);

    @BeforeAll
    static void startCluster(TestBroker broker, @TempDir Path folder) throws Exception {
        cluster = ProcessCluster.start(broker, folder);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @Test
    void aRunningJobIsCancelledWithTheReportsThatWereDoneAndOnlyOnce() throws Exception {
        submit("pausing", "twice");
        Await.until("one report is done", ENOUGH, () -> done("twice") == 1);
        Await.until("the other perspective runs", ENOUGH, CancelIT::sleeps);

        int exitCode = cancel("twice", "--reason", "wrong branch");

        Await.until("its fork is gone within two seconds", Duration.ofSeconds(2), () -> !sleeps());
        assertThat(exitCode).as(host.err()).isEqualTo(ExitCode.COMPLETE);
        assertThat(host.out()).isEqualTo("cancelled: 1 of 2 reports were done (run twice/1)\n");
        JobResult result = result("twice");
        assertThat(result.getStatus()).isEqualTo(ResultStatus.CANCELLED);
        assertThat(result.getError()).endsWith(": wrong branch");
        assertThat(result.getReports()).anyMatch(report -> "quick".equals(report.getFinding()));
        assertThatCancellingAgainChangesNothing(result);
    }

    @Test
    void aJobThatIsOverStaysAsItIs() throws Exception {
        submit("greeting", "over");
        JobResult first = result("over");

        int exitCode = cancel("over");

        assertThat(exitCode).as(host.err()).isEqualTo(ExitCode.COMPLETE);
        assertThat(host.out())
                .startsWith(
                        "Job over was finished already, at " + first.getFinishedAt() + ": COMPLETE, 2 of 2 reports");
        assertThat(result("over")).isEqualTo(first);
    }

    @Test
    void aJobThatNobodyKnowsIsNamed() {
        int exitCode = cancel("no-such-job", "--wait", "1m");

        assertThat(exitCode).isEqualTo(ExitCode.FAILED);
        assertThat(host.err())
                .contains("there is no job no-such-job in the topics of this cluster", "forkline jobs list")
                .doesNotContain("Exception");
    }

    private static void assertThatCancellingAgainChangesNothing(JobResult first) throws Exception {
        TestHost again = new TestHost(TestHost.HOME);
        int exitCode = again.execute(cluster.withOptions("cancel", "twice"));

        assertThat(exitCode).as(again.err()).isEqualTo(ExitCode.COMPLETE);
        assertThat(again.out())
                .isEqualTo("Job twice was cancelled already, at " + first.getFinishedAt()
                        + ": CANCELLED, 1 of 2 reports were done. Nothing has changed.\n");
        assertThat(result("twice")).isEqualTo(first);
    }

    private int cancel(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "cancel";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return host.execute(cluster.withOptions(all));
    }

    private static void submit(String environment, String jobId) {
        TestHost own = new TestHost(TestHost.HOME);
        int exitCode = own.execute(cluster.withOptions(
                "submit",
                TestHost.PROJECT.resolve("examples/sample-project").toString(),
                "--environment",
                environment,
                "--job-id",
                jobId));
        assertThat(exitCode).as(own.err()).isZero();
    }

    private static JobResult result(String jobId) throws Exception {
        try (ForklineClient client = ForklineClient.connect(cluster.connection())) {
            return client.await(new JobId(jobId), ENOUGH);
        }
    }

    private static int done(String jobId) {
        JobId id = new JobId(jobId);
        History history = new History(Extent.ofAll(Instant.now()));
        try (SchemaRegistry registry = cluster.connection().openRegistry();
                JobLog log = JobLog.ofJob(
                        cluster.connection(), registry, id, Set.of(ForklineTopic.PLANS, ForklineTopic.REPORTS));
                Progress progress =
                        new Progress(new TestHost(TestHost.HOME).host().terminal())) {
            log.readAll(history, ENOUGH, progress);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return history.job(id).flatMap(JobHistory::latest).map(RunHistory::done).orElse(0);
    }

    private static boolean sleeps() {
        return ProcessHandle.allProcesses()
                .anyMatch(process -> process.info().commandLine().orElse("").endsWith(SLEEPER));
    }
}
