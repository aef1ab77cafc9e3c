package io.forkline.cli.doctor;

import io.forkline.cli.Scratch;
import io.forkline.cli.terminal.Progress;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.attack.Attempt;
import io.forkline.sandbox.attack.Battery;
import io.forkline.sandbox.attack.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes all attempts of the escape battery, after a proof of those that can be proved: a broken attempt must not look like a held one. */
final class AttackRun {

    private final Terminal terminal;

    AttackRun(Terminal terminal) {
        this.terminal = terminal;
    }

    AttackReport run() throws IOException, SandboxException, InterruptedException {
        try (Scratch scratch = Scratch.create("doctor-attack");
                Progress progress = new Progress(terminal)) {
            progress.now("preparing the sandboxes");
            // what is in it is to be kept from attacks by their confinement, not by our mode
            Files.setPosixFilePermissions(scratch.folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
            try (Battery battery =
                    Battery.open(Files.createDirectory(scratch.folder().resolve("battery")))) {
                List<String> unproved = prove(battery, progress);
                return new AttackReport(attack(battery, progress), unproved, battery.controlGroups());
            }
        }
    }

    private static List<String> prove(Battery battery, Progress progress) throws IOException, InterruptedException {
        List<String> unproved = new ArrayList<>();
        for (var attack : Battery.provable()) {
            progress.now("proving without confinement: " + attack.name());
            Optional<String> defect = battery.prove(attack);
            defect.ifPresent(why -> unproved.add(attack.name() + ": " + why));
        }
        return unproved;
    }

    private static List<Outcome> attack(Battery battery, Progress progress)
            throws IOException, SandboxException, InterruptedException {
        List<Attempt> attempts = Battery.attempts();
        List<Outcome> outcomes = new ArrayList<>();
        for (Attempt attempt : attempts) {
            progress.now((outcomes.size() + 1) + " of " + attempts.size() + ": " + attempt);
            Outcome outcome = battery.run(attempt);
            outcomes.add(outcome);
            progress.detail(attempt + ": " + outcome.verdict().words() + " in "
                    + Text.millis(outcome.took().toMillis()));
        }
        return outcomes;
    }
}
