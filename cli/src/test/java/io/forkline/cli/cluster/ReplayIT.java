package io.forkline.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.forkline.cli.ExitCode;
import io.forkline.cli.TestHost;
import io.forkline.guarantees.Guarantee;
import io.forkline.guarantees.NoJobLost;
import io.forkline.guarantees.NoReportLost;
import io.forkline.guarantees.OneResultPerRun;
import io.forkline.guarantees.ResultsTellTheTruth;
import io.forkline.guarantees.TopicsReader;
import io.forkline.guarantees.TopicsSeen;
import io.forkline.producer.ForklineClient;
import io.forkline.schemas.id.JobId;
import io.forkline.schemas.id.RunId;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.KeyPartition;
import io.forkline.schemas.topic.StreamsApplication;
import io.forkline.testsupport.Await;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.RecordCollector;
import io.forkline.testsupport.TestBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that are replayed by what they are, where they lie and when they came: first as a dry run, then in truth. */
@ExtendWith(BrokerExtension.class)
class ReplayIT {

    private static final Duration ENOUGH = Duration.ofSeconds(60);

    private static TestBroker broker;
    private static ProcessCluster cluster;

    @BeforeAll
    static void startCluster(TestBroker testBroker, @TempDir Path folder) throws Exception {
        broker = testBroker;
        cluster = ProcessCluster.start(broker, folder);
    }

    @AfterAll
    static void stopCluster() throws Exception {
        try (ProcessCluster closing = cluster) {
            TopicsSeen seen = new TopicsReader(closing.connection()).read();
            for (Guarantee guarantee : List.of(
                    new NoJobLost(closing.connection().layout()),
                    new OneResultPerRun(),
                    new ResultsTellTheTruth(),
                    new NoReportLost())) {
                assertThat(guarantee.violations(seen)).as(guarantee.promise()).isEmpty();
            }
        }
    }

