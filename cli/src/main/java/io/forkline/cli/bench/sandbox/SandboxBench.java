package io.forkline.cli.bench.sandbox;

import io.forkline.cli.Closing;
import io.forkline.cli.CommandException;
import io.forkline.cli.Host;
import io.forkline.cli.Scratch;
import io.forkline.cli.bench.BenchEnvironment;
import io.forkline.cli.run.Sandboxes;
import io.forkline.cli.run.WarmUp;
import io.forkline.cli.terminal.Progress;
import io.forkline.cli.terminal.Text;
import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.TargetTree;
import io.forkline.sandbox.environment.Environment;
import io.forkline.sandbox.environment.Perspective;
import io.forkline.sandbox.local.BaseSystem;
import io.forkline.sandbox.local.LocalProvider;
import io.forkline.sandbox.local.Parking;
import io.forkline.sandbox.target.TargetSource;
import io.forkline.sandbox.target.TargetStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures one section after another. Each has providers of its own, so that none finds what another has left. */
final class SandboxBench {

    private static final int PARKED = 4;
    private static final int SPARE_CELLS = 2;
    private static final List<Integer> AT_ONCE = List.of(1, 10, 100);
    private static final int MOST_TIMES = 3;
    private static final int MOST_SCANS = 10;
    private static final Duration ANY = Duration.ofMillis(1);
    private static final String REVIEW = "python-review";
    private static final String PERSPECTIVE = "Security";
    private static final Path SAMPLE = Path.of("examples", "sample-project");

    private final Host host;
    private final Clock clock;
    private final Progress progress;
    private final BaseSystem base;
    private final Environment environment;
    private final TargetTree target;

    private SandboxBench(Host host, Clock clock, Progress progress, Environment environment, TargetTree target)
            throws SandboxException, InterruptedException {
        this.host = host;
        this.clock = clock;
        this.progress = progress;
        this.base = BaseSystem.probe();
        this.environment = environment;
        this.target = target;
    }

    /**
     * What is wanted.
     *
     * @param rounds of each way to run the script
     * @param sustain how long forks are made in a closed loop
     * @param scan whether a real scan is measured as well
     */
    record Wanted(int rounds, Duration sustain, boolean scan) {}

    /** Leaves the snapshots that it has built, and nothing else. */
    static Figures measure(Host host, Clock clock, Wanted wanted, Progress progress)
            throws SandboxException, IOException, InterruptedException {
        try (Scratch scratch = Scratch.create("bench-sandbox")) {
            BenchEnvironment.write(scratch.folder(), 1, ANY, ANY);
            Environment environment =
                    Sandboxes.environment(Sandboxes.environments(scratch.folder()), BenchEnvironment.NAME);
            Path tree = Files.createDirectory(scratch.folder().resolve("target"));
            Files.writeString(tree.resolve("README"), "Nothing to see here.");
            return new SandboxBench(host, clock, progress, environment, new TargetTree(tree, "0".repeat(64)))
                    .measure(wanted);
        }
    }

    private Figures measure(Wanted wanted) throws SandboxException, IOException, InterruptedException {
        int times = Math.min(MOST_TIMES, wanted.rounds());
        String controlGroups;
        Snapshot snapshot;
        try (LocalProvider provider = Sandboxes.openLocal(host, Parking.NONE)) {
            controlGroups = provider.controlGroups();
            WarmUp.of(provider, environment, progress);
            snapshot = provider.find(environment.id())
                    .orElseThrow(() -> CommandException.failed("the snapshot has been deleted meanwhile", null));
        }
        Map<Kind, String> skipped = new EnumMap<>(Kind.class);
        Map<Kind, WayFigures> ways = oneByOne(snapshot, wanted.rounds(), skipped);
        progress.done(Text.count(wanted.rounds(), "round") + " of each, one after another");
        List<Burst> bursts = bursts(snapshot, times);
        progress.done("forks at once");
        Sustained sustained = sustained(snapshot, wanted.sustain());
        progress.done("forks in a closed loop");
        progress.now("looking at the memory of " + MemoryCost.FORKS + " forks");
        MemoryCost memory = MemoryCost.measure(() -> warm(snapshot), times);
        progress.done("memory of forks");
        Scan scan = wanted.scan() ? scan(Math.min(MOST_SCANS, wanted.rounds())) : new Scan.Skipped("not asked for");
        return new Figures(
                controlGroups,
                base.version(),
                wanted.rounds(),
                ways,
                skipped,
                bursts,
                sustained,
                memory,
                scan,
                clock.instant());
    }

