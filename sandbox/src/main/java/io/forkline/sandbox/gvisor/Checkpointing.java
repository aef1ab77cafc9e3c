package io.forkline.sandbox.gvisor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.local.ForkSource;
import io.forkline.sandbox.local.Reply;
import io.forkline.sandbox.local.Supervisor;
import io.forkline.sandbox.local.ZygotePlan;
import io.forkline.sandbox.snapshot.SnapshotStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a snapshot to what its forks are restored from.
 *
 * @param supervisor does it
 * @param store keeps it
 * @param runsc by which it is done
 * @param snapshot of which
 * @param plan what its containers are made of
 */
record Checkpointing(Supervisor supervisor, SnapshotStore store, Runsc runsc, Snapshot snapshot, ZygotePlan plan) {

    /** As runsc names it. */
    private static final String IMAGE = "checkpoint.img";

    private static final Logger LOG = LoggerFactory.getLogger(Checkpointing.class);

    /** The checkpoint that is there and can be restored here and now. */
    Optional<Path> find() throws IOException {
        var there = store.checkpoints().find(snapshot.id());
        return there.isPresent() && unfit(there.get(), Pins.of(runsc, plan)).isEmpty() ? there : Optional.empty();
    }

    /** The same, else made now. For the holder of the build lock of the snapshot. */
    Path findOrMake(BuildListener listener) throws SandboxException, InterruptedException, IOException {
        var pins = Pins.of(runsc, plan);
        var there = store.checkpoints().find(snapshot.id());
        if (there.isEmpty()) {
            return make(pins, listener);
        }
        var unfit = unfit(there.get(), pins);
        if (unfit.isEmpty()) {
            return there.get();
        }
        LOG.info(
                "the checkpoint is made again, environment={} environmentId={} because={}",
                snapshot.environment(),
                snapshot.id(),
                unfit.get());
        return make(pins, listener);
    }

    /** Why a checkpoint cannot be restored with these; empty when it can. */
    private Optional<String> unfit(Path place, Pins pins) throws IOException {
        if (!store.checkpoints().isIntact(place)) {
            return Optional.of("it is not what it was");
        }
        try {
            return Checkpoint.read(Files.readAllBytes(place.resolve(Checkpoint.FILE)))
                    .changed(pins);
        } catch (IOException unreadable) {
            return Optional.of("its " + Checkpoint.FILE + " cannot be read: " + unreadable.getMessage());
        }
    }

    private Path make(Pins pins, BuildListener listener) throws SandboxException, InterruptedException, IOException {
        listener.progress("Checkpointing the warm process");
        var started = System.nanoTime();
        try (var build = store.layers().begin()) {
            var staged = store.checkpoints().stage(build);
            var reply = checkpoint("checkpoint-" + Long.toHexString(started), staged);
            var mapped = List.of(reply.message().path("mapped").asText().split("\n"));
            var tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
            var checkpoint = new Checkpoint(pins, HostFile.among(mapped, plan.binds()), tookMs);
            Files.write(staged.resolve(Checkpoint.FILE), checkpoint.write());
            var made = store.checkpoints().commit(snapshot.id(), staged);
            listener.progress("Checkpointed " + Files.size(made.resolve(IMAGE)) / 1024 + " KiB in " + tookMs + " ms");
            return made;
        }
    }

    /** An interrupt ends the process that was to be checkpointed; it is gone when this returns. */
    private Reply checkpoint(String name, Path directory) throws SandboxException, InterruptedException {
        try {
            return Supervisor.await(supervisor.send(request(name, Optional.of(directory))
                    .put("op", "checkpoint")
                    .put("network", false)));
        } catch (InterruptedException interrupted) {
            ForkSource.stop(supervisor, name);
            throw interrupted;
        }
    }

    /** What forks are taken from: this image, or nothing but files. */
    ForkSource start(Optional<Path> image, boolean network) throws SandboxException, InterruptedException {
        return ForkSource.start(supervisor, name -> request(name, image).put("network", network));
    }

    private ObjectNode request(String name, Optional<Path> image) {
        var request = plan.request(name)
                .put("runsc", runsc.program().toString())
                .put("platform", runsc.platform().orElse(""));
        image.ifPresent(directory -> request.put("checkpoint", directory.toString()));
        return request;
    }
}
