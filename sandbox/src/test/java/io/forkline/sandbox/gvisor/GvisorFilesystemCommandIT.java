package io.forkline.sandbox.gvisor;

import io.forkline.sandbox.Isolation;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.contract.CommandContract;
import java.nio.file.Path;
import java.time.Duration;

class GvisorFilesystemCommandIT extends CommandContract {

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

    @Override
    protected Duration timeToBegin() {
        return Duration.ofSeconds(2);
    }
}
