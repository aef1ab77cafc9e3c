package io.forkline.sandbox.contract;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotKind;
import org.junit.jupiter.api.BeforeAll;

/** The promises about forks: all tests of a class take theirs from one snapshot. */
abstract class SnapshotContract extends ProviderContract {

    protected Snapshot snapshot;

    @BeforeAll
    void prepareOnce() throws Exception {
        snapshot = provider.prepare(
                environment(specs(directory.resolve("environment")).kind(kind()))
                        .spec(),
                BuildListener.SILENT);
    }

    /** What the snapshot is of. */
    protected Specs environment(Specs empty) {
        var specs = empty.file("hello.py", "import sys\nprint('hello', *sys.argv[1:])\n");
        return kind() == SnapshotKind.MEMORY ? specs.preload("json") : specs;
    }

    protected final Sandbox fork() throws SandboxException, InterruptedException {
        return provider.fork(snapshot, ForkOptions.of(snapshot));
    }
}
