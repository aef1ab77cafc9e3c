package io.forkline.sandbox.attack;

import io.forkline.sandbox.SnapshotKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One way to try to get out, as {@code attacks.yaml} says it.
 *
 * @param group what it belongs to, for people
 * @param name unique
 * @param tries what it tries, in one line
 * @param program file name of its program, in the environment of the battery
 * @param arguments what its program gets
 * @param barrier what is to stop it
 * @param kinds snapshots in whose forks it is run; not empty
 * @param expected how it shows that it was stopped
 * @param needs the control group without which this host holds no such limit
 * @param timeout wall time of its command
 * @param provable whether it gets through where nothing confines it, harmlessly, so that this can be tried
 * @param bomb whether the host is watched meanwhile
 */
public record Attack(
        String group,
        String name,
        String tries,
        String program,
        List<String> arguments,
        String barrier,
        Set<SnapshotKind> kinds,
        Expected expected,
        Optional<String> needs,
        Duration timeout,
        boolean provable,
        boolean bomb) {

    public Attack {
        arguments = List.copyOf(arguments);
        kinds = Set.copyOf(kinds);
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("the attack \"" + name + "\" is run nowhere");
        }
    }
}
