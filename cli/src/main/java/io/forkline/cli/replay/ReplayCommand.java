package io.forkline.cli.replay;

import io.forkline.cli.CommandException;
import io.forkline.cli.ExitCode;
import io.forkline.cli.Host;
import io.forkline.cli.cluster.ClusterOptions;
import io.forkline.cli.cluster.ReadOptions;
import io.forkline.cli.history.Extent;
import io.forkline.cli.history.History;
import io.forkline.cli.history.JobLog;
import io.forkline.cli.job.DurationConverter;
import io.forkline.cli.terminal.Progress;
import io.forkline.cli.terminal.Question;
import io.forkline.cli.terminal.Text;
import io.forkline.producer.ForklineClient;
import io.forkline.producer.ReplayRequest;
import io.forkline.producer.Replays;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.topic.ForklineTopic;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs jobs again. */
@Command(
        name = "replay",
        description = {
            "Asks for new runs of jobs that have run: each a new run of the same job, with a deadline of its own, whose"
                    + " result names the run it replays. First it shows what it would do.",
            ""
        },
        footer = {
            "",
            "Filters narrow each other. A job is replayed once, from its latest result, however many of its",
            "records are meant. Refused is what has an open run, or whose record is gone.",
            "",
            "Examples:",
            "  forkline replay --status failed,partial --only-failed --from 2h",
            "  forkline replay --partition 0 --from-offset 10 --to-offset 20 --yes",
            "  forkline replay build-42 --deadline 30m --yes",
            "",
            "Exit code 1 when something that is meant cannot be replayed; the others are replayed all the same."
        })
public final class ReplayCommand implements Callable<Integer> {

    private static final Set<ForklineTopic> READ =
            Set.of(ForklineTopic.JOBS, ForklineTopic.PLANS, ForklineTopic.RESULTS);

    private final Host host;
    private final Clock clock;
    private final InputStream in;

    @Mixin
    private FilterOptions filters = new FilterOptions();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many jobs, the oldest.")
    private @Nullable Integer limit;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            converter = Deadline.class,
            description = "When each result is due, from now, from 1s to 6d; default: as long as the job had.")
    private @Nullable Duration deadline;

    @Option(
            names = "--request-id",
            paramLabel = "ID",
            description = "The same id and the same job is one run, however often it is asked for; default: a new one.")
    private @Nullable String requestId;

    @Option(names = "--yes", description = "Publish, without a question. Without it, only a terminal is asked.")
    private boolean yes;

    @Option(names = "--json", description = "As one JSON document; asks nothing.")
    private boolean json;

    @Mixin
    private ReadOptions reading = new ReadOptions();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    /** Picocli makes one. */
    static final class Deadline extends DurationConverter {
        Deadline() {
            super("1s", "6d");
        }
    }

    public ReplayCommand(Host host, Clock clock, InputStream in) {
        this.host = host;
        this.clock = clock;
        this.in = in;
    }

    @Override
    public Integer call() throws InterruptedException {
        Instant now = clock.instant();
        ReplayFilter filter = filters.filter(now);
        ReplayRequest request = request(filter);
        if (limit != null && limit < 1) {
            throw CommandException.usage("--limit takes a number from 1, this is " + limit);
        }
        ClusterConnection connection = cluster.requireCluster(host);
        Selection selection = Selection.of(read(connection), filter, request.id());
        if (selection.isEmpty() && !json) {
            host.terminal().out().println("No job is meant.");
            return ExitCode.COMPLETE;
        }
        try (ForklineClient client = ForklineClient.connect(connection, clock);
                Replays replays = client.replays();
                ResultRecords results = new ResultRecords(connection)) {
            replay(new Replaying(replays, results, request), selection, request, now);
        }
        return ExitCode.COMPLETE;
    }

    private void replay(Replaying replaying, Selection selection, ReplayRequest request, Instant now)
            throws InterruptedException {
        List<Candidate> meant = limit == null
                ? selection.candidates()
                : selection.candidates().stream().limit(limit).toList();
        ReplayReport report = new ReplayReport(host.terminal(), now, request);
        if (!yes) {
            replaying.rehearse(meant, host.terminal());
        }
        List<Candidate> ready = yes
                ? meant
                : replaying.replayed().stream().map(Replayed::candidate).toList();
        if (!json) {
            report.sample(ready);
            report.left(selection);
            report.tell(replaying.refused());
            report.wouldReplay(ready, selection.candidates().size() - meant.size());
        }
        boolean publishes = yes || (!json && !ready.isEmpty() && isWanted(ready.size()));
        if (publishes) {
            publish(replaying, ready, report);
        }
        if (json) {
            host.terminal()
                    .out()
                    .println(Text.escape(ReplayJson.of(request, publishes, replaying, selection)
                            .toString()));
        } else {
            report.end(publishes, replaying);
        }
        report.requireNoneRefused(
                selection.refused().size() + replaying.refused().size());
    }

    private void publish(Replaying replaying, List<Candidate> meant, ReplayReport report) throws InterruptedException {
        try {
            replaying.publish(meant, host.terminal());
        } catch (InterruptedException | RuntimeException e) {
            // The exception is told after this, and says why.
            report.stopped(replaying.replayed().size(), meant.size());
            throw e;
        }
    }

    private boolean isWanted(int count) throws InterruptedException {
        return host.terminal().outIsTerminal()
                && Question.isAnsweredYes(host.terminal(), in, "Replay " + Text.count(count, "job") + "?");
    }

    private History read(ClusterConnection connection) throws InterruptedException {
        History history = new History(Extent.ofAll(clock.instant()));
        try (SchemaRegistry registry = connection.openRegistry();
                JobLog log = JobLog.ofAll(connection, registry, READ, Optional.empty());
                Progress progress = new Progress(host.terminal())) {
            log.readAll(history, reading.timeout(), progress);
        }
        return history;
    }

    private ReplayRequest request(ReplayFilter filter) {
        String id = requestId == null ? "replay-" + UUID.randomUUID() : requestId;
        try {
            return new ReplayRequest(id, filter.onlyFailed(), Optional.ofNullable(deadline));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--request-id: " + e.getMessage(), e);
        }
    }
}
