package io.forkline.cli.doctor;

import io.forkline.cli.Scratch;
import io.forkline.cli.terminal.Text;
import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxLimits;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.SnapshotSpec;
import io.forkline.sandbox.local.LocalProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Prepares a snapshot with nothing in it, forks it and runs a program: all that a perspective needs, for real. */
final class SandboxCheck implements Check {

    private static final EnvironmentId ID = new EnvironmentId("d0c".repeat(21) + "0");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "sandbox";
    }

    @Override
    public Finding look() throws InterruptedException {
        try (Scratch scratch = Scratch.create("doctor-home")) {
            Path environment = Files.createDirectory(scratch.folder().resolve("environment"));
            ForklineHome home = ForklineHome.at(scratch.folder().resolve("home"));
            try (LocalProvider provider = LocalProvider.open(home)) {
                var snapshot = provider.prepare(spec(environment), BuildListener.SILENT);
                try (Sandbox sandbox = provider.fork(snapshot, ForkOptions.of(snapshot))) {
                    CommandResult result =
                            sandbox.run(Command.of(List.of("python3", "-c", "print(6 * 7)"), Map.of(), PATIENCE));
                    return judge(result, sandbox.forkTime(TimeUnit.MICROSECONDS) / 1000.0);
                }
            }
        } catch (SandboxException | IOException e) {
            return new Finding.Missing(
                    String.valueOf(e.getMessage()), "see to what is missing above; then run the doctor again");
        }
    }

    private static Finding judge(CommandResult result, double forkMs) {
        return result instanceof CommandResult.Exited exited
                        && exited.exitCode() == 0
                        && exited.output().stdout().strip().equals("42")
                ? new Finding.Good("a confined process ran in a fork made in " + Text.millis(forkMs))
                : new Finding.Missing(
                        "a program in a fork did not do as it should: "
                                + result.output().stderr().strip(),
                        "see to what is missing above; then run the doctor again");
    }

    private static SnapshotSpec spec(Path folder) {
        return new SnapshotSpec(
                ID,
                "doctor",
                SnapshotKind.FILESYSTEM,
                folder,
                List.of(),
                false,
                PATIENCE,
                List.of(),
                List.of(),
                SandboxLimits.DEFAULT);
    }
}
