package io.forkline.cli.run;

import io.forkline.cli.CommandException;
import io.forkline.cli.Host;
import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.environment.Environment;
import io.forkline.sandbox.environment.EnvironmentException;
import io.forkline.sandbox.environment.Environments;
import io.forkline.sandbox.gvisor.GvisorConfig;
import io.forkline.sandbox.isolation.ProviderByIsolation;
import io.forkline.sandbox.local.BaseSystem;
import io.forkline.sandbox.local.LocalProvider;
import io.forkline.sandbox.local.Nests;
import io.forkline.sandbox.local.Parking;
import io.forkline.sandbox.snapshot.SnapshotStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What there is to fork from: the environments of a folder, and the snapshots of this host. */
public final class Sandboxes {

    private static final String ANOTHER = "; name another with --environments, or in environments.dir";

    private Sandboxes() {}

    /**
     * Where the environments are: what the option says, else the settings, else beside the launcher.
     *
     * @param option null when it was not given
     */
    public static Path folder(Host host, @Nullable Path option, Map<String, String> settings) {
        if (option != null) {
            return option;
        }
        String set = settings.get("environments.dir");
        return set == null ? host.environments() : Path.of(set);
    }

    /** @throws CommandException when there is no such folder */
    public static void requireFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw CommandException.usage("there is no folder of environments at " + folder + ANOTHER);
        }
    }

    /**
     * The environments of a folder, on this machine's base system.
     *
     * @throws CommandException when the folder cannot be read
     */
    public static Environments environments(Path folder) throws SandboxException, InterruptedException {
        try {
            return Environments.load(folder, BaseSystem.probe().fingerprint());
        } catch (EnvironmentException e) {
            throw CommandException.usage(e.getMessage() + ANOTHER, e);
        }
    }

    /**
     * What makes the sandboxes of this process: each by the isolation that its environment asks for.
     *
     * @throws CommandException when this machine cannot confine processes, or is told nonsense about its {@code runsc} or its nests
     */
    public static ProviderByIsolation open(Host host) throws InterruptedException {
        return open(host, Parking.DEFAULT);
    }

    /** The same, with forks made ahead as wanted. */
    public static ProviderByIsolation open(Host host, Parking parking) throws InterruptedException {
        try {
            return ProviderByIsolation.open(
                    host.home(), GvisorConfig.fromEnvironment(host.env()), parking, Nests.fromEnvironment(host.env()));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()), e);
        } catch (SandboxException e) {
            throw impossible(e);
        }
    }

    /**
     * What makes sandboxes by Linux's own means, whatever an environment asks for.
     *
     * @throws CommandException when this machine cannot confine processes, or is told nonsense about its nests
     */
    public static LocalProvider openLocal(Host host, Parking parking) throws InterruptedException {
        try {
            return LocalProvider.open(host.home(), parking, Nests.fromEnvironment(host.env()));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()), e);
        } catch (SandboxException e) {
            throw impossible(e);
        }
    }

    private static CommandException impossible(SandboxException e) {
        return CommandException.failed(
                "no sandbox can be made here: " + e.getMessage()
                        + " (`forkline doctor` looks at what this machine lacks)",
                e);
    }

    /**
     * The environment of this name.
     *
     * @throws CommandException when there is none, or it is broken; the message says which file, key and value
     */
    public static Environment environment(Environments environments, String name) {
        try {
            return environments.get(name);
        } catch (EnvironmentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The one snapshot whose id begins so.
     *
     * @throws CommandException when there is none, or more than one
     */
    public static Snapshot snapshot(Host host, String prefix) throws SandboxException {
        List<Snapshot> all = SnapshotStore.open(host.home()).list();
        List<Snapshot> found = all.stream()
                .filter(snapshot -> snapshot.id().value().startsWith(prefix))
                .toList();
        if (prefix.isBlank() || found.isEmpty()) {
            throw CommandException.usage("there is no snapshot whose id begins with \"" + prefix
                    + "\"; `forkline snapshots list` shows those there are");
        }
        if (found.size() > 1) {
            throw CommandException.usage("more than one snapshot has an id that begins with \"" + prefix + "\": "
                    + String.join(
                            ", ",
                            found.stream()
                                    .map(Snapshot::id)
                                    .map(EnvironmentId::abbreviated)
                                    .toList())
                    + "; give more of it");
        }
        return found.getFirst();
    }

    /**
     * The environment that a snapshot was made from.
     *
     * @throws CommandException when its folder has changed since, so that the snapshot is of something else
     */
    public static Environment environmentOf(Environments environments, Snapshot snapshot) {
        Optional<Environment> environment = environments.find(snapshot.id());
        return environment.orElseThrow(
                () -> CommandException.usage("snapshot " + snapshot.id().abbreviated()
                        + " is of an environment " + snapshot.environment()
                        + " that is not in the folder of environments, or has changed there since; name its folder with"
                        + " --environments, or run without --snapshot"));
    }
}
