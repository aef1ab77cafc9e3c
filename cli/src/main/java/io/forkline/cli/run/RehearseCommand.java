package io.forkline.cli.run;

import io.forkline.cli.Host;
import io.forkline.cli.Scratch;
import io.forkline.cli.job.JobOptions;
import io.forkline.cli.report.ResultView;
import io.forkline.cli.terminal.Progress;
import io.forkline.producer.Job;
import io.forkline.producer.Targets;
import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotSpec;
import io.forkline.sandbox.environment.Environments;
import io.forkline.sandbox.target.TargetStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Loads what {@code run} will load, so that the launcher can keep it for faster starts: a job goes through the whole pipeline
 * and is turned down, as no sandbox may be needed for a build.
 */
@Command(name = "rehearse", hidden = true, description = "Loads what `run` will load, for the launcher to keep.")
public final class RehearseCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Host host;

    public RehearseCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws Exception {
        try (Scratch scratch = Scratch.create("rehearsal");
                Progress progress = new Progress(host.terminal());
                OneProcess process = OneProcess.start(new OneProcess.Parts(
                        scratch.folder(),
                        Environments.load(host.environments(), "rehearsal"),
                        new NoSandboxes(),
                        TargetStore.open(ForklineHome.at(scratch.folder()).targets()),
                        Map.of("worker.slots", "2", "lead.slots", "1"),
                        Map.of(),
                        new RunProgress(progress, Clock.systemUTC())))) {
            Job job = JobOptions.build(Job.builder("rehearsal", Targets.inline(Map.of("file", "text"))));
            process.await(process.client().submit(job), PATIENCE).ifPresent(new ResultView(host.terminal())::print);
            process.awaitReady();
            return 0;
        }
    }

    /** Has nothing and makes nothing. */
    private static final class NoSandboxes implements SandboxProvider {

        @Override
        public String name() {
            return "none";
        }

        @Override
        public Snapshot prepare(SnapshotSpec spec, BuildListener listener) throws SandboxException {
            throw SandboxException.permanent("a rehearsal makes no snapshots", null);
        }

        @Override
        public Optional<Snapshot> find(EnvironmentId id) {
            return Optional.empty();
        }

        @Override
        public Sandbox fork(Snapshot snapshot, ForkOptions options) throws SandboxException {
            throw SandboxException.permanent("a rehearsal makes no forks", null);
        }

        @Override
        public List<Sandbox> list() {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
