package io.forkline.snapshots.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.serde.StateCodec;
import io.forkline.snapshots.record.WindowRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** The queue before the window, by itself: who goes next. */
class TaskWindowTest {

    private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
    private final KeyValueStore<String, Long> tenants = store("tenants", Serdes.Long());
    private final TaskWindow window = new TaskWindow(
            store("window", new StateCodec<>(WindowRow.class).serde()),
            store("queue", Serdes.String()),
            tenants,
            Integer.MAX_VALUE);

    @Test
    void tenThousandTasksOfOneTenantDelayAnothersFirstByOne() {
        for (int i = 0; i < 10_000; i++) {
            window.add("big/" + i, "big", 0);
        }
        open(100);
        window.add("small/0", "small", 0);

        assertThat(open(2)).contains("small/0");
    }

    @Test
    void tenantsOfOnePriorityTakeTurns() {
        for (int i = 0; i < 10; i++) {
            window.add("a/" + i, "a", 0);
        }
        for (int i = 0; i < 10; i++) {
            window.add("b/" + i, "b", 0);
        }

        assertThat(open(6)).containsExactly("a/0", "b/0", "a/1", "b/1", "a/2", "b/2");
    }

    @Test
    void higherPriorityGoesFirstWhoeverWaits() {
        window.add("low", "a", -100);
        window.add("normal", "b", 0);
        window.add("high", "a", 100);

        assertThat(open(3)).containsExactly("high", "normal", "low");
    }

    @Test
    void tenantIsNotChargedForWhatWasDropped() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            keys.add(window.add("dropped/" + i, "a", 0));
            window.add("b/" + i, "b", 0);
        }
        keys.forEach(key -> window.withdraw(key, "a", 0));
        window.add("a/0", "a", 0);

        assertThat(open(2)).contains("a/0");
    }

    @Test
    void tenantThatWasAwayHasSavedNothingUp() {
        for (int i = 0; i < 100; i++) {
            window.add("busy/" + i, "busy", 0);
        }
        open(50);
        for (int i = 0; i < 20; i++) {
            window.add("back/" + i, "back", 0);
        }

        assertThat(open(20)).filteredOn(task -> task.startsWith("back")).hasSizeBetween(9, 11);
    }

    @Test
    void tenantsThatAreOwedNothingAreForgotten() {
        for (int i = 0; i < 5; i++) {
            window.add("once/" + i, "tenant-" + i, 0);
        }
        for (int i = 0; i < 5; i++) {
            window.add("busy/" + i, "busy", 0);
        }
        open(10);
        String last = "";
        do {
            last = window.forgetTenants(last, 2);
        } while (!last.isEmpty());

        List<String> left = new ArrayList<>();
        try (KeyValueIterator<String, Long> all = tenants.all()) {
            all.forEachRemaining(row -> left.add(row.key + " " + row.value));
        }
        assertThat(left).containsExactly("100/busy 5");
    }

    /** Whatever comes and goes: over any stretch in which two tenants wait, neither gets more than two ahead of the other. */
    @RepeatedTest(20)
    void tenantsThatWaitAreServedEvenly(RepetitionInfo repetition) {
        RandomGenerator random = new Random(repetition.getCurrentRepetition());
        Map<String, Integer> queued = new HashMap<>();
        Map<String, Integer> served = new HashMap<>();
        for (int step = 0; step < 2_000; step++) {
            String tenant = random.nextInt(10) < 7 ? "a" : "b";
            if (random.nextInt(10) < 6) {
                window.add(tenant + "/" + step, tenant, 0);
                queued.merge(tenant, 1, Integer::sum);
            }
            if (random.nextInt(10) < 4) {
                boolean bothWait = queued.getOrDefault("a", 0) > 0 && queued.getOrDefault("b", 0) > 0;
                Optional<String> next = window.open();
                next.ifPresent(task -> queued.merge(task.substring(0, 1), -1, Integer::sum));
                if (bothWait) {
                    next.ifPresent(task -> served.merge(task.substring(0, 1), 1, Integer::sum));
                } else {
                    served.clear();
                }
                assertThat(Math.abs(served.getOrDefault("a", 0) - served.getOrDefault("b", 0)))
                        .isLessThanOrEqualTo(2);
            }
        }
    }

    @Test
    void placesAreBounded() {
        TaskWindow small = new TaskWindow(
                store("small-window", new StateCodec<>(WindowRow.class).serde()),
                store("small-queue", Serdes.String()),
                store("small-tenants", Serdes.Long()),
                1);
        small.add("a", "t", 0);
        small.add("b", "t", 0);
        Optional<String> first = small.open();
        Optional<String> full = small.open();

        small.free();

        assertThat(first).contains("a");
        assertThat(full).isEmpty();
        assertThat(small.open()).contains("b");
    }

    private List<String> open(int count) {
        List<String> opened = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            opened.add(window.open().orElseThrow());
        }
        return opened;
    }

    private <V> KeyValueStore<String, V> store(String name, Serde<V> valueSerde) {
        KeyValueStore<String, V> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.String(), valueSerde)
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        return store;
    }
}
