package io.forkline.sandbox.gvisor;

import io.forkline.sandbox.Isolation;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.contract.IdentityContract;
import java.nio.file.Path;

/** A command is a child of the process that was restored, so the second one of a fork is as new as the first. */
class GvisorIdentityIT extends IdentityContract {

    @Override
    protected SandboxProvider open(Path home) throws SandboxException, InterruptedException {
        return Gvisor.open(home, kind());
    }

    @Override
    protected Isolation isolation() {
        return Gvisor.ISOLATION;
    }

    @Override
    protected boolean forksAreDear() {
        return true;
    }
}
