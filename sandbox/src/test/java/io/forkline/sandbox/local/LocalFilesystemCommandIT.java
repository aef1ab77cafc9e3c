package io.forkline.sandbox.local;

import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.contract.CommandContract;
import java.nio.file.Path;

class LocalFilesystemCommandIT extends CommandContract {

    @Override
    protected SandboxProvider open(Path home) throws SandboxException, InterruptedException {
        return LocalProvider.open(ForklineHome.at(home));
    }

    @Override
    protected SnapshotKind kind() {
        return SnapshotKind.FILESYSTEM;
    }
}
