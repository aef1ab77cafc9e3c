package io.forkline.cli.chaos;

import io.forkline.cli.CommandException;
import io.forkline.cli.ExitCode;
import io.forkline.cli.Host;
import io.forkline.cli.Scratch;
import io.forkline.cli.chaos.plan.ChaosPlan;
import io.forkline.cli.chaos.process.ChaosCluster;
import io.forkline.cli.chaos.process.ChaosFolder;
import io.forkline.cli.report.JsonOutput;
import io.forkline.cli.terminal.Progress;
import io.forkline.cli.terminal.Text;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Proves the guarantees by killing. */
@Command(
        name = "chaos",
        description = {
            "Starts a cluster in processes of its own, kills and stops them at random moments while jobs run, and judges"
                    + " whether what is promised was kept.",
            ""
        },
        footer = {
            "",
            "The same seed gives the same jobs, faults and poison at the same moments. Nothing outside of the run's own",
            "folder is touched, and no model is asked but its own.",
            "It exits with 0 when every guarantee was kept, with 1 when one was violated; then the folder with all logs",
            "is kept.",
            "",
            "Examples:",
            "  forkline chaos",
            "  forkline chaos --jobs 1000 --kills 50 --seed 7 --json chaos.json"
        })
public final class ChaosCommand implements Callable<Integer> {

    private static final int MOST_JOBS = 100_000;
    private static final int MOST_KILLS = 10_000;
    private static final int SEEDS = 1_000_000;

    private final Host host;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "50",
            description = "Jobs, 1 to 100000; default ${DEFAULT-VALUE}.")
    private int jobs;

    @Option(
            names = "--kills",
            paramLabel = "K",
            defaultValue = "5",
            description = "Kills and pauses, 0 to 10000; default ${DEFAULT-VALUE}.")
    private int kills;

    @Option(names = "--seed", paramLabel = "S", description = "What chance is drawn from; default another each time.")
    private @Nullable Long seed;

    @Option(names = "--keep", description = "Keep the folder with all logs also when every guarantee was kept.")
    private boolean keep;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write what was done and judged; - for standard output.")
    private @Nullable String json;

    public ChaosCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (jobs < 1 || jobs > MOST_JOBS || kills < 0 || kills > MOST_KILLS) {
            throw CommandException.usage("a chaos run has 1 to " + MOST_JOBS + " jobs and 0 to " + MOST_KILLS
                    + " kills; these are " + jobs + " and " + kills);
        }
        JsonOutput output = new JsonOutput(json);
        output.check();
        ChaosPlan plan = ChaosPlan.draw(jobs, kills, seed == null ? new Random().nextInt(SEEDS) : seed);
        try (Scratch scratch = Scratch.in(host.scratch(), "chaos")) {
            ChaosOutcome outcome = runOrKeep(plan, scratch);
            if (!output.takesStdout()) {
                new ChaosView(host.terminal()).print(outcome);
            }
            output.write(ChaosJson.text(outcome), "What was done and judged is in ", host.terminal());
            if (keep || !outcome.isKept()) {
                keep(scratch);
            }
            return outcome.isKept() ? ExitCode.COMPLETE : ExitCode.FAILED;
        }
    }

    /** A run that comes to no verdict has logs that say why, unless somebody stopped it. */
    private ChaosOutcome runOrKeep(ChaosPlan plan, Scratch scratch) throws IOException, InterruptedException {
        try {
            return run(plan, new ChaosFolder(scratch.folder()));
        } catch (IOException | RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                keep(scratch);
            }
            throw e;
        }
    }

    private void keep(Scratch scratch) throws IOException {
        scratch.keep();
        host.terminal().err().println("Everything is kept in " + scratch.folder());
    }

    private ChaosOutcome run(ChaosPlan plan, ChaosFolder folder) throws IOException, InterruptedException {
        try (Progress progress = new Progress(host.terminal())) {
            progress.note("seed " + plan.seed() + ": " + Text.count(jobs, "job") + ", "
                    + Text.count(kills, "kill") + " and pause" + (kills == 1 ? "" : "s") + ", "
                    + plan.poison().size() + " unreadable records, in "
                    + plan.span().toSeconds() + " s");
            folder.prepare(plan.environments());
            try (ChaosCluster cluster = ChaosCluster.start(folder, host.root(), plan.seed(), progress)) {
                return new ChaosRun(plan, folder, cluster, progress).run();
            }
        }
    }
}
