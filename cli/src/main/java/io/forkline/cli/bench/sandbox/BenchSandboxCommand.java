package io.forkline.cli.bench.sandbox;

import io.forkline.cli.CommandException;
import io.forkline.cli.ExitCode;
import io.forkline.cli.Host;
import io.forkline.cli.job.DurationConverter;
import io.forkline.cli.report.JsonOutput;
import io.forkline.cli.terminal.Progress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what a fork costs here, stage by stage, beside a process, and beside bubblewrap where it is installed. */
@Command(
        name = "sandbox",
        description = {
            "Measures what forks cost on this machine: p50, p90, p99 and max of each stage of a small",
            "script in a parked fork, one that is not parked, a cold one, a plain subprocess and",
            "bubblewrap; 1, 10 and 100 forks at once; forks a second; memory; and a real scan in a warm",
            "fork, in a cold one, and by python3 -m bandit.",
            ""
        },
        footer = {
            "",
            "Figures are of this machine and what else it does meanwhile. It takes about two minutes, four",
            "on a busy machine; --rounds, --sustain and --no-scan shorten it.",
            "",
            "Examples:",
            "  forkline bench sandbox",
            "  forkline bench sandbox --rounds 20 --sustain 5s --no-scan     # a quick look",
            "  forkline bench sandbox --rounds 1000 --sustain 2m --json forks.json"
        })
public final class BenchSandboxCommand implements Callable<Integer> {

    private static final int MOST_ROUNDS = 100_000;

    private final Host host;
    private final Clock clock;

    @Option(
            names = "--rounds",
            paramLabel = "R",
            defaultValue = "200",
            description = "Rounds of each kind, one after another, 1 to 100000; default ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--sustain",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = "How long forks are made in a closed loop; default ${DEFAULT-VALUE}.")
    private Duration sustain = Duration.ofSeconds(30);

    @Option(names = "--no-scan", description = "Leave out the scan, which needs the environment python-review.")
    private boolean noScan;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Where the figures go as JSON as well; - for standard output, instead of the tables.")
    private @Nullable String json;

    public BenchSandboxCommand(Host host, Clock clock) {
        this.host = host;
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        if (rounds < 1 || rounds > MOST_ROUNDS) {
            throw CommandException.usage("--rounds is from 1 to " + MOST_ROUNDS + "; this is " + rounds);
        }
        JsonOutput output = new JsonOutput(json);
        output.check();
        Figures figures;
        try (Progress progress = new Progress(host.terminal())) {
            figures = SandboxBench.measure(host, clock, new SandboxBench.Wanted(rounds, sustain, !noScan), progress);
        }
        if (!output.takesStdout()) {
            FiguresText.lines(figures, host.terminal()).forEach(host.terminal().out()::println);
        }
        output.write(FiguresJson.text(figures), "The figures are in ", host.terminal());
        return ExitCode.COMPLETE;
    }
}
