package io.forkline.cli.bench;

import io.forkline.cli.Closing;
import io.forkline.cli.CommandException;
import io.forkline.cli.ExitCode;
import io.forkline.cli.Host;
import io.forkline.cli.Scratch;
import io.forkline.cli.job.DurationConverter;
import io.forkline.cli.report.OutputFile;
import io.forkline.cli.run.OneProcess;
import io.forkline.cli.run.RunListener;
import io.forkline.cli.run.Sandboxes;
import io.forkline.cli.run.WarmUp;
import io.forkline.cli.service.ConfigOption;
import io.forkline.cli.terminal.Progress;
import io.forkline.producer.Targets;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.environment.Environment;
import io.forkline.sandbox.environment.Environments;
import io.forkline.sandbox.target.TargetSource;
import io.forkline.sandbox.target.TargetStore;
import io.forkline.schemas.record.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what parallel forks gain, and where the time of a job goes. */
@Command(
        name = "bench",
        description = {
            "Runs rounds of a job and measures what forks gain, and what each stage takes.",
            "The figures: sequential and parallel total, speedup, efficiency, and p50, p90, p99 of each stage.",
            ""
        },
        footer = {
            "",
            "A round is the job side by side, and once more with its perspectives one after another.",
            "The first is not counted.",
            "The snapshot of the built-in benchmark is deleted afterwards, unless it was there before.",
            "",
            "Examples:",
            "  forkline bench --agents 50 --rounds 5",
            "  forkline bench --environment python-review --target examples/sample-project --rounds 20"
        })
public final class BenchCommand implements Callable<Integer> {

    private static final int MOST_AGENTS = 200;
    private static final int MOST_SLOTS = 64;

    private final Host host;
    private final Clock clock;

    @Option(
            names = "--agents",
            paramLabel = "N",
            defaultValue = "10",
            description = "Agents of the built-in benchmark, 1 to 200; default ${DEFAULT-VALUE}.")
    private int agents;

    @Option(
            names = "--rounds",
            paramLabel = "R",
            defaultValue = "5",
            description = "Rounds that are counted; default ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "100ms",
            converter = AgentTime.class,
            description =
                    "How long each agent waits, as for the answer of a model, up to 10m; default ${DEFAULT-VALUE}.")
    private Duration wait = Duration.ofMillis(100);

    @Option(
            names = "--compute",
            paramLabel = "TIME",
            defaultValue = "5ms",
            converter = AgentTime.class,
            description = "How long each agent computes, up to 10m; default ${DEFAULT-VALUE}.")
    private Duration compute = Duration.ofMillis(5);

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            description = "Instead of the built-in agents, the perspectives of this environment.")
    private @Nullable String environment;

    @Option(names = "--target", paramLabel = "DIR", description = "What they look at; needed with --environment.")
    private @Nullable Path target;

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "Tasks at a time (worker.slots); default as many as agents, at most 64.")
    private @Nullable Integer slots;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            defaultValue = "benchmark_results.json",
            description = "Where the figures go as JSON; default ${DEFAULT-VALUE}.")
    private Path output = Path.of("benchmark_results.json");

    public BenchCommand(Host host, Clock clock) {
        this.host = host;
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        check();
        Map<String, String> settings =
                config.settings(host, slots == null ? Map.of() : Map.of("worker.slots", slots.toString()));
        BenchReport report;
        try (Closing opened = new Closing();
                Progress progress = new Progress(host.terminal())) {
            report = measure(opened, settings, progress);
        }
        report.lines(host.terminal()).forEach(host.terminal().out()::println);
        output().write(report.text());
        host.terminal().err().println("The figures are in " + output().path());
        return ExitCode.COMPLETE;
    }

    private void check() {
        if (agents < 1 || agents > MOST_AGENTS || rounds < 1) {
            throw CommandException.usage("a benchmark has 1 to " + MOST_AGENTS
                    + " agents and at least 1 round; these are " + agents + " and " + rounds);
        }
        output().check();
        if ((environment == null) != (target == null)) {
            throw CommandException.usage("give --environment and --target together, or neither");
        }
        if (target != null && !Files.isDirectory(target)) {
            throw CommandException.usage("there is no directory " + target.toAbsolutePath());
        }
    }

    private OutputFile output() {
        return new OutputFile(output, "--output");
    }

    private BenchReport measure(Closing opened, Map<String, String> settings, Progress progress) throws Exception {
        Path folder = Sandboxes.folder(host, null, settings);
        if (environment == null) {
            folder = opened.add(Scratch.create("bench")).folder();
            BenchEnvironment.write(folder, agents, wait, compute);
        }
        Environments known = Sandboxes.environments(folder);
        Environment chosen = Sandboxes.environment(known, environment == null ? BenchEnvironment.NAME : environment);
        Map<String, String> all = settings(chosen, settings);
        progress.now("starting the broker and the sandboxes");
        if (environment == null) {
            // Before the provider, so that it is closed after it.
            opened.add(OwnSnapshot.of(host.home(), chosen));
        }
        SandboxProvider provider = opened.add(Sandboxes.open(host));
        OneProcess process = opened.add(OneProcess.start(new OneProcess.Parts(
                host.scratch(),
                known,
                provider,
                TargetStore.open(host.home().targets()),
                all,
                host.env(),
                RunListener.SILENT)));
        WarmUp.of(provider, chosen, progress);
        process.awaitReady();
        Measured measured = new Rounds(process, chosen, pinned(), progress).measure(rounds);
        return new BenchReport(measured, chosen.name(), work(String.valueOf(all.get("worker.slots"))), clock.instant());
    }

    /** What the user says goes before what fits the agents. */
    private static Map<String, String> settings(Environment chosen, Map<String, String> given) {
        Map<String, String> all = new HashMap<>();
        all.put("worker.slots", Integer.toString(Math.min(chosen.perspectives().size(), MOST_SLOTS)));
        all.putAll(given);
        all.putAll(OneProcess.NO_DRAIN);
        return all;
    }

    private String work(String atATime) {
        String each = target == null
                ? "each waits " + wait.toMillis() + " ms and computes " + compute.toMillis() + " ms"
                : target.toString();
        return each + ", " + atATime + " at a time";
    }

    private static final class AgentTime extends DurationConverter {
        AgentTime() {
            super("0ms", "10m");
        }
    }

    private Target pinned() throws SandboxException, InterruptedException {
        return target == null
                ? Targets.inline(Map.of("README", "Nothing to see here."))
                : Targets.directory(
                        target,
                        TargetStore.open(host.home().targets())
                                .fetch(TargetSource.Directory.of(target))
                                .digest());
    }
}
