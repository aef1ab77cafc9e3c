package io.forkline.cli.cluster;

import io.forkline.cli.CommandException;
import io.forkline.cli.ExitCode;
import io.forkline.cli.Host;
import io.forkline.cli.history.Extent;
import io.forkline.cli.history.History;
import io.forkline.cli.history.JobHistory;
import io.forkline.cli.history.JobJson;
import io.forkline.cli.history.JobLog;
import io.forkline.cli.history.JobView;
import io.forkline.cli.terminal.Progress;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.id.JobId;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.topic.ForklineTopic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows how far one job has come. */
@Command(
        name = "show",
        description = {
            "Shows how far a job has come: its state and what it waits for, each perspective with attempts and times, and"
                    + " the records from the job to its result. As the topics say: no service has to run.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  forkline jobs show build-42",
            "  forkline jobs show build-42 --json | jq '.runs[-1].lineage'"
        })
public final class JobsShowCommand implements Callable<Integer> {

    private static final Set<ForklineTopic> READ = Set.of(
            ForklineTopic.JOBS,
            ForklineTopic.PLANS,
            ForklineTopic.REPORTS,
            ForklineTopic.VERDICTS,
            ForklineTopic.RESULTS,
            ForklineTopic.CONTROLS);

    /** Tasks may lie on another broker than their job, and the clocks may differ. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    private final Host host;
    private final Clock clock;

    @Parameters(arity = "1", paramLabel = "JOB", description = "The id of the job.")
    private String job = "";

    @Option(names = "--json", description = "As one JSON document.")
    private boolean json;

    @Mixin
    private ReadOptions reading = new ReadOptions();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    public JobsShowCommand(Host host, Clock clock) {
        this.host = host;
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        JobId id = CancelCommand.jobId(job);
        History history = read(cluster.requireCluster(host), id);
        JobHistory found = history.job(id)
                .filter(JobHistory::exists)
                .orElseThrow(() -> CommandException.failed(
                        "there is no job " + id + " in the topics of this cluster, which keep their records for 7 days;"
                                + " `forkline jobs list` shows those there are",
                        null));
        if (json) {
            host.terminal().out().println(JobJson.one(found, history.snapshots()));
        } else {
            new JobView(host.terminal(), history.snapshots())
                    .lines(found)
                    .forEach(host.terminal().out()::println);
        }
        return ExitCode.COMPLETE;
    }

    private History read(ClusterConnection connection, JobId id) throws InterruptedException {
        History history = new History(Extent.ofAll(clock.instant()));
        try (SchemaRegistry registry = connection.openRegistry();
                Progress progress = new Progress(host.terminal())) {
            try (JobLog log = JobLog.ofJob(connection, registry, id, READ)) {
                log.readAll(history, reading.timeout(), progress);
            }
            JobHistory found = history.job(id).filter(JobHistory::exists).orElse(null);
            // What is over has all in its result. What is not may have tasks out, which lie elsewhere.
            if (found != null && !found.stage(history.snapshots()).isOver()) {
                Instant since =
                        found.submittedAt().map(at -> at.minus(CLOCK_SKEW)).orElse(Instant.EPOCH);
                try (JobLog log = JobLog.ofTasks(connection, registry, id, since)) {
                    log.readAll(history, reading.timeout(), progress);
                }
            }
        }
        return history;
    }
}
