package io.forkline.workers;

import io.forkline.sandbox.Base;
import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.CommandStages;
import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.ForkId;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.Layer;
import io.forkline.sandbox.OutputListener;
import io.forkline.sandbox.Recipe;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxLimits;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.SnapshotSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A provider without processes: the test says what a command does. Remembers forks, commands and builds. */
final class FakeProvider implements SandboxProvider {

    private static final CommandStages TOOK =
            new CommandStages(Duration.ofMillis(2), Duration.ofMillis(30), Duration.ofMillis(1));

    /** What a command in a fork does. */
    interface Behaviour {
        CommandResult run(FakeSandbox fork, Command command) throws SandboxException, InterruptedException;
    }

    final List<FakeSandbox> forks = new CopyOnWriteArrayList<>();
    final List<SnapshotSpec> built = new CopyOnWriteArrayList<>();
    private final Map<EnvironmentId, Snapshot> snapshots = new ConcurrentHashMap<>();
    private volatile Behaviour behaviour = (fork, command) -> printed(okLine(command));
    private volatile Optional<SandboxException> noRoom = Optional.empty();
    private volatile Optional<Duration> destroyed = Optional.of(Duration.ofMillis(3));

    /** The snapshot is on this host. */
    void has(EnvironmentId id) {
        snapshots.put(id, snapshot(id));
    }

    void behaves(Behaviour newBehaviour) {
        behaviour = newBehaviour;
    }

    void refusesToFork(SandboxException why) {
        noRoom = Optional.of(why);
    }

    /** A closed fork is there longer than anybody waits. */
    void destroysSlowly() {
        destroyed = Optional.empty();
    }

    /** The report that a perspective prints when all is well. */
    static String okLine(Command command) {
        return "{\"perspective\":\"" + command.environment().get("PERSPECTIVE")
                + "\",\"score\":80,\"finding\":\"fine\"}\n";
    }

    static CommandResult printed(String stdout) {
        return exited(0, stdout, "");
    }

    static CommandResult exited(int code, String stdout, String stderr) {
        return new CommandResult.Exited(code, new CommandResult.Output(stdout, stderr), TOOK);
    }

    static CommandResult stopped(CommandResult.Limit limit, String stdout) {
        return new CommandResult.StoppedAtLimit(limit, new CommandResult.Output(stdout, "so far"), TOOK);
    }

    @Override
    public String name() {
        return "a choice of providers";
    }

    @Override
    public Snapshot prepare(SnapshotSpec spec, BuildListener listener) {
        listener.progress("building " + spec.environment());
        built.add(spec);
        has(spec.id());
        return snapshots.get(spec.id());
    }

    @Override
    public Optional<Snapshot> find(EnvironmentId id) {
        return Optional.ofNullable(snapshots.get(id));
    }

    @Override
    public Sandbox fork(Snapshot snapshot, ForkOptions options) throws SandboxException {
        if (noRoom.isPresent()) {
            throw noRoom.get();
        }
        FakeSandbox fork = new FakeSandbox(options);
        forks.add(fork);
        return fork;
    }

    @Override
    public List<Sandbox> list() {
        return forks.stream()
                .filter(fork -> !fork.isClosed())
                .map(Sandbox.class::cast)
                .toList();
    }

    @Override
    public void close() {}

    private static Snapshot snapshot(EnvironmentId id) {
        return new Snapshot(
                id,
                "fake-env",
                SnapshotKind.MEMORY,
                "fake",
                new Base("3.12", "abi", "/usr", "libc", "x86_64", "os"),
                List.of(new Layer(id.value(), 1)),
                List.of(),
                new Recipe(List.of(), false, List.of()),
                SandboxLimits.DEFAULT,
                "a-host",
                Instant.EPOCH,
                Duration.ZERO);
    }

    /** A fork that remembers. */
    final class FakeSandbox implements Sandbox {

        final ForkOptions options;
        final List<Command> commands = new CopyOnWriteArrayList<>();
        private final CountDownLatch closed = new CountDownLatch(1);

        FakeSandbox(ForkOptions options) {
            this.options = options;
        }

        boolean isClosed() {
            return closed.getCount() == 0;
        }

        /** Blocks as a command does that runs until it is killed. */
        CommandResult runUntilKilled() throws InterruptedException {
            closed.await();
            return exited(137, "", "");
        }

        @Override
        public ForkId id() {
            return options.id();
        }

        @Override
        public long forkTime(TimeUnit unit) {
            return unit.convert(5, TimeUnit.MILLISECONDS);
        }

        @Override
        public CommandResult run(Command command, OutputListener listener)
                throws SandboxException, InterruptedException {
            commands.add(command);
            return behaviour.run(this, command);
        }

        @Override
        public void writeFile(String path, byte[] content) {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] readFile(String path, int maxBytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void kill() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            closed.countDown();
        }

        @Override
        public Optional<Duration> awaitDestroyed(Duration patience) {
            return isClosed() ? destroyed : Optional.empty();
        }
    }
}
