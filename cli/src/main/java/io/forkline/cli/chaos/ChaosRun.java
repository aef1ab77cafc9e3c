package io.forkline.cli.chaos;

import io.forkline.cli.chaos.plan.ChaosPlan;
import io.forkline.cli.chaos.plan.PlannedJob;
import io.forkline.cli.chaos.process.ChaosCluster;
import io.forkline.cli.chaos.process.ChaosFolder;
import io.forkline.cli.terminal.Progress;
import io.forkline.guarantees.Guarantee;
import io.forkline.guarantees.HostFiles;
import io.forkline.guarantees.LeaseEnd;
import io.forkline.guarantees.ModelCallsAreBounded;
import io.forkline.guarantees.NoForkOutlivesItsLease;
import io.forkline.guarantees.NoHostFileChanged;
import io.forkline.guarantees.NoJobLost;
import io.forkline.guarantees.NoReportLost;
import io.forkline.guarantees.OneResultPerRun;
import io.forkline.guarantees.PoisonIsKept;
import io.forkline.guarantees.ResultsTellTheTruth;
import io.forkline.guarantees.Seen;
import io.forkline.guarantees.TopicsReader;
import io.forkline.guarantees.TopicsSeen;
import io.forkline.producer.ForklineClient;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.TopicLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** One chaos run: feeds and hurts a cluster, waits until all is quiet, and judges. */
final class ChaosRun {

    /** Beyond the deadlines of all jobs, and what a service takes to come back. */
    private static final Duration UNTIL_ANSWERED = Duration.ofSeconds(150);

    private static final Duration UNTIL_BURIED = Duration.ofSeconds(45);
    /** A result too many would have come by then: longer than locks, sessions and transactions. */
    private static final Duration QUIET = Duration.ofSeconds(6);

    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final int TELL_EVERY = 5;

    private final ChaosPlan plan;
    private final ChaosFolder folder;
    private final ChaosCluster cluster;
    private final Progress progress;
    private final HostFiles before;

    ChaosRun(ChaosPlan plan, ChaosFolder folder, ChaosCluster cluster, Progress progress) throws IOException {
        this.plan = plan;
        this.folder = folder;
        this.cluster = cluster;
        this.progress = progress;
        this.before = HostFiles.of(folder.watched());
    }

    ChaosOutcome run() throws IOException, InterruptedException {
        ClusterConnection connection = cluster.connection();
        try (ForklineClient client = ForklineClient.connect(connection);
                ForklineClient differing = ForklineClient.connect(partitioningDifferently(connection));
                JsonProducer json = new JsonProducer(connection);
                PoisonFeeder poison = new PoisonFeeder(connection);
                Background background = new Background()) {
            Clockwork clock = new Clockwork();
            Tally tally = new Tally(client);
            JobFeeder jobs = new JobFeeder(client, differing, json, folder.target());
            FaultMaker faults = new FaultMaker(cluster, progress);
            background.run("tally", tally::count);
            background.run("look", () -> look(tally, clock));
            Background.Task feeding = background.run("jobs", () -> jobs.feed(plan.jobs(), clock));
            Background.Task poisoning = background.run("poison", () -> poison.feed(plan.poison(), clock));
            background.run("faults", () -> faults.make(plan.faults(), clock)).await();
            feeding.await();
            poisoning.await();
            progress.detail("all published, all faults made; waiting for the last results");
            Set<String> ids = plan.jobs().stream().map(PlannedJob::id).collect(Collectors.toSet());
            Set<String> unanswered = tally.await(ids, UNTIL_ANSWERED);
            if (!unanswered.isEmpty()) {
                progress.warn(unanswered.size() + " jobs have no result after " + UNTIL_ANSWERED.toSeconds() + " s");
            }
            Duration took = clock.now();
            progress.now("waiting for what must not come any more");
            TopicsSeen seen = quiet(new PoisonIsKept(poison.sent()));
            List<Seen<LeadVerdict>> verdicts =
                    new TopicsReader(connection).read(ForklineTopic.VERDICTS, LeadVerdict.class);
            Map<String, Integer> calls = cluster.modelCalls();
            progress.now("stopping everything");
            List<LeaseEnd> ends = cluster.stop();
            List<Judged> judged = judge(
                    List.of(
                            new NoJobLost(layout(), jobs.acknowledged()),
                            new OneResultPerRun(),
                            new ResultsTellTheTruth(),
                            new NoReportLost(),
                            new PoisonIsKept(poison.sent()),
                            modelCalls(calls, verdicts, faults),
                            new NoForkOutlivesItsLease(ends),
                            new NoHostFileChanged(before, HostFiles.of(folder.watched())),
                            new ServicesStayUp(cluster.endedByThemselves())),
                    seen);
            return new ChaosOutcome(plan, faults.done(), judged, tally.text(), Lateness.of(seen), took);
        }
    }

    private static List<Judged> judge(List<Guarantee> guarantees, TopicsSeen seen) {
        return guarantees.stream().map(guarantee -> Judged.of(guarantee, seen)).toList();
    }

    private static ModelCallsAreBounded modelCalls(
            Map<String, Integer> calls, List<Seen<LeadVerdict>> verdicts, FaultMaker faults) {
        int mostLost = faults.done().stream()
                .mapToInt(done -> ChaosCluster.callsLostBy(done.fault()))
                .sum();
        return new ModelCallsAreBounded(
                calls, verdicts.stream().map(Seen::value).toList(), mostLost);
    }

    /** All that there is when poison has had its time to be buried, and results too many have had theirs. */
    private TopicsSeen quiet(PoisonIsKept poison) throws InterruptedException {
        TopicsReader reader = new TopicsReader(cluster.connection());
        long start = System.nanoTime();
        while (!poison.violations(reader.read()).isEmpty() && System.nanoTime() - start < UNTIL_BURIED.toNanos()) {
            Thread.sleep(LOOK.toMillis());
        }
        Thread.sleep(QUIET.toMillis());
        return reader.read();
    }

    /** Looks at the forks now and then, and says how far jobs have come. */
    private void look(Tally tally, Clockwork clock) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        int looks = 0;
        do {
            try {
                cluster.look();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            String far = tally.answered() + " of " + plan.jobs().size() + " jobs answered (" + tally.text() + ")";
            progress.now(far);
            if (++looks % TELL_EVERY == 0) {
                progress.detail(clock.now().toSeconds() + " s: " + far);
            }
        } while (!never.await(LOOK.toMillis(), TimeUnit.MILLISECONDS));
    }

    private TopicLayout layout() {
        return cluster.connection().layout();
    }

    private static ClusterConnection partitioningDifferently(ClusterConnection connection) {
        Map<String, String> properties = new HashMap<>(connection.clientProperties());
        properties.put("partitioner.class", Crc32Partitioner.class.getName());
        return new ClusterConnection(
                connection.bootstrapServers(),
                connection.registryUrl(),
                connection.registryProperties(),
                connection.layout(),
                properties);
    }
}
