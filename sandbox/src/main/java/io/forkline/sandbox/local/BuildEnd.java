package io.forkline.sandbox.local;

import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import java.io.IOException;

/** What a provider adds to the layers of a build before its snapshot is known. */
public interface BuildEnd {

    /** Nothing: forks are taken from the layers. */
    BuildEnd LOCAL = new BuildEnd() {
        @Override
        public String provider() {
            return LocalProvider.NAME;
        }

        @Override
        public void finish(Snapshot built) {}
    };

    /** Name of the provider that can fork the snapshot. */
    String provider();

    /** Called once the layers are there and their tools work; when it throws, there is no snapshot. */
    void finish(Snapshot built) throws SandboxException, InterruptedException, IOException;
}
