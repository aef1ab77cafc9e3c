package io.forkline.sandbox.attack;

import io.forkline.sandbox.CommandResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks for what an attack has done on the host, whatever it says itself. */
final class Outside {

    /** What a sandbox sets as well, and what a shell may set to the same. */
    private static final Set<String> EVERYBODYS = Set.of(
            "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "LOGNAME", "PATH", "PWD", "SHLVL", "TERM", "TZ", "USER");

    private final Canary canary;
    private final TargetTrap trap;
    private final Marks marks;
    private final List<Path> folders;
    private final Map<String, String> variables;

    /**
     * @param folders where files of an attack's name would show
     * @param variables those of this process, none of which may be seen
     */
    Outside(Canary canary, TargetTrap trap, Marks marks, List<Path> folders, Map<String, String> variables) {
        this.canary = canary;
        this.trap = trap;
        this.marks = marks;
        this.folders = List.copyOf(folders);
        this.variables = Map.copyOf(variables);
    }

    /** Evidence against the confinement; empty when all is well. */
    List<String> evidence(CommandResult.Output output) throws IOException {
        var said = output.stdout() + output.stderr();
        var evidence = new ArrayList<String>();
        canary.reached(said).forEach(what -> evidence.add("the canary on the host: " + what));
        if (trap.changed()) {
            evidence.add("the target was changed");
        }
        evidence.addAll(marks.files(folders));
        evidence.addAll(marks.processes());
        variablesIn(said).forEach(name -> evidence.add("the variable " + name + " of this process was read"));
        return evidence;
    }

    private List<String> variablesIn(String said) {
        var lines = Set.copyOf(said.lines().distinct().toList());
        return variables.entrySet().stream()
                .filter(each ->
                        !EVERYBODYS.contains(each.getKey()) && !each.getKey().startsWith("PYTHON"))
                .filter(each -> !each.getKey().endsWith("_NUM_THREADS"))
                .filter(each -> lines.contains(each.getKey() + "=" + each.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
