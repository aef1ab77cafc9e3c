package io.forkline.sandbox.gvisor;

import io.forkline.sandbox.Isolation;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.contract.ForkContract;
import java.nio.file.Path;

class GvisorFilesystemForkIT extends ForkContract {

    @Override
    protected SandboxProvider open(Path home) throws SandboxException, InterruptedException {
        return Gvisor.open(home, kind());
    }

    @Override
    protected Isolation isolation() {
        return Gvisor.ISOLATION;
    }

    @Override
    protected SnapshotKind kind() {
        return SnapshotKind.FILESYSTEM;
    }

    /** Each is a container of its own, and takes a fraction of a second of a processor to start. */
    @Override
    protected int many() {
        return 4;
    }
}
