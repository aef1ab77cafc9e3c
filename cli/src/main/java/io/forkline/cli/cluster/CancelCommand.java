package io.forkline.cli.cluster;

import io.forkline.cli.CommandException;
import io.forkline.cli.ExitCode;
import io.forkline.cli.Host;
import io.forkline.cli.history.CancelAnswer;
import io.forkline.cli.history.Extent;
import io.forkline.cli.history.History;
import io.forkline.cli.history.JobLog;
import io.forkline.cli.history.RunHistory;
import io.forkline.cli.job.DurationConverter;
import io.forkline.cli.terminal.Progress;
import io.forkline.cli.terminal.Text;
import io.forkline.producer.ForklineClient;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.id.JobId;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.topic.ForklineTopic;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends the latest run of a job. */
@Command(
        name = "cancel",
        description = {
            "Ends the latest run of a job: its forks die, and its result says CANCELLED and has the reports that were"
                    + " done. A job that is over stays as it is.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  forkline cancel build-42 --reason \"wrong branch\"",
            "  forkline cancel build-42 --wait 0s",
            "",
            "It exits with 0 when the job is cancelled or was over before, with 1 when nobody has answered."
        })
public final class CancelCommand implements Callable<Integer> {

    private static final Set<ForklineTopic> READ =
            Set.of(ForklineTopic.JOBS, ForklineTopic.PLANS, ForklineTopic.RESULTS, ForklineTopic.CONTROLS);

    private final Host host;
    private final Clock clock;

    @Parameters(arity = "1", paramLabel = "JOB", description = "The id of the job.")
    private String job = "";

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why; the result says it.")
    private String reason = "";

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = Wait.class,
            defaultValue = "10s",
            description = "Wait so long for what becomes of it; default ${DEFAULT-VALUE}, 0s does not wait.")
    private Duration wait = Duration.ofSeconds(10);

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    /** Picocli makes one. */
    static final class Wait extends DurationConverter {
        Wait() {
            super("0ms", "1h");
        }
    }

    public CancelCommand(Host host, Clock clock) {
        this.host = host;
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        JobId id = jobId(job);
        ClusterConnection connection = cluster.requireCluster(host);
        try (ForklineClient client = ForklineClient.connect(connection)) {
            if (wait.isZero()) {
                publish(client, id);
                say("The cancel of job " + id + " is published.");
                return ExitCode.COMPLETE;
            }
            return tell(id, publishAndWait(client, connection, id));
        }
    }

    /**
     * The id as the caller gave it.
     *
     * @throws CommandException when no job can be called so
     */
    static JobId jobId(String text) {
        try {
            return new JobId(text);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()), e);
        }
    }

    private void publish(ForklineClient client, JobId id) throws InterruptedException {
        client.cancel(id, reason.isEmpty() ? null : reason);
    }

    private CancelAnswer publishAndWait(ForklineClient client, ClusterConnection connection, JobId id)
            throws InterruptedException {
        History history = new History(Extent.ofAll(clock.instant()));
        try (SchemaRegistry registry = connection.openRegistry();
                JobLog log = JobLog.ofJob(connection, registry, id, READ);
                Progress progress = new Progress(host.terminal())) {
            long controlsEnd = log.end(connection.layout().name(ForklineTopic.CONTROLS));
            long resultsEnd = log.end(connection.layout().name(ForklineTopic.RESULTS));
            long start = System.nanoTime();
            // First, since the forks it is about to end cost something, and reading takes its time.
            publish(client, id);
            if (!log.readTo(history, wait, progress)) {
                throw CommandException.failed(
                        "the cancel of job " + id + " is published; what became of it could not be read within "
                                + time() + ": `forkline jobs show " + id + "` tells",
                        null);
            }
            progress.now("waiting for the aggregator");
            while (true) {
                Optional<CancelAnswer> answer = CancelAnswer.of(history, id, controlsEnd, resultsEnd);
                if (answer.isPresent()) {
                    return answer.get();
                }
                if (System.nanoTime() - start >= wait.toNanos()) {
                    return CancelAnswer.late(history, id, controlsEnd);
                }
                log.poll(history);
            }
        }
    }

    private int tell(JobId id, CancelAnswer answer) {
        switch (answer) {
            case CancelAnswer.Cancelled cancelled ->
                say("cancelled: " + reports(cancelled.run()) + " (run "
                        + cancelled.run().run() + ")");
            case CancelAnswer.OverBefore over -> {
                boolean cancelled = over.result().status() == ResultStatus.CANCELLED;
                say("Job " + id + (cancelled ? " was cancelled already, at " : " was finished already, at ")
                        + over.result().finishedAt() + ": " + over.result().status() + ", " + reports(over.run())
                        + ". Nothing has changed.");
            }
            case CancelAnswer.FinishedFirst finished ->
                say("Job " + id + " finished before the cancel came to it, at "
                        + finished.result().finishedAt() + ": "
                        + finished.result().status() + ", "
                        + reports(finished.run()) + ".");
            case CancelAnswer.NoSuchJob none ->
                throw CommandException.failed(
                        "there is no job " + id
                                + " in the topics of this cluster; `forkline jobs list` shows those there"
                                + " are. The cancel is kept: a job that comes under this id is cancelled before it begins",
                        null);
            case CancelAnswer.NotPlanned waiting ->
                throw CommandException.failed(
                        "job " + id + " is not planned yet, and is cancelled as soon as it is. Is a snapshot service"
                                + " running? `forkline jobs show " + id + "` tells how it stands",
                        null);
            case CancelAnswer.Silence silence ->
                throw CommandException.failed(
                        "nobody has answered within " + time() + ". "
                                + (silence.known()
                                        ? "Job " + id + " is there, so no aggregator seems to be running"
                                        : "There is no job " + id + " in the topics of this cluster"
                                                + " (`forkline jobs list` shows those there are), and no aggregator seems"
                                                + " to be running")
                                + ": start one with `forkline aggregator`. The cancel is published, and counts when one"
                                + " reads it",
                        null);
        }
        return ExitCode.COMPLETE;
    }

    private static String reports(RunHistory run) {
        int expected = run.expected();
        return run.done() + " of " + Text.count(expected, "report") + (expected == 1 ? " was done" : " were done");
    }

    private String time() {
        return wait.toMillisPart() == 0 ? wait.toSeconds() + " s" : wait.toMillis() + " ms";
    }

    private void say(String text) {
        host.terminal().out().println(text);
    }
}