    @Test
    void onlyWhatFailedRunsAgainAndTheSameRequestAgainDoesNothing() throws Exception {
        JobResult first = run("faulty", "half");

        Run dry = replay("half", "--status", "partial,failed", "--only-failed");
        Run real = replay("half", "--only-failed", "--yes", "--request-id", "r-1", "--deadline", "2m");
        JobResult second = result("half", 2);
        Run again = replay("half", "--only-failed", "--yes", "--request-id", "r-1");

        assertThat(first.getStatus()).isEqualTo(ResultStatus.PARTIAL);
        assertThat(dry.exitCode()).as(dry.err()).isZero();
        assertThat(dry.out())
                .containsPattern("half +half/1 +partial +\\d+ s +faulty +Fails; reuses 1 report")
                .contains("To replay: 1 job (1 partial), each due in as long as it had before")
                .endsWith("Nothing was published; --yes does it\n");
        assertThat(real.exitCode()).as(real.err()).isZero();
        assertThat(real.out()).contains("each due 2 min 00 s from now").endsWith("Replayed 1 job, request id r-1\n");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out())
                .contains("1 job asked for with this request id before: nothing to do", "Replayed 0 jobs");
        assertThat(requests("half")).isEqualTo(2);
        assertThat(second.getReplayOf()).isEqualTo("half/1");
        assertThat(second.getTiming().getAgents()).isEqualTo(1);
        assertThat(report(second, "Works").getReusedFrom()).isEqualTo("half/1");
        assertThat(report(second, "Works").getSandbox().getForkId())
                .isEqualTo(report(first, "Works").getSandbox().getForkId());
        assertThat(report(second, "Fails").getReusedFrom()).isNull();
        assertThat(report(second, "Fails").getSandbox().getForkId())
                .isNotEqualTo(report(first, "Fails").getSandbox().getForkId());
        assertThat(forkTasks("half/2/")).containsExactly("half/2/Fails");
        assertThat(command("jobs", "show", "half").out())
                .contains("run half/2  replay of half/1")
                .containsPattern("Works +ok, from half/1");
        assertThat(command("results", "--job", "half").out()).contains("run half/2  replay of half/1");
    }

    @Test
    void offsetsAndTimesMeanTheJobsThatLieThere() throws Exception {
        JobResult first = run("greeting", "placed");
        String partition = Integer.toString(first.getOrigin().getPartition());
        String offset = Long.toString(first.getOrigin().getOffset());
        String behind = Long.toString(first.getOrigin().getOffset() + 1);

        JsonNode there =
                json(replay("--partition", partition, "--from-offset", offset, "--to-offset", offset, "--json"));
        Run elsewhere = replay("placed", "--partition", partition, "--from-offset", behind);
        Run before =
                replay("placed", "--to", first.getSubmittedAt().minusSeconds(1).toString());
        JsonNode since = json(replay("placed", "--from", first.getSubmittedAt().toString(), "--to", "0s", "--json"));
        JsonNode published =
                json(replay("placed", "--partition", partition, "--from-offset", offset, "--yes", "--json"));

        assertThat(there.at("/published").asBoolean()).isFalse();
        assertThat(there.at("/jobs")).hasSize(1);
        assertThat(there.at("/jobs/0/jobId").asText()).isEqualTo("placed");
        assertThat(there.at("/jobs/0/perspectives")).hasSize(2);
        assertThat(elsewhere.out()).isEqualTo("No job is meant.\n");
        assertThat(before.out()).isEqualTo("No job is meant.\n");
        assertThat(since.at("/jobs/0/replayOf").asText()).isEqualTo("placed/1");
        assertThat(published.at("/jobs/0/offset").isNumber()).isTrue();
        JobResult second = result("placed", 2);
        assertThat(second.getStatus()).isEqualTo(ResultStatus.COMPLETE);
        assertThat(second.getReports()).allMatch(report -> report.getReusedFrom() == null);
        assertThat(second.getOrigin().getOffset())
                .isEqualTo(published.at("/jobs/0/offset").asLong());
    }

    @Test
    void whatCannotBeReplayedIsNamedAndAnEmptyFilterRefused() throws Exception {
        submit("endless", "open");
        Await.until("its task is out", ENOUGH, () -> !forkTasks("open/").isEmpty());

        Run open = replay("open", "nobody", "--yes");
        Run empty = replay("--yes");
        Run nothingFailed = replay(run("greeting", "well").getJobId(), "--only-failed", "--yes");
        command("cancel", "open");

        assertThat(open.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(open.out())
                .contains("refused  job open: its run open/1 is open, until ")
                .contains("refused  job nobody: there is no such job in the topics");
        assertThat(open.err()).contains("2 of those that are meant cannot be replayed");
        assertThat(empty.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(empty.err()).contains("say which jobs to replay");
        assertThat(nothingFailed.exitCode()).isZero();
        assertThat(nothingFailed.out()).contains("1 job without a perspective that failed: nothing to do");
        assertThat(requests("well")).isEqualTo(1);
    }

    /** What an operator may do to a group's offsets: every job is read again, and each is known. */
    @Test
    void plannerThatReadsAllJobsAgainRunsNoneAgain() throws Exception {
        run("greeting", "known");
        JobResult replayed = replayedOnce("known");
        cluster.killPlanner();
        resetOffsetsOfThePlanner();

        cluster.startPlanner();

        // Of every partition a job that is submitted now: where it has its result, all ahead of it has been read.
        List<JobId> last = jobsOfAllPartitions();
        for (JobId job : last) {
            submit("greeting", job.value());
        }
        for (JobId job : last) {
            assertThat(result(job.value(), 1).getStatus()).isEqualTo(ResultStatus.COMPLETE);
        }
        TopicsSeen seen = new TopicsReader(cluster.connection()).read();
        assertThat(seen.results().stream()
                        .map(result -> result.value().getRunId())
                        .filter(run -> run.startsWith("known/")))
                .containsExactly("known/1", replayed.getRunId());
        assertThat(seen.plans().stream().filter(plan -> plan.key().equals("known")))
                .hasSize(2);
    }

    private static JobResult replayedOnce(String job) throws Exception {
        Run replayed = replay(job, "--yes");
        assertThat(replayed.exitCode()).as(replayed.err()).isZero();
        return result(job, 2);
    }

    private static void resetOffsetsOfThePlanner() {
        String group = cluster.connection().layout().prefix() + StreamsApplication.PLANNER.suffix();
        Map<TopicPartition, OffsetAndMetadata> begin = IntStream.range(0, partitions())
                .boxed()
                .collect(Collectors.toMap(
                        partition ->
                                new TopicPartition(cluster.connection().layout().name(ForklineTopic.JOBS), partition),
                        partition -> new OffsetAndMetadata(0)));
        Await.until("the group of the planner has no member any more", ENOUGH, () -> isAltered(group, begin));
    }

    private static boolean isAltered(String group, Map<TopicPartition, OffsetAndMetadata> offsets) {
        try {
            broker.admin().alterConsumerGroupOffsets(group, offsets).all().get();
            return true;
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<JobId> jobsOfAllPartitions() {
        return IntStream.range(0, partitions())
                .mapToObj(partition -> IntStream.iterate(0, i -> i + 1)
                        .mapToObj(i -> "last-" + i)
                        .filter(id -> KeyPartition.of(id, partitions()) == partition)
                        .map(JobId::new)
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    private static int partitions() {
        return cluster.connection().layout().jobPartitions();
    }

    private static JobResult run(String environment, String job) throws Exception {
        submit(environment, job);
        return result(job, 1);
    }

    private static void submit(String environment, String job) {
        Run submitted = command(
                "submit",
                TestHost.PROJECT.resolve("examples/sample-project").toString(),
                "--environment",
                environment,
                "--job-id",
                job);
        assertThat(submitted.exitCode()).as(submitted.err()).isZero();
    }

    private static JobResult result(String job, int run) throws Exception {
        try (ForklineClient client = ForklineClient.connect(cluster.connection())) {
            return client.await(new RunId(new JobId(job), run), ENOUGH);
        }
    }

    private static PerspectiveReport report(JobResult result, String perspective) {
        return result.getReports().stream()
                .filter(report -> report.getPerspective().equals(perspective))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> forkTasks(String prefix) {
        try (var tasks =
                new RecordCollector(broker, cluster.connection().layout().name(ForklineTopic.FORK_TASKS))) {
            return tasks.readToEnd().stream()
                    .map(record -> new String(record.key(), StandardCharsets.UTF_8))
                    .filter(key -> key.startsWith(prefix))
                    .distinct()
                    .toList();
        }
    }

    private static long requests(String job) {
        return new TopicsReader(cluster.connection())
                .read().jobs().stream()
                        .filter(request -> request.key().equals(job))
                        .count();
    }

    private static Run replay(String... arguments) {
        return command(Stream.concat(Stream.of("replay"), Stream.of(arguments)).toArray(String[]::new));
    }

    private static Run command(String... arguments) {
        TestHost host = new TestHost(TestHost.HOME);
        int exitCode = host.execute(cluster.withOptions(arguments));
        return new Run(exitCode, host.out(), host.err());
    }

    private static JsonNode json(Run run) throws IOException {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    private record Run(int exitCode, String out, String err) {}
}
