package io.forkline.cli.bench;

import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.environment.Environment;
import io.forkline.sandbox.snapshot.SnapshotStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the snapshot of the built-in benchmark away again, which nobody asked for, unless it was there before. */
final class OwnSnapshot implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OwnSnapshot.class);

    private final SnapshotStore store;
    private final EnvironmentId id;
    private final boolean wasThere;

    private OwnSnapshot(SnapshotStore store, EnvironmentId id, boolean wasThere) {
        this.store = store;
        this.id = id;
        this.wasThere = wasThere;
    }

    static OwnSnapshot of(ForklineHome home, Environment environment) throws SandboxException {
        SnapshotStore store = SnapshotStore.open(home);
        return new OwnSnapshot(
                store, environment.id(), store.find(environment.id()).isPresent());
    }

    /** To be called when nothing of this process uses it any more. Another benchmark may; it then stays. */
    @Override
    public void close() throws SandboxException {
        if (wasThere || store.find(id).isEmpty()) {
            return;
        }
        try {
            store.delete(id);
        } catch (SandboxException e) {
            LOG.info("the snapshot of the benchmark stays, environmentId={}", id, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
