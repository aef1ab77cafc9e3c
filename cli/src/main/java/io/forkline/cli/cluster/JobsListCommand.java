package io.forkline.cli.cluster;

import io.forkline.cli.CommandException;
import io.forkline.cli.ExitCode;
import io.forkline.cli.Host;
import io.forkline.cli.history.Extent;
import io.forkline.cli.history.History;
import io.forkline.cli.history.JobHistory;
import io.forkline.cli.history.JobJson;
import io.forkline.cli.history.JobList;
import io.forkline.cli.history.JobLog;
import io.forkline.cli.history.Stage;
import io.forkline.cli.job.DurationConverter;
import io.forkline.cli.terminal.Progress;
import io.forkline.cli.terminal.Text;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.topic.ForklineTopic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the jobs of a cluster, newest last. */
@Command(
        name = "list",
        description = {
            "Shows state, reports and what it waits for of each job, newest last, as the topics say: no service has to"
                    + " run. Jobs are known as long as the topics keep their records, 7 days.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  forkline jobs list --status open",
            "  forkline jobs list --since 1h --json | jq -r '.jobs[] | select(.status == \"FAILED\").jobId'"
        })
public final class JobsListCommand implements Callable<Integer> {

    private static final Set<ForklineTopic> READ = Set.of(
            ForklineTopic.JOBS,
            ForklineTopic.SNAPSHOTS,
            ForklineTopic.PLANS,
            ForklineTopic.FORK_TASKS,
            ForklineTopic.REPORTS,
            ForklineTopic.RESULTS,
            ForklineTopic.CONTROLS);
    private static final String OPEN = "open";

    private final Host host;
    private final Clock clock;

    @Option(
            names = "--status",
            paramLabel = "STATE",
            split = ",",
            description = "Only jobs in these states, with commas between: open, done, accepted, waits-for-snapshot,"
                    + " planned, running, deciding, expired, complete, partial, failed, cancelled.")
    private List<String> states = new ArrayList<>();

    @Option(names = "--tenant", paramLabel = "NAME", description = "Only jobs on behalf of this one.")
    private @Nullable String tenant;

    @Option(names = "--environment", paramLabel = "NAME", description = "Only jobs of this environment.")
    private @Nullable String environment;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "The newest so many; default ${DEFAULT-VALUE}.")
    private int limit = 50;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description =
                    "Read what happened within this time only, for example 1h, which is quicker; of a job that began"
                            + " before, only what came since is known, which may leave out when it was submitted.")
    private @Nullable Duration since;

    @Option(names = "--json", description = "As one JSON document.")
    private boolean json;

    @Mixin
    private ReadOptions reading = new ReadOptions();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    public JobsListCommand(Host host, Clock clock) {
        this.host = host;
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        requireStates();
        if (limit < 1) {
            throw CommandException.usage("--limit is " + limit + "; give 1 or more");
        }
        History history = read(cluster.requireCluster(host));
        List<JobHistory> all = history.jobs();
        List<JobHistory> wanted =
                all.stream().filter(job -> isWanted(job, history)).toList();
        List<JobHistory> shown = wanted.subList(Math.max(0, wanted.size() - limit), wanted.size());
        if (json) {
            host.terminal().out().println(JobJson.list(shown, history.snapshots()));
        } else if (shown.isEmpty()) {
            host.terminal()
                    .err()
                    .println(all.isEmpty() ? "There are no jobs." : "No job of " + all.size() + " is as asked for.");
        } else {
            JobList.lines(host.terminal(), shown, history.snapshots())
                    .forEach(host.terminal().out()::println);
        }
        if (shown.size() < wanted.size()) {
            host.terminal()
                    .err()
                    .println("The newest " + shown.size() + " of " + Text.count(wanted.size(), "job")
                            + "; --limit shows more.");
        }
        return ExitCode.COMPLETE;
    }

    private History read(ClusterConnection connection) throws InterruptedException {
        Instant now = clock.instant();
        Extent extent = new Extent(Optional.ofNullable(since).map(now::minus), now);
        History history = new History(extent);
        try (SchemaRegistry registry = connection.openRegistry();
                JobLog log = JobLog.ofAll(connection, registry, READ, extent.since());
                Progress progress = new Progress(host.terminal())) {
            log.readAll(history, reading.timeout(), progress);
        }
        return history;
    }

    private boolean isWanted(JobHistory job, History history) {
        return (tenant == null || tenant.equals(job.tenant()))
                && (environment == null || environment.equals(job.environment()))
                && (states.isEmpty() || isInStates(job, history));
    }

    private boolean isInStates(JobHistory job, History history) {
        Stage stage = job.stage(history.snapshots());
        String status = stage.isOver()
                ? job.latest()
                        .flatMap(run -> run.answer())
                        .map(answer -> word(answer.value().status()))
                        .orElse("")
                : OPEN;
        return states.stream()
                .map(state -> state.toLowerCase(Locale.ROOT))
                .anyMatch(state -> state.equals(word(stage)) || state.equals(status));
    }

    private void requireStates() {
        Set<String> known = Stream.concat(
                        Stream.of(OPEN),
                        Stream.concat(Arrays.stream(Stage.values()), Arrays.stream(ResultStatus.values()))
                                .map(JobsListCommand::word))
                .collect(Collectors.toSet());
        for (String state : states) {
            if (!known.contains(state.toLowerCase(Locale.ROOT))) {
                throw CommandException.usage("\"" + state + "\" is not a state of a job; give "
                        + known.stream().sorted().collect(Collectors.joining(", ")));
            }
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
