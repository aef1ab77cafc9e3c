package io.forkline.cli.run;

import io.forkline.cli.Closing;
import io.forkline.cli.CommandException;
import io.forkline.cli.Host;
import io.forkline.cli.job.JobOptions;
import io.forkline.cli.job.TargetOptions;
import io.forkline.cli.report.JsonOutput;
import io.forkline.cli.report.ResultView;
import io.forkline.cli.service.ConfigOption;
import io.forkline.cli.terminal.Progress;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.environment.Environment;
import io.forkline.sandbox.environment.Environments;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.settings.Settings;
import io.forkline.workers.ForkWorkerConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs one job, with everything it needs in this one process. */
@Command(
        name = "run",
        description = {
            "Runs the perspectives of an environment on a target, side by side, with all that takes in this one process.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  forkline run examples/sample-project",
            "  forkline run . --perspectives Security,Complexity --json result.json",
            "  forkline run https://github.com/pallets/click --ref 8.1.7 --baseline",
            "",
            "Exit code 0 when all reports are in, 2 when some are missing, 1 when it failed, 64 for bad usage,",
            "130 after Ctrl-C and 143 after SIGTERM, which leave nothing running."
        })
public final class RunCommand implements Callable<Integer> {

    private final Host host;

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            description = "What is installed and which perspectives there are; default python-review.")
    private @Nullable String environment;

    @Option(
            names = "--environments",
            paramLabel = "DIR",
            description = "Folder of environments (environments.dir); default the one beside the launcher.")
    private @Nullable Path environments;

    @Option(
            names = "--snapshot",
            paramLabel = "ID",
            description = "Fork from this snapshot, which exists; the beginning of its id will do.")
    private @Nullable String snapshot;

    @Mixin
    private JobOptions job = new JobOptions();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--secrets",
            paramLabel = "DIR",
            description = "Folder with a file for each secret of the environment; without it, a secret NAME is the"
                    + " variable FORKLINE_SECRET_NAME.")
    private @Nullable Path secrets;

    @Option(names = "--cleanup", description = "Delete the snapshot afterwards, unless another process uses it.")
    private boolean cleanup;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the whole result as JSON; - for standard output, and then nothing else goes there.")
    private @Nullable String json;

    public RunCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws Exception {
        JsonOutput output = new JsonOutput(json);
        output.check();
        target.source();
        Map<String, String> settings =
                config.settings(host, secrets == null ? Map.of() : Map.of("worker.secrets.dir", secrets.toString()));
        Environments all = Sandboxes.environments(Sandboxes.folder(host, environments, settings));
        Environment chosen = choose(all);
        job.check(chosen);
        checkSecrets(chosen, settings);
        JobResult result = run(new SingleRun(host, all, chosen, target, job, settings), output);
        if (cleanup) {
            delete(chosen);
        }
        return ResultView.exitCode(result);
    }

    private Environment choose(Environments all) throws SandboxException {
        if (snapshot == null) {
            return Sandboxes.environment(all, environment == null ? "python-review" : environment);
        }
        Environment of = Sandboxes.environmentOf(all, Sandboxes.snapshot(host, snapshot));
        if (environment != null && !environment.equals(of.name())) {
            throw CommandException.usage("snapshot " + of.id().abbreviated() + " is of the environment " + of.name()
                    + ", not of " + environment + "; leave --environment out");
        }
        return of;
    }

    /** The worker would say the same, some seconds later. */
    private void checkSecrets(Environment chosen, Map<String, String> settings) {
        try {
            var unused = ForkWorkerConfig.from(Settings.of(settings), host.env())
                    .secrets()
                    .of(chosen.secrets());
        } catch (SandboxException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()), e);
        }
    }

    private JobResult run(SingleRun run, JsonOutput output) throws Exception {
        try (Closing opened = new Closing()) {
            JobResult result;
            try (Progress progress = new Progress(host.terminal())) {
                result = run.run(opened, progress);
            }
            if (!output.takesStdout()) {
                new ResultView(host.terminal()).print(result);
            }
            output.write(result, host.terminal());
            return result;
        }
    }

    /** The result stands, whether or not there is something in the way of cleaning up. */
    private void delete(Environment of) throws InterruptedException {
        try {
            SnapshotDeletion.in(host.home()).delete(of.id(), of.name());
            host.terminal().err().println("Deleted the snapshot " + of.id().abbreviated() + " of " + of.name());
        } catch (SandboxException | CommandException e) {
            host.terminal().err().println("! not deleted: " + e.getMessage());
        }
    }
}
