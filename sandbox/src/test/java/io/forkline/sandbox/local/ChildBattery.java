package io.forkline.sandbox.local;

import io.forkline.sandbox.attack.Battery;
import io.forkline.sandbox.attack.Outcome;
import io.forkline.sandbox.attack.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/** The escape battery in a JVM of its own. Writes what was not held, and attempts that prove nothing, a line each. */
final class ChildBattery {

    private ChildBattery() {}

    public static void main(String[] arguments) throws Exception {
        var directory = Path.of(arguments[0]);
        var notHeld = new ArrayList<String>();
        try (var battery = Battery.open(Files.createDirectory(directory.resolve("battery")))) {
            for (var attack : Battery.provable()) {
                battery.prove(attack).ifPresent(why -> notHeld.add(attack.name() + " is broken: " + why));
            }
            for (var attempt : Battery.attempts()) {
                Outcome outcome = battery.run(attempt);
                if (outcome.verdict() == Verdict.NOT_HELD) {
                    notHeld.add(attempt + ": " + outcome.why());
                }
            }
        }
        Files.write(directory.resolve("not-held"), notHeld);
    }
}
