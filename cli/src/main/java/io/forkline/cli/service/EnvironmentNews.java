package io.forkline.cli.service;

import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import io.forkline.sandbox.environment.EnvironmentChange;
import io.forkline.sandbox.environment.Environments;
import io.forkline.sandbox.environment.EnvironmentsWatch;

/** Tells whoever runs a service what became of its environments. */
public final class EnvironmentNews {

    private EnvironmentNews() {}

    /** Says which environments cannot be used, and from now on what changes. Jobs that name a broken one are told the same. */
    public static EnvironmentsWatch watch(Environments environments, Terminal terminal) {
        environments.broken().forEach((name, why) -> terminal.err().println("! " + Text.clean(why)));
        return EnvironmentsWatch.start(environments, change -> terminal.err().println(Text.clean(line(change))));
    }

    static String line(EnvironmentChange change) {
        return switch (change) {
            case EnvironmentChange.Added added -> "environment " + added.name() + " is new; the next job may name it";
            case EnvironmentChange.Changed changed ->
                "environment " + changed.name() + " has changed; the next job uses it as it is now";
            case EnvironmentChange.Removed removed ->
                "environment " + removed.name() + " is gone; jobs that name it are turned down";
            case EnvironmentChange.Broken broken ->
                "! " + broken.why()
                        + (broken.isKept()
                                ? " (environment " + broken.name() + " stays as it was until that is mended)"
                                : "");
            case EnvironmentChange.Unreadable folder -> "! " + folder.why() + " (all environments stay as they were)";
        };
    }
}
