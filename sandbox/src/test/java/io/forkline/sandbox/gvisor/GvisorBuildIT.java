package io.forkline.sandbox.gvisor;

import io.forkline.sandbox.Isolation;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.contract.BuildContract;
import java.nio.file.Path;

class GvisorBuildIT extends BuildContract {

    @Override
    protected SandboxProvider open(Path home) throws SandboxException, InterruptedException {
        return Gvisor.open(home, kind());
    }

    @Override
    protected Isolation isolation() {
        return Gvisor.ISOLATION;
    }
}
