package io.forkline.sandbox.attack;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxLimits;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.SnapshotSpec;
import io.forkline.sandbox.local.BaseSystem;
import io.forkline.sandbox.local.LocalProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs hostile programs in forks of the local provider, one after another, and judges each by what it says and by what is seen outside:
 * a canary on the host, another fork, the host's memory and processes. For one thread.
 */
public final class Battery implements AutoCloseable {

    private static final long MIB = 1024 * 1024;
    private static final SandboxLimits LIMITS = new SandboxLimits(1.0, 192 * MIB, 48, 32 * MIB);
    private static final int STDOUT_BYTES = 1024 * 1024;
    private static final int MOST_ARCHIVE_BYTES = 32 * 1024 * 1024;
    private static final Duration GONE = Duration.ofSeconds(20);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);
    private static final Duration SETUP = Duration.ofMinutes(2);

    /** What the host may lose besides the limits of the fork: others use it as well while it is watched. */
    private static final long MEMORY_OF_OTHERS = 1024 * MIB;

    /** Our own processes, those of the canary and the other fork, and a cell and a clone for each of the forks that are parked meanwhile. */
    private static final int TASKS_BESIDES = 100;

    private final RandomGenerator random = new SecureRandom();
    private final Path folder;
    private final Path programs;
    private final Path python;
    private final LocalProvider provider;
    private final Map<SnapshotKind, Snapshot> snapshots = new EnumMap<>(SnapshotKind.class);
    private final Marks bystanderMarks;
    private Canary canary;
    private TargetTrap trap;
    private Bystander bystander;
    private int rounds;

    private Battery(Path folder, LocalProvider provider, Path python)
            throws IOException, SandboxException, InterruptedException {
        this.folder = folder;
        this.provider = provider;
        this.python = python;
        this.programs = Files.createDirectory(folder.resolve("environment"));
        Catalogue.write(programs);
        bystanderMarks = Marks.random(random);
        for (var kind : SnapshotKind.values()) {
            snapshots.put(kind, provider.prepare(spec(kind), BuildListener.SILENT));
        }
        canary = newCanary();
        trap = TargetTrap.lay(folder.resolve("target"), canary);
        bystander = newBystander();
    }

    /**
     * Prepares all that attacks need.
     *
     * @param folder an empty one that is ours alone and stays as long as this; others may look into it from now on, so that nothing but the
     *     confinement keeps an attack from it
     * @throws SandboxException when this host cannot confine processes
     */
    public static Battery open(Path folder) throws IOException, SandboxException, InterruptedException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        var provider = LocalProvider.open(ForklineHome.at(folder.resolve("home")));
        try {
            return new Battery(folder, provider, BaseSystem.probe().python());
        } catch (IOException | SandboxException | InterruptedException | RuntimeException failed) {
            provider.close();
            throw failed;
        }
    }

    /** All attacks, each in the kinds of fork that it is meant for, in order. */
    public static List<Attempt> attempts() {
        return Catalogue.attacks().stream()
                .flatMap(attack -> attack.kinds().stream()
                        .sorted(Comparator.naturalOrder())
                        .map(kind -> new Attempt(attack, kind)))
                .toList();
    }

    /** Attacks that {@link #prove} takes. */
    public static List<Attack> provable() {
        return Catalogue.attacks().stream().filter(Attack::provable).toList();
    }

    /** What this host has of control groups, for people. */
    public String controlGroups() throws SandboxException {
        return provider.controlGroups();
    }

    /**
     * Makes an attempt.
     *
     * @throws SandboxException when there is no fork to make it in, which says nothing about the confinement
     */
    public Outcome run(Attempt attempt) throws SandboxException, IOException, InterruptedException {
        var begun = System.nanoTime();
        var attack = attempt.attack();
        var missing = attack.needs().filter(group -> !hasControlGroup(group));
        var finding = missing.isPresent()
                ? Finding.notApplicable("there is no control group of " + missing.get()
                        + " here, without which such a limit is not held for a fork as a whole, or not at once")
                : attack(attempt);
        return new Outcome(
                attempt, finding.verdict(), why(attack, finding), Duration.ofNanos(System.nanoTime() - begun));
    }

    private static String why(Attack attack, Finding finding) {
        return finding.verdict() == Verdict.HELD ? attack.barrier() + ": " + finding.why() : finding.why();
    }

    private boolean hasControlGroup(String name) {
        try {
            return Arrays.asList(provider.controlGroups().split("\\W+")).contains(name);
        } catch (SandboxException ended) {
            return false;
        }
    }

    private Finding attack(Attempt attempt) throws SandboxException, IOException, InterruptedException {
        var attack = attempt.attack();
        var snapshot = snapshot(attempt.kind());
        var marks = Marks.random(random);
        var store = folder.resolve("store-" + rounds++);
        var evidence = new ArrayList<String>();
        CommandResult result;
        Finding finding;
        renew();
        var options = ForkOptions.of(snapshot).withTarget(trap.tree());
        try (var sandbox = provider.fork(snapshot, options)) {
            var watch = attack.bomb() ? Optional.of(HostWatch.start()) : Optional.<HostWatch>empty();
            try {
                result = sandbox.run(command(attack, marks));
            } finally {
                if (watch.isPresent()) {
                    evidence.addAll(excess(watch.get().stop()));
                }
            }
            finding = Judge.of(attack, result);
            if (attack.expected() instanceof Expected.Unpacking unpacking && finding.verdict() == Verdict.HELD) {
                finding = new StoreTrial(store)
                        .of(sandbox.readFile("/tmp/archive", MOST_ARCHIVE_BYTES), unpacking.refusal());
            }
        }
        marks.awaitNoProcess(GONE);
        var folders = Stream.of(store, programs).filter(Files::exists).toList();
        evidence.addAll(new Outside(canary, trap, marks, folders, System.getenv()).evidence(result.output()));
        bystander.reached().forEach(what -> evidence.add("another fork: " + what));
        evidence.addAll(tooMuchOutput(result.output()));
        if (evidence.isEmpty()) {
            return finding;
        }
        return Finding.notHeld(String.join("; ", evidence) + " (" + finding.why() + ")");
    }

    private static List<String> tooMuchOutput(CommandResult.Output output) {
        // a character that is cut or no UTF-8 becomes one that is longer than it was, but is one in a string
        return output.stdout().length() > STDOUT_BYTES || output.stderr().length() > Command.DEFAULT_STDERR_BYTES
                ? List.of("more output was kept than is allowed")
                : List.of();
    }

    private List<String> excess(HostWatch.Seen seen) {
        var evidence = new ArrayList<String>();
        if (seen.bytes() > LIMITS.memoryBytes() + LIMITS.diskBytes() + MEMORY_OF_OTHERS) {
            evidence.add("the host had " + seen.bytes() / MIB + " MiB less memory meanwhile");
        }
        if (seen.tasks() > LIMITS.processes() + TASKS_BESIDES) {
            evidence.add("there were " + seen.tasks() + " processes and threads meanwhile");
        }
        var silence = bystander.longestSilence();
        if (silence.compareTo(LONGEST_SILENCE) > 0) {
            evidence.add("another fork stood still for " + silence.toSeconds() + " s");
        }
        return evidence;
    }

    /**
     * Runs the same program as an ordinary process of this user, unconfined. Only for those that do no harm then.
     *
     * @return what is wrong with the attack: it does not get through there either; empty when it does
     */
    public Optional<String> prove(Attack attack) throws IOException, InterruptedException {
        if (!attack.provable()) {
            throw new IllegalArgumentException("\"" + attack.name() + "\" is not for running unconfined");
        }
        try (var own = newCanary()) {
            var ownTrap = TargetTrap.lay(folder.resolve("target-" + rounds++), own);
            var marks = Marks.random(random);
            var result = Unconfined.run(python, programs, attack, variables(own, marks));
            var evidence = new Outside(own, ownTrap, marks, List.of(), Map.of()).evidence(result.output());
            return evidence.isEmpty()
                    ? Optional.of("nothing is seen of it outside; it said: "
                            + Judge.of(attack, result).why())
                    : Optional.empty();
        }
    }

    private Command command(Attack attack, Marks marks) throws IOException {
        var run = new ArrayList<>(List.of("python3", "/opt/environment/" + attack.program()));
        run.addAll(attack.arguments());
        return new Command(run, variables(canary, marks), attack.timeout(), STDOUT_BYTES, Command.DEFAULT_STDERR_BYTES);
    }

    private Map<String, String> variables(Canary where, Marks marks) throws IOException {
        var variables = new HashMap<>(where.variables());
        variables.putAll(marks.variables());
        variables.put("SIBLING_MARK", bystanderMarks.mark());
        variables.put("HOST_ADDRESSES", addresses());
        variables.put("LIMIT_PROCESSES", Integer.toString(LIMITS.processes()));
        variables.put("LIMIT_MEMORY", Long.toString(LIMITS.memoryBytes()));
        variables.put("LIMIT_DISK", Long.toString(LIMITS.diskBytes()));
        variables.put("LIMIT_CPUS", Double.toString(LIMITS.cpus()));
        return variables;
    }

    private static String addresses() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .map(InetAddress::getHostAddress)
                .map(address -> address.split("%")[0])
                .collect(Collectors.joining(" "));
    }

    private Snapshot snapshot(SnapshotKind kind) {
        return Optional.ofNullable(snapshots.get(kind)).orElseThrow();
    }

    /** Puts what an attack has ended in its place again. */
    private void renew() throws IOException, SandboxException, InterruptedException {
        if (!canary.isAlive() || trap.changed()) {
            canary.close();
            canary = newCanary();
            trap = TargetTrap.lay(folder.resolve("target-" + rounds++), canary);
        }
        if (!bystander.reached().isEmpty()) {
            bystander.close();
            bystander = newBystander();
        }
        var unused = bystander.longestSilence();
    }

    private Canary newCanary() throws IOException {
        return Canary.start(folder.resolve("canary-" + rounds++), python, programs, random);
    }

    private Bystander newBystander() throws SandboxException, InterruptedException {
        return Bystander.start(provider, snapshot(SnapshotKind.MEMORY), bystanderMarks.mark());
    }

    private SnapshotSpec spec(SnapshotKind kind) {
        return new SnapshotSpec(
                new EnvironmentId((kind == SnapshotKind.MEMORY ? "a77acc" : "a77acd").repeat(10) + "0000"),
                "attack",
                kind,
                programs,
                List.of(),
                false,
                SETUP,
                List.of(),
                List.of(),
                LIMITS);
    }

    /** Ends every fork and the canary. The folder is the caller's to delete. */
    @Override
    public void close() {
        bystander.close();
        canary.close();
        provider.close();
    }
}
