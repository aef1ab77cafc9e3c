package io.forkline.sandbox.isolation;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForkPool;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotSpec;
import io.forkline.sandbox.gvisor.GvisorConfig;
import io.forkline.sandbox.gvisor.GvisorProvider;
import io.forkline.sandbox.local.LocalProvider;
import io.forkline.sandbox.local.Nests;
import io.forkline.sandbox.local.Parking;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that this host can make sandboxes by. Which provider prepares a snapshot is its spec's to say; a snapshot is forked by the
 * provider that it names. gVisor is looked for when it is first asked for.
 */
public final class ProviderByIsolation implements SandboxProvider {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderByIsolation.class);

    private final ForklineHome home;
    private final GvisorConfig config;
    private final LocalProvider local;
    private @Nullable GvisorProvider gvisor;
    private boolean closed;

    private ProviderByIsolation(ForklineHome home, GvisorConfig config, LocalProvider local) {
        this.home = home;
        this.config = config;
        this.local = local;
    }

    /**
     * Starts the local provider.
     *
     * @throws SandboxException permanent when this machine cannot confine processes, with what to do about it
     */
    public static ProviderByIsolation open(ForklineHome home, GvisorConfig config)
            throws SandboxException, InterruptedException {
        return open(home, config, Parking.DEFAULT, Nests.forThisHost());
    }

    /** The same, with local forks made ahead as wanted, by so many nests; by gVisor none is. */
    public static ProviderByIsolation open(ForklineHome home, GvisorConfig config, Parking parking, Nests nests)
            throws SandboxException, InterruptedException {
        return new ProviderByIsolation(home, config, LocalProvider.open(home, parking, nests));
    }

    /** Of the choice, not of what is chosen: that is {@link Snapshot#provider}. */
    @Override
    public String name() {
        return "by isolation";
    }

    @Override
    public Snapshot prepare(SnapshotSpec spec, BuildListener listener) throws SandboxException, InterruptedException {
        return switch (spec.isolation().by()) {
            case LOCAL -> local.prepare(spec, listener);
            case GVISOR -> prepareByGvisor(spec, listener);
        };
    }

    private Snapshot prepareByGvisor(SnapshotSpec spec, BuildListener listener)
            throws SandboxException, InterruptedException {
        GvisorProvider found;
        try {
            found = gvisor();
            var lack = found.lack(spec.kind());
            if (lack.isPresent()) {
                throw SandboxException.permanent(lack.get() + ".", null);
            }
        } catch (SandboxException absent) {
            return prepareWithout(spec, listener, absent);
        }
        return found.prepare(spec, listener);
    }

    private Snapshot prepareWithout(SnapshotSpec spec, BuildListener listener, SandboxException absent)
            throws SandboxException, InterruptedException {
        return switch (spec.isolation().fallback()) {
            case NONE ->
                throw SandboxException.permanent(
                        "The environment " + spec.environment()
                                + " wants isolation: gvisor, and this host cannot give it: " + absent.getMessage(),
                        absent);
            case LOCAL -> {
                listener.progress("Falling back to isolation: local, because " + absent.getMessage());
                LOG.warn(
                        "isolation falls back to local, environment={} environmentId={} because={}",
                        spec.environment(),
                        spec.id(),
                        absent.getMessage());
                yield local.prepare(spec, listener);
            }
        };
    }

    /** One whose provider this host has lost is not there: it is for {@link #prepare} to say so, or to fall back. */
    @Override
    public Optional<Snapshot> find(EnvironmentId id) throws SandboxException {
        var there = local.store().find(id);
        return there.filter(snapshot -> !snapshot.provider().equals(GvisorProvider.NAME) || hasGvisor());
    }

    @Override
    public Sandbox fork(Snapshot snapshot, ForkOptions options) throws SandboxException, InterruptedException {
        return snapshot.provider().equals(GvisorProvider.NAME)
                ? gvisor().fork(snapshot, options)
                : local.fork(snapshot, options);
    }

    @Override
    public List<Sandbox> list() {
        var all = new ArrayList<>(local.list());
        opened().ifPresent(provider -> all.addAll(provider.list()));
        return all;
    }

    /** Of the local provider: by gVisor nothing is made ahead. */
    @Override
    public ForkPool pool() {
        return local.pool();
    }

    private boolean hasGvisor() {
        return opened().isPresent() || GvisorProvider.isHere(config);
    }

    private synchronized Optional<GvisorProvider> opened() {
        return Optional.ofNullable(gvisor);
    }

    private synchronized GvisorProvider gvisor() throws SandboxException, InterruptedException {
        if (closed) {
            throw SandboxException.permanent("The sandbox provider is closed.", null);
        }
        var there = gvisor;
        if (there == null) {
            there = GvisorProvider.open(home, local, config);
            gvisor = there;
        }
        return there;
    }

    /** What gVisor forked first: the local provider holds what its builds need. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        opened().ifPresent(GvisorProvider::close);
        local.close();
    }
}
