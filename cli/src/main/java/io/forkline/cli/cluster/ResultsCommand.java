package io.forkline.cli.cluster;

import io.forkline.cli.CommandException;
import io.forkline.cli.ExitCode;
import io.forkline.cli.Host;
import io.forkline.cli.job.DurationConverter;
import io.forkline.cli.report.ResultView;
import io.forkline.cli.service.ServiceSettings;
import io.forkline.producer.ForklineClient;
import io.forkline.producer.ResultStream;
import io.forkline.producer.StartingPoint;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.serde.RecordJson;
import io.forkline.schemas.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the results of a cluster. */
@Command(
        name = "results",
        description = {"Shows the results that a cluster has and, with --follow, those that come.", ""},
        footer = {"", "Examples:", "  forkline results --follow", "  forkline results --job build-42 --json | jq .lead"
        })
public final class ResultsCommand implements Callable<Integer> {

    private static final Duration LOOK = Duration.ofMillis(500);

    private final Host host;
    private final Clock clock;

    @Option(names = "--follow", description = "Stay, and show each result as it comes; Ctrl-C ends it.")
    private boolean follow;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Begin with the results of so long ago, for example 10m; default with the oldest.")
    private @Nullable Duration since;

    @Option(names = "--job", paramLabel = "ID", description = "Only the results of this job.")
    private @Nullable String job;

    @Option(names = "--json", description = "One JSON document a line.")
    private boolean json;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    public ResultsCommand(Host host, Clock clock) {
        this.host = host;
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = cluster.settings();
        ClusterConnection connection = ClusterConnection.from(settings);
        ServiceSettings.from(settings, connection, host.env(), ServiceSettings.state(host.home()));
        ClusterCheck.requireReachable(connection);
        StartingPoint start = since == null
                ? new StartingPoint.Beginning()
                : new StartingPoint.Since(clock.instant().minus(since));
        try (ForklineClient client = ForklineClient.connect(connection);
                ResultStream results = client.results(start)) {
            if (follow) {
                follow(results);
            }
            int shown = 0;
            for (Optional<JobResult> next = results.nextThere(); next.isPresent(); next = results.nextThere()) {
                shown += show(next.get()) ? 1 : 0;
            }
            if (shown == 0 && job != null) {
                throw CommandException.failed(
                        "there is no result of job " + job
                                + "; it may still come (--follow), or be older than the topic keeps",
                        null);
            }
            return ExitCode.COMPLETE;
        }
    }

    /** Ends by a signal only. */
    private void follow(ResultStream results) throws InterruptedException {
        host.terminal().err().println("Following the results; Ctrl-C ends it.");
        while (true) {
            results.next(LOOK).ifPresent(this::show);
        }
    }

    private boolean show(JobResult result) {
        if (job != null && !job.equals(result.getJobId())) {
            return false;
        }
        if (json) {
            host.terminal().out().println(RecordJson.tree(result));
        } else {
            new ResultView(host.terminal()).print(result);
        }
        return true;
    }
}
