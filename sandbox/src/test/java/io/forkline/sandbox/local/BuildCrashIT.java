package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.contract.Specs;
import io.forkline.sandbox.contract.TestDirectory;
import io.forkline.sandbox.snapshot.SnapshotStore;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real build, killed at some moment of it; more in {@code StoreCrashTest}, which needs no sandbox. */
class BuildCrashIT {

    private static final int ROUNDS = Integer.getInteger("forkline.crash.rounds", 4);
    private static final long MOST_DELAY_NANOS = TimeUnit.SECONDS.toNanos(2);

    private TestDirectory directory;
    private ForklineHome home;

    @BeforeEach
    void create() throws Exception {
        directory = TestDirectory.create();
        home = ForklineHome.at(directory.resolve("child-home")).create();
    }

    @AfterEach
    void remove() throws Exception {
        directory.close();
    }

    @Test
    void afterABuildThatWasKilledTheStoreIsWholeAndTheNextBuildWorks() throws Exception {
        for (var round = 0; round < ROUNDS; round++) {
            var random = new Random(20_260_201L + round);
            var child = ChildJvm.start(directory.root(), List.of(), Duration.ofMinutes(5), "sleep 600");
            Await.until("a build to begin", () -> isBuilding() || isBuilt());
            LockSupport.parkNanos((long) (random.nextDouble() * MOST_DELAY_NANOS));

            child.destroyForcibly().waitFor();

            try (var provider = LocalProvider.open(home)) {
                var store = SnapshotStore.open(home);
                for (var snapshot : store.list()) {
                    store.verify(snapshot);
                }
                assertThat(isBuilding()).isFalse();
                var spec = Specs.in(directory.resolve("next-" + round))
                        .setup("echo 'x = 1' > /opt/forkline/site/installed.py")
                        .spec();
                var built = provider.prepare(spec, BuildListener.SILENT);
                store.verify(built);
                try (var sandbox = provider.fork(built, ForkOptions.of(built))) {
                    var result = sandbox.run(Command.of(List.of("echo", "works"), Map.of(), Duration.ofSeconds(30)));
                    assertThat(result.output().stdout()).isEqualTo("works\n");
                }
            }
        }
    }

    private boolean isBuilding() throws IOException {
        try (var builds = Files.newDirectoryStream(home.layers(), ".build-*")) {
            return builds.iterator().hasNext();
        }
    }

    private boolean isBuilt() throws Exception {
        return !SnapshotStore.open(home).list().isEmpty();
    }
}
