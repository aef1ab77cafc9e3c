package io.forkline.sandbox.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Layer;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotBudget;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three snapshots, used an hour apart; each has ten bytes of its own, and ten that all have. */
class PruningTest {

    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

    @TempDir
    Path root;

    private SnapshotStore store;
    private Snapshot oldest;
    private Snapshot middle;
    private Snapshot newest;

    @BeforeEach
    void put() throws Exception {
        oldest = put("a", Duration.ofHours(3));
        newest = put("c", Duration.ofHours(1));
        middle = put("b", Duration.ofHours(2));
        store = at(NOW);
    }

    @Test
    void thoseThatWereUsedLastAreKept() throws Exception {
        var pruned = store.prune(new Retention(1, Duration.ZERO, Optional.empty()));

        assertThat(pruned).isEqualTo(new Pruned(List.of(oldest, middle), List.of(), 20, 20));
        assertThat(store.list()).containsExactly(newest);
        store.verify(newest);
    }

    @Test
    void thoseThatWereUsedLatelyAreKept() throws Exception {
        var pruned = store.prune(new Retention(0, Duration.ofHours(2), Optional.empty()));

        assertThat(pruned.removed()).containsExactly(oldest, middle);
    }

    @Test
    void noMoreGoThanHaveTo() throws Exception {
        var pruned = store.prune(new Retention(0, Duration.ZERO, Optional.of(35L)));

        assertThat(pruned).isEqualTo(new Pruned(List.of(oldest), List.of(), 10, 30));
    }

    @Test
    void whatIsInUseStaysAndIsNamed() throws Exception {
        try (var use = store.use(oldest.id())) {
            assertThat(use).isNotNull();

            var pruned = store.prune(new Retention(0, Duration.ZERO, Optional.empty()));

            assertThat(pruned.removed()).containsExactly(middle, newest);
            assertThat(pruned.inUse()).containsExactly(oldest);
            store.verify(oldest);
        }
    }

    @Test
    void whatWouldGoIsSaidAndStays() throws Exception {
        var would = store.wouldPrune(new Retention(1, Duration.ZERO, Optional.empty()));

        assertThat(would).isEqualTo(new Pruned(List.of(oldest, middle), List.of(), 20, 20));
        assertThat(store.list()).hasSize(3);
    }

    @Test
    void beyondTheBudgetThoseGoThatWereUsedLongestAgo() throws Exception {
        var large = putOf40MiB("d", Duration.ofMinutes(30));
        var larger = putOf40MiB("e", Duration.ofMinutes(20));

        var evicted = at(NOW).sweep();

        assertThat(evicted).containsExactly(oldest, middle, newest, large);
        assertThat(store.list()).containsExactly(larger);
    }

    @Test
    void withinTheBudgetNothingGoes() throws Exception {
        assertThat(store.sweep()).isEmpty();
        assertThat(store.list()).hasSize(3);
    }

    @Test
    void whatWasMadeAMomentAgoStaysThoughItIsBeyondTheBudget() throws Exception {
        putOf40MiB("d", Duration.ofSeconds(30));
        var youngest = putOf40MiB("e", Duration.ofSeconds(20));

        at(NOW).sweep();

        assertThat(store.list()).hasSize(2).contains(youngest);
    }

    @Test
    void whatIsInUseStaysThoughItIsBeyondTheBudget() throws Exception {
        var large = putOf40MiB("d", Duration.ofHours(9));
        putOf40MiB("e", Duration.ofMinutes(20));
        try (var use = store.use(large.id())) {
            assertThat(use).isNotNull();

            at(NOW.plusSeconds(7200)).sweep();

            assertThat(store.list()).containsExactly(large);
        }
    }

    private Snapshot put(String own, Duration ago) throws Exception {
        return Samples.put(
                at(NOW.minus(ago)), id(own), NOW.minus(ago), "ten " + own.repeat(6), "ten for all".substring(0, 10));
    }

    /** As its manifest says, which is what is counted. */
    private Snapshot putOf40MiB(String own, Duration ago) throws Exception {
        var then = at(NOW.minus(ago));
        try (var build = then.layers().begin()) {
            var layer = new Layer(Samples.layer(build, own).digest(), 40L * 1024 * 1024);
            var snapshot = Samples.snapshot(id(own), NOW.minus(ago), List.of(layer));
            then.save(snapshot);
            return snapshot;
        }
    }

    private static EnvironmentId id(String digit) {
        return new EnvironmentId(digit.repeat(64));
    }

    private SnapshotStore at(Instant now) throws SandboxException {
        var home = ForklineHome.at(root).withBudget(new SnapshotBudget(64L * 1024 * 1024));
        return SnapshotStore.open(home, Clock.fixed(now, ZoneOffset.UTC));
    }
}
