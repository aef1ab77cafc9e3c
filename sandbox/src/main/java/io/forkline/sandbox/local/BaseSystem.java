package io.forkline.sandbox.local;

import io.forkline.sandbox.Base;
import io.forkline.sandbox.SandboxException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What of this machine every sandbox sees, read only: the system under {@code /usr} and a Python interpreter.
 *
 * @param python the interpreter itself, never a shim
 * @param prefix its {@code sys.base_prefix}: where its library is
 * @param version for people, for example {@code 3.11.7}
 * @param base what snapshots that are made here need of a host
 */
public record BaseSystem(Path python, Path prefix, String version, Base base) {

    /**
     * Looks for Python on the {@code PATH} of this process.
     *
     * @throws SandboxException permanent when there is none that is new enough
     */
    public static BaseSystem probe() throws SandboxException, InterruptedException {
        return PythonSearch.on(Map.copyOf(System.getenv())).find();
    }

    /** What the digest of an environment includes. */
    public String fingerprint() {
        return base.fingerprint();
    }
}
