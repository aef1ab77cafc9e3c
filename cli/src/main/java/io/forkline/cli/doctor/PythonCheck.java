package io.forkline.cli.doctor;

import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.local.BaseSystem;

/** The Python that sandboxes run on. */
final class PythonCheck implements Check {

    @Override
    public String name() {
        return "Python";
    }

    @Override
    public Finding look() throws InterruptedException {
        try {
            BaseSystem base = BaseSystem.probe();
            return new Finding.Good(base.version() + " (" + base.python() + ")");
        } catch (SandboxException e) {
            return new Finding.Missing(
                    String.valueOf(e.getMessage()), "install it (Debian, Ubuntu: apt install python3 python3-pip)");
        }
    }
}