    private Map<Kind, WayFigures> oneByOne(Snapshot snapshot, int rounds, Map<Kind, String> skipped)
            throws SandboxException, IOException, InterruptedException {
        try (Closing opened = new Closing()) {
            Forks parked = open(opened, snapshot, new Parking(PARKED, 0));
            List<Way> ways = new ArrayList<>(List.of(
                    new ForkWay(Kind.PARKED, parked),
                    new ForkWay(Kind.SPARE_CELL, open(opened, snapshot, new Parking(0, SPARE_CELLS))),
                    new ForkWay(Kind.NOT_PARKED, open(opened, snapshot, Parking.NONE)),
                    new ForkWay(Kind.COLD, open(opened, Forks.cold(snapshot), Parking.NONE)),
                    ProcessWay.subprocess(base.python())));
            Bwrap.find(host.env(), base.python(), why -> skipped.put(Kind.BWRAP, why))
                    .ifPresent(ways::add);
            return OneByOne.measure(ways, rounds, () -> parked.park(PARKED), progress);
        }
    }

    private List<Burst> bursts(Snapshot snapshot, int times) throws SandboxException, InterruptedException {
        try (Closing opened = new Closing()) {
            Forks forks = open(opened, snapshot, Parking.NONE);
            var unused = ForkRun.of(forks).awaitGone();
            List<Burst> bursts = new ArrayList<>();
            for (int count : AT_ONCE) {
                for (boolean parked : new boolean[] {true, false}) {
                    progress.now(Text.count(count, "fork") + " at once" + (parked ? ", parked" : ""));
                    bursts.add(Burst.measure(forks, count, parked, times));
                }
            }
            return bursts;
        }
    }

    private Sustained sustained(Snapshot snapshot, Duration time) throws SandboxException, InterruptedException {
        try (Closing opened = new Closing()) {
            progress.now("forks in a closed loop for " + Text.seconds(time.toMillis() / 1000.0));
            int threads = 2 * Runtime.getRuntime().availableProcessors();
            return Sustained.measure(open(opened, snapshot, Parking.DEFAULT), threads, time);
        }
    }

    /** Its environment's process has forked once, and no fork is left. Whoever calls closes it. */
    private Forks warm(Snapshot snapshot) throws SandboxException, InterruptedException {
        LocalProvider provider = Sandboxes.openLocal(host, Parking.NONE);
        boolean ready = false;
        try {
            Forks forks = new Forks(provider, snapshot, target);
            var unused = ForkRun.of(forks).awaitGone();
            ready = true;
            return forks;
        } finally {
            if (!ready) {
                provider.close();
            }
        }
    }

    private Forks open(Closing opened, Snapshot snapshot, Parking parking) throws InterruptedException {
        return new Forks(opened.add(Sandboxes.openLocal(host, parking)), snapshot, target);
    }

    private Scan scan(int rounds) throws IOException, InterruptedException {
        try (Closing opened = new Closing()) {
            Environment review = Sandboxes.environment(Sandboxes.environments(host.environments()), REVIEW);
            Optional<Perspective> security = review.perspective(PERSPECTIVE);
            Path sample = host.root().resolve(SAMPLE);
            if (security.isEmpty() || !Files.isDirectory(sample)) {
                return new Scan.Skipped("there is no perspective " + PERSPECTIVE + " or no " + sample);
            }
            LocalProvider provider = opened.add(Sandboxes.openLocal(host, Parking.DEFAULT));
            WarmUp.of(provider, review, progress);
            Snapshot snapshot = provider.prepare(review.snapshotSpec(), BuildListener.SILENT);
            TargetTree tree = TargetStore.open(host.home().targets()).fetch(TargetSource.Directory.of(sample));
            LocalProvider others = opened.add(Sandboxes.openLocal(host, Parking.NONE));
            Path home = Files.createDirectory(
                    opened.add(Scratch.create("bench-scan")).folder().resolve("home"));
            Scan.Ways ways = new Scan.Ways(
                    security.get(),
                    new Forks(provider, snapshot, tree),
                    new Forks(others, Forks.cold(snapshot), tree),
                    ColdBandit.of(base.python(), host.home().layers(), snapshot, tree, home));
            return Scan.measure(REVIEW + "'s " + PERSPECTIVE + " of " + SAMPLE, ways, rounds, progress);
        } catch (SandboxException | CommandException cannot) {
            return new Scan.Skipped(Text.clean(String.valueOf(cannot.getMessage())));
        }
    }
}
