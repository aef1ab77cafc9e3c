package io.forkline.cli;

import io.forkline.cli.bench.BenchCommand;
import io.forkline.cli.bench.sandbox.BenchSandboxCommand;
import io.forkline.cli.chaos.ChaosCommand;
import io.forkline.cli.chaos.process.ChaosBrokerCommand;
import io.forkline.cli.cluster.AggregatorCommand;
import io.forkline.cli.cluster.CancelCommand;
import io.forkline.cli.cluster.ForkWorkerCommand;
import io.forkline.cli.cluster.JobsCommand;
import io.forkline.cli.cluster.JobsListCommand;
import io.forkline.cli.cluster.JobsShowCommand;
import io.forkline.cli.cluster.ResultsCommand;
import io.forkline.cli.cluster.SnapshotServiceCommand;
import io.forkline.cli.cluster.SubmitCommand;
import io.forkline.cli.cluster.TopicsAclsCommand;
import io.forkline.cli.cluster.TopicsCheckCommand;
import io.forkline.cli.cluster.TopicsCommand;
import io.forkline.cli.cluster.TopicsCreateCommand;
import io.forkline.cli.deadletters.DeadLettersCommand;
import io.forkline.cli.deadletters.DeadLettersListCommand;
import io.forkline.cli.deadletters.DeadLettersRedriveCommand;
import io.forkline.cli.deadletters.DeadLettersShowCommand;
import io.forkline.cli.doctor.DoctorCommand;
import io.forkline.cli.replay.ReplayCommand;
import io.forkline.cli.run.RehearseCommand;
import io.forkline.cli.run.RunCommand;
import io.forkline.cli.schemas.SchemasCheckCommand;
import io.forkline.cli.schemas.SchemasCommand;
import io.forkline.cli.schemas.SchemasListCommand;
import io.forkline.cli.schemas.SchemasRegisterCommand;
import io.forkline.cli.snapshots.SnapshotsCommand;
import io.forkline.cli.snapshots.SnapshotsDeleteCommand;
import io.forkline.cli.snapshots.SnapshotsExportCommand;
import io.forkline.cli.snapshots.SnapshotsImportCommand;
import io.forkline.cli.snapshots.SnapshotsInspectCommand;
import io.forkline.cli.snapshots.SnapshotsListCommand;
import io.forkline.cli.snapshots.SnapshotsPruneCommand;
import io.forkline.cli.up.UpCommand;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine;

/** The commands, in the order the help shows them. */
final class Commands {

    private Commands() {}

    static List<Object> all(Host host) {
        Clock clock = Clock.systemUTC();
        return List.of(
                new RunCommand(host),
                new CommandLine(new SnapshotsCommand())
                        .addSubcommand(new SnapshotsListCommand(host, clock))
                        .addSubcommand(new SnapshotsInspectCommand(host, clock))
                        .addSubcommand(new SnapshotsDeleteCommand(host))
                        .addSubcommand(new SnapshotsPruneCommand(host))
                        .addSubcommand(new SnapshotsExportCommand(host))
                        .addSubcommand(new SnapshotsImportCommand(host)),
                new SubmitCommand(host),
                new ResultsCommand(host, clock),
                new CancelCommand(host, clock),
                new ReplayCommand(host, clock, System.in),
                new CommandLine(new JobsCommand())
                        .addSubcommand(new JobsListCommand(host, clock))
                        .addSubcommand(new JobsShowCommand(host, clock)),
                new CommandLine(new DeadLettersCommand())
                        .addSubcommand(new DeadLettersListCommand(host, clock))
                        .addSubcommand(new DeadLettersShowCommand(host))
                        .addSubcommand(new DeadLettersRedriveCommand(host, clock)),
                new CommandLine(new SchemasCommand())
                        .addSubcommand(new SchemasRegisterCommand(host))
                        .addSubcommand(new SchemasCheckCommand(host))
                        .addSubcommand(new SchemasListCommand(host)),
                new CommandLine(new TopicsCommand())
                        .addSubcommand(new TopicsCreateCommand(host))
                        .addSubcommand(new TopicsCheckCommand(host))
                        .addSubcommand(new TopicsAclsCommand(host)),
                new UpCommand(host),
                new SnapshotServiceCommand(host),
                new ForkWorkerCommand(host),
                new AggregatorCommand(host),
                new CommandLine(new BenchCommand(host, clock)).addSubcommand(new BenchSandboxCommand(host, clock)),
                new ChaosCommand(host),
                new ChaosBrokerCommand(host),
                new DoctorCommand(host),
                new RehearseCommand(host));
    }
}
