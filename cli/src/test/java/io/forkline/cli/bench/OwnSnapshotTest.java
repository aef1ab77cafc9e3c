package io.forkline.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.sandbox.Base;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Recipe;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.environment.Environment;
import io.forkline.sandbox.environment.Environments;
import io.forkline.sandbox.snapshot.SnapshotStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnSnapshotTest {

    @TempDir
    private Path folder;

    private ForklineHome home;
    private SnapshotStore store;
    private Environment bench;

    @BeforeEach
    void open() throws Exception {
        home = ForklineHome.at(folder.resolve("home"));
        store = SnapshotStore.open(home);
        BenchEnvironment.write(folder.resolve("environments"), 2, Duration.ofMillis(100), Duration.ofMillis(5));
        bench = Environments.load(folder.resolve("environments"), "base").get(BenchEnvironment.NAME);
    }

    @Test
    void theSnapshotOfABenchmarkEndsWithIt() throws Exception {
        OwnSnapshot own = OwnSnapshot.of(home, bench);
        build();

        own.close();

        assertThat(store.list()).isEmpty();
    }

    @Test
    void oneThatWasThereBeforeStays() throws Exception {
        build();
        OwnSnapshot.of(home, bench).close();

        assertThat(store.list()).hasSize(1);
    }

    @Test
    void oneThatAnotherUsesStays() throws Exception {
        OwnSnapshot own = OwnSnapshot.of(home, bench);
        build();
        var use = store.use(bench.id());

        own.close();

        assertThat(store.list()).hasSize(1);
        use.close();
    }

    @Test
    void aBenchmarkThatMadeNoneDeletesNone() throws Exception {
        OwnSnapshot.of(home, bench).close();

        assertThat(store.list()).isEmpty();
    }

    private void build() throws Exception {
        store.save(new Snapshot(
                bench.id(),
                bench.name(),
                bench.kind(),
                "local",
                new Base("3.12", "cpython-312", "/usr", "glibc 2.36", "x86_64", "ID=debian"),
                List.of(),
                List.of(),
                new Recipe(List.of(), false, List.of()),
                bench.limits(),
                "builder-1",
                Instant.EPOCH,
                Duration.ZERO));
    }
}
