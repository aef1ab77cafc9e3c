package io.forkline.cli.doctor;

import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.local.BaseSystem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether pip, as this user has configured it, reaches an index: setups install their tools so. */
final class NetworkCheck implements Check {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String REMEDY =
            "see to the network, or tell pip of a proxy or mirror (`pip config`, PIP_INDEX_URL,"
                    + " HTTPS_PROXY); environments whose snapshots are built already work without";

    @Override
    public String name() {
        return "setup network";
    }

    @Override
    public Finding look() throws InterruptedException {
        try {
            String python = BaseSystem.probe().python().toString();
            if (!works(Program.run(PATIENCE, List.of(python, "-m", "pip", "--version")))) {
                return new Finding.Lesser(
                        "cannot be tried, as Python has no pip",
                        "install it (Debian, Ubuntu: apt install python3-pip)");
            }
            Optional<Program.Ended> index = Program.run(
                    PATIENCE,
                    List.of(
                            python,
                            "-m",
                            "pip",
                            "--no-input",
                            "--retries",
                            "0",
                            "--timeout",
                            "10",
                            "index",
                            "versions",
                            "pip"));
            return works(index)
                    ? new Finding.Good("pip reaches its index")
                    : new Finding.Lesser(
                            "pip does not reach its index"
                                    + index.map(ended -> ": " + ended.lastLine())
                                            .orElse(" in time"),
                            REMEDY);
        } catch (SandboxException e) {
            return new Finding.Lesser("cannot be tried without Python", "install it first");
        }
    }

    private static boolean works(Optional<Program.Ended> ended) {
        return ended.filter(Program.Ended::well).isPresent();
    }
}
