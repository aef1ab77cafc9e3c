package io.forkline.sandbox.local;

import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.contract.TestDirectory;
import io.forkline.sandbox.footprint.Footprint;
import io.forkline.sandbox.footprint.Trace.Kind;
import io.forkline.sandbox.target.TargetStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A worker's JVM is killed with forks in flight, again and again, and nothing of it is left. {@code -Dforkline.kills=200} kills it so
 * often, {@code -Dforkline.kills.seed} begins with the moments of another seed.
 */
class WorkerKillIT {

    private static final System.Logger LOG = System.getLogger(WorkerKillIT.class.getName());
    private static final int KILLS = Integer.getInteger("forkline.kills", 8);
    private static final long SEED = Long.getLong("forkline.kills.seed", 20_260_301L);
    private static final int EARLY_EVERY = 4;
    private static final long LATEST_EARLY_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LATEST_NANOS = TimeUnit.MILLISECONDS.toNanos(700);

    private TestDirectory directory;
    private ForklineHome home;
    private Leftovers leftovers;
    private final List<Long> forksInFlight = new ArrayList<>();
    private final List<Long> millisUntilNothingWasLeft = new ArrayList<>();

    @BeforeEach
    void create() throws Exception {
        directory = TestDirectory.create();
        home = ForklineHome.at(directory.resolve("child-home")).create();
        leftovers = new Leftovers(home.root());
    }

    @AfterEach
    void remove() throws Exception {
        directory.close();
    }

    @Test
    void workerKilledUnderLoadLeavesNothing() throws Exception {
        for (var kill = 0; kill < KILLS; kill++) {
            try {
                killOnce(SEED + kill, kill % EARLY_EVERY == EARLY_EVERY - 1);
            } catch (AssertionError left) {
                throw new AssertionError("after kill " + kill + ", of seed " + (SEED + kill), left);
            }
        }
        LOG.log(
                System.Logger.Level.INFO,
                "{0} kills; forks in flight {1}; milliseconds until nothing was left {2}",
                KILLS,
                spread(forksInFlight),
                spread(millisUntilNothingWasLeft));
    }

    /** Early is before it works, perhaps: while the JVM or the supervisor starts, or in the middle of a build. */
    private void killOnce(long seed, boolean early) throws Exception {
        var random = new Random(seed);
        var root = directory.root();
        String[] arguments = {root.toString(), Long.toString(seed), Boolean.toString(early)};
        var worker = ChildJvm.start(root, List.of(), LoadedWorker.class, arguments);
        if (!early) {
            Await.until("the worker to work", () -> worker.inputReader().ready());
        }
        LockSupport.parkNanos((long) (random.nextDouble() * (early ? LATEST_EARLY_NANOS : LATEST_NANOS)));
        leftovers.look();
        forksInFlight.add(forks());

        worker.destroyForcibly();

        var killed = System.nanoTime();
        leftovers.awaitNoneBut(EnumSet.of(Kind.STAGE));
        millisUntilNothingWasLeft.add(
                Duration.ofNanos(System.nanoTime() - killed).toMillis());
        worker.waitFor();
        sweep();
        leftovers.awaitNone();
    }

    /** What every start does. */
    private void sweep() throws Exception {
        LocalProvider.open(home).close();
        TargetStore.open(home.targets());
    }

    private long forks() throws IOException {
        return Footprint.processes(home.root()).stream()
                .filter(process -> process.name().equals("forkline-cell"))
                .count();
    }

    private static String spread(List<Long> values) {
        Collections.sort(values);
        return values.getFirst() + " to " + values.getLast() + ", half of them up to " + values.get(values.size() / 2);
    }
}
