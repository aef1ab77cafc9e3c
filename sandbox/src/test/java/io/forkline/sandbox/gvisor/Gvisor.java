package io.forkline.sandbox.gvisor;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Isolation;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.isolation.ProviderByIsolation;
import java.nio.file.Path;
import java.util.Optional;

/** gVisor for tests, which are skipped where there is none. */
final class Gvisor {

    static final Isolation ISOLATION = new Isolation(Isolation.Provider.GVISOR, Isolation.Fallback.NONE);
    static final GvisorConfig CONFIG = new GvisorConfig(Optional.empty(), Optional.empty());

    private Gvisor() {}

    /** Each kind once: checkpoints are restored for root only, and root leaves the other kind to an ordinary user. */
    static void assumeItIsHere(SnapshotKind kind) {
        assumeTrue(GvisorProvider.isHere(CONFIG), "needs runsc, gVisor's program (Debian: apt install runsc)");
        var root = "root".equals(System.getProperty("user.name"));
        assumeTrue(
                root == (kind == SnapshotKind.MEMORY), "kind memory is for root, kind filesystem for an ordinary user");
    }

    static ProviderByIsolation open(Path home, SnapshotKind kind) throws SandboxException, InterruptedException {
        assumeItIsHere(kind);
        return ProviderByIsolation.open(ForklineHome.at(home), CONFIG);
    }
}
