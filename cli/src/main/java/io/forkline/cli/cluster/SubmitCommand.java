package io.forkline.cli.cluster;

import io.forkline.cli.CommandException;
import io.forkline.cli.ExitCode;
import io.forkline.cli.Host;
import io.forkline.cli.job.JobOptions;
import io.forkline.cli.job.TargetOptions;
import io.forkline.cli.report.JsonOutput;
import io.forkline.cli.report.ResultView;
import io.forkline.cli.service.ServiceSettings;
import io.forkline.cli.terminal.Progress;
import io.forkline.producer.ForklineClient;
import io.forkline.producer.Job;
import io.forkline.producer.JobIdReusedException;
import io.forkline.producer.Submission;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.id.JobId;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.settings.Settings;
import io.forkline.telemetry.trace.Tracing;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Publishes a job to a cluster. */
@Command(
        name = "submit",
        description = {"Publishes a job to a cluster, and prints its id.", ""},
        footer = {
            "",
            "A directory has to be where the workers find it under the same path; an archive or a git",
            "repository where they can fetch it.",
            "",
            "Examples:",
            "  forkline submit /srv/checkout --bootstrap-servers localhost:9092",
            "  forkline submit https://example.org/app.git --ref v2 --job-id build-42 --wait",
            "",
            "With --wait it exits as `forkline run` does, without it with 0 when the job is published."
        })
public final class SubmitCommand implements Callable<Integer> {

    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Host host;

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            defaultValue = "python-review",
            description = "An environment that the snapshot service has; default ${DEFAULT-VALUE}.")
    private String environment = "python-review";

    @Mixin
    private JobOptions job = new JobOptions();

    @Option(
            names = "--job-id",
            paramLabel = "ID",
            description =
                    "The job's idempotency key: the same job twice runs once, another job under the same id is refused."
                            + " Default a new one.")
    private @Nullable String jobId;

    @Option(names = "--tenant", paramLabel = "NAME", defaultValue = "default", description = "On whose behalf.")
    private String tenant = "default";

    @Option(
            names = "--priority",
            paramLabel = "N",
            defaultValue = "0",
            description = "Higher goes first, -100 to 100; default 0.")
    private int priority;

    @Option(names = "--label", paramLabel = "KEY=VALUE", description = "Copied to the result; may be given again.")
    private Map<String, String> labels = new HashMap<>();

    @Option(names = "--wait", description = "Wait for the result, show it, and exit as `run` does.")
    private boolean wait;

    @Option(names = "--json", paramLabel = "FILE", description = "With --wait: write the result as JSON; - for stdout.")
    private @Nullable String json;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    public SubmitCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (json != null && !wait) {
            throw CommandException.usage(
                    "--json writes the result, for which only --wait waits: give both, or neither");
        }
        JsonOutput output = new JsonOutput(json);
        output.check();
        Settings settings = cluster.settings();
        ClusterConnection connection = ClusterConnection.from(settings);
        ServiceSettings all =
                ServiceSettings.from(settings, connection, host.env(), ServiceSettings.state(host.home()));
        Job built = build();
        ClusterCheck.requireReachable(connection);
        try (Tracing tracing = all.tracing().open("forkline-submit");
                ForklineClient client = ForklineClient.connect(connection, tracing.openTelemetry())) {
            Submission submission = CallersTrace.of(host.env()).during(() -> client.submit(built));
            if (!wait) {
                host.terminal().out().println(submission.jobId());
                return ExitCode.COMPLETE;
            }
            host.terminal().err().println("Submitted job " + submission.jobId());
            JobResult result = await(client, submission);
            if (submission.isRepeat(result)) {
                host.terminal()
                        .err()
                        .println("Job " + submission.jobId() + " was answered at " + result.getFinishedAt()
                                + "; this is that result");
            }
            if (!output.takesStdout()) {
                new ResultView(host.terminal()).print(result);
            }
            output.write(result, host.terminal());
            return ResultView.exitCode(result);
        }
    }

    private Job build() throws InterruptedException {
        if (jobId != null && !JobId.isValid(jobId)) {
            throw CommandException.usage("\"" + jobId + "\" is not a job id: give 1 to 200 letters, digits, dots,"
                    + " underscores, colons or hyphens");
        }
        Job.Builder builder = job.job(environment, target.pin(host.home()))
                .tenant(tenant)
                .priority(priority)
                .labels(labels);
        if (jobId != null) {
            builder.id(new JobId(jobId));
        }
        return JobOptions.build(builder);
    }

    private JobResult await(ForklineClient client, Submission submission) throws InterruptedException {
        try (Progress progress = new Progress(host.terminal())) {
            progress.now("waiting for the result");
            return client.await(submission, job.deadline().plus(GRACE));
        } catch (JobIdReusedException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()), e);
        } catch (TimeoutException e) {
            throw CommandException.failed(
                    e.getMessage() + ". Are a snapshot service, a fork worker and an aggregator running?", e);
        }
    }
}
