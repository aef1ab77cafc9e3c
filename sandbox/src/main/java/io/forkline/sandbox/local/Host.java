package io.forkline.sandbox.local;

import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.NetworkAccess;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxLimits;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.snapshot.LayerStore;
import io.forkline.sandbox.snapshot.SnapshotStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What this machine lends to its sandboxes: the system, an interpreter, the programs, and a supervisor.
 *
 * @param system the interpreter
 * @param programs directory of the sandbox's own programs
 * @param layers where layers are
 */
public record Host(BaseSystem system, Path programs, LayerStore layers) {

    private static final String PROGRAMS_INSIDE = "/opt/forkline/guest";
    private static final String ENVIRONMENT = "opt/environment";
    private static final List<String> SYSTEM_DIRECTORIES =
            List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32");

    static Host find(ForklineHome home, SnapshotStore store) throws SandboxException, InterruptedException {
        try {
            return new Host(BaseSystem.probe(), RuntimeFiles.install(home.runtime()), store.layers());
        } catch (IOException failed) {
            throw SandboxException.permanent(
                    "The sandbox's programs cannot be written to " + home.runtime() + ": " + failed.getMessage(),
                    failed);
        }
    }

    /**
     * Starts a supervisor, and waits until it serves.
     *
     * @param role which of the programs it is: {@code supervisor} or {@code gvisor}
     */
    public Supervisor startSupervisor(ForklineHome home, String role) throws SandboxException {
        return Supervisor.start(system.python(), programs, role, home.run());
    }

    /** A plan for the forks of a snapshot. */
    public ZygotePlan plan(Snapshot snapshot) throws SandboxException {
        var kind = snapshot.kind() == SnapshotKind.MEMORY ? ZygotePlan.Kind.WARM : ZygotePlan.Kind.COLD;
        return plan(snapshot.layerDigests(), snapshot.limits(), kind, snapshot.preload());
    }

    /** A plan for these layers, base first. */
    ZygotePlan plan(List<String> digests, SandboxLimits limits, ZygotePlan.Kind kind, List<String> preload)
            throws SandboxException {
        var lowers = new ArrayList<Path>();
        for (var digest : digests.reversed()) {
            var layer = layers.path(digest);
            if (!layers.has(digest)) {
                throw SandboxException.retryable(
                        "The snapshot is not on this host any more: its layer " + layer + " is missing.", null);
            }
            lowers.add(layer);
        }
        return new ZygotePlan(
                lowers, binds(lowers), limits, kind, preload, Parking.NONE, Nests.ONE, NetworkAccess.NONE);
    }

    private List<Bind> binds(List<Path> lowers) {
        var binds = new ArrayList<Bind>();
        for (var directory : SYSTEM_DIRECTORIES) {
            var path = Path.of(directory);
            if (Files.isDirectory(path) && !Files.isSymbolicLink(path)) {
                binds.add(new Bind(path, directory));
            }
        }
        if (!BaseLayer.underUsr(system.prefix())) {
            binds.add(new Bind(system.prefix(), BaseLayer.PYTHON));
        }
        binds.add(new Bind(programs, PROGRAMS_INSIDE));
        lowers.stream()
                .filter(Host::hasEnvironment)
                .findFirst()
                .ifPresent(lower -> binds.add(new Bind(lower.resolve(ENVIRONMENT), "/" + ENVIRONMENT)));
        return binds;
    }

    /** A link there is the layer's word, and would be followed on the host. */
    private static boolean hasEnvironment(Path lower) {
        return Files.isDirectory(lower.resolve(ENVIRONMENT).getParent(), LinkOption.NOFOLLOW_LINKS)
                && Files.isDirectory(lower.resolve(ENVIRONMENT), LinkOption.NOFOLLOW_LINKS);
    }
}
