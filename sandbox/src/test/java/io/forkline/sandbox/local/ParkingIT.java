package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.contract.Specs;
import io.forkline.sandbox.contract.TestDirectory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Forks that are parked on request, and what can be told of them. */
class ParkingIT {

    private TestDirectory directory;
    private LocalProvider provider;
    private Snapshot snapshot;

    @BeforeEach
    void prepare() throws Exception {
        directory = TestDirectory.create();
        provider = LocalProvider.open(ForklineHome.at(directory.resolve("home")), Parking.NONE);
        snapshot = provider.prepare(Specs.in(directory.resolve("environment")).spec(), BuildListener.SILENT);
    }

    @AfterEach
    void close() throws Exception {
        provider.close();
        directory.close();
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void parkingWhatIsParkedAlreadyIsAnsweredAtOnce() throws Exception {
        provider.park(snapshot, 2);

        provider.park(snapshot, 2);

        assertThat(provider.memory().forks().processes()).isEqualTo(2);
    }

    @Test
    void memoryIsToldOfEachKindOfProcess() throws Exception {
        provider.park(snapshot, 5);

        var use = provider.memory();

        assertThat(use.keepers().processes()).isEqualTo(1);
        assertThat(use.zygotes().processes()).isEqualTo(1);
        assertThat(use.cells().processes()).isEqualTo(5);
        assertThat(use.forks().processes()).isEqualTo(5);
        for (var share : List.of(use.keepers(), use.zygotes(), use.cells(), use.forks())) {
            assertThat(share.each()).isBetween(10_000L, 100_000_000L);
        }
    }

    @Test
    void stagesOfForkAndCommandAddUpToTheTimeThatTheCallerWaited() throws Exception {
        provider.park(snapshot, 1);
        var called = System.nanoTime();

        try (var fork = provider.fork(snapshot, ForkOptions.of(snapshot))) {
            var forked = System.nanoTime();
            var stages = fork.run(Command.of(
                            List.of("python3", "-c", "import time; time.sleep(0.05)"), Map.of(), Duration.ofMinutes(1)))
                    .stages();
            var had = System.nanoTime();

            assertThat(fork.stages().parked()).isTrue();
            assertThat(fork.stages().total()).isPositive().isLessThanOrEqualTo(Duration.ofNanos(forked - called));
            assertThat(stages.starting()).isPositive();
            assertThat(stages.ran()).isGreaterThanOrEqualTo(Duration.ofMillis(50));
            assertThat(stages.returned()).isPositive();
            assertThat(stages.starting().plus(stages.ran()).plus(stages.returned()))
                    .isLessThanOrEqualTo(Duration.ofNanos(had - forked));
            assertThat(TimeUnit.NANOSECONDS.toMillis(had - called)).isGreaterThanOrEqualTo(50);
        }
    }
}
