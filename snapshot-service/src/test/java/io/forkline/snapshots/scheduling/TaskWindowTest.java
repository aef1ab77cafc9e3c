package io.forkline.snapshots.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.serde.StateCodec;
import io.forkline.schemas.settings.PerTenant;
import io.forkline.snapshots.record.TenantRow;
import io.forkline.snapshots.record.WindowRow;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
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
    private final Map<String, KeyValueStore<String, ?>> stores = new HashMap<>();
    private final KeyValueStore<String, TenantRow> tenants =
            store("tenants", new StateCodec<>(TenantRow.class).serde());
    private final TaskWindow window = window("main", tenants, Integer.MAX_VALUE, PerTenant.NONE);

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
        window.add("queued", "low", -1);
        open(10).forEach(task ->
                window.free(task.startsWith("busy") ? "busy" : "tenant-" + task.substring(task.indexOf('/') + 1)));
        String last = "";
        do {
            last = window.forgetTenants(last, 2);
        } while (!last.isEmpty());

        assertThat(names()).containsExactly("busy", "low");
    }

    @Test
    void tenantWithAnOpenTaskIsNotForgotten() {
        window.add("a/0", "a", 0);
        window.add("b/0", "b", 0);
        window.add("b/1", "b", 0);
        open(3);
        window.free("b");
        window.free("b");

        window.forgetTenants("", 10);

        assertThat(names()).contains("a");
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
        TaskWindow small = window("small", 1, PerTenant.NONE);
        small.add("a", "t", 0);
        small.add("b", "t", 0);
        Optional<String> first = small.open();
        Optional<String> full = small.open();

        small.free("t");

        assertThat(first).contains("a");
        assertThat(full).isEmpty();
        assertThat(small.open()).contains("b");
    }

    @Test
    void tenantAtItsLimitLeavesThePlacesToOthers() {
        TaskWindow limited = window("limited", 10, new PerTenant(Optional.of(2L), Map.of("c", 3L)));
        for (int i = 0; i < 5; i++) {
            limited.add("a/" + i, "a", 0);
            limited.add("b/" + i, "b", -50);
            limited.add("c/" + i, "c", -100);
        }

        assertThat(all(limited)).containsExactly("a/0", "a/1", "b/0", "b/1", "c/0", "c/1", "c/2");
    }

    @Test
    void limitIsOfATenantAtAllItsPriorities() {
        TaskWindow limited = window("limited", 10, new PerTenant(Optional.of(2L), Map.of()));
        limited.add("low", "a", -5);
        limited.add("lower", "a", -6);
        List<String> first = all(limited);
        limited.add("high", "a", 5);
        List<String> atTheLimit = all(limited);

        limited.free("a");

        assertThat(first).containsExactly("low", "lower");
        assertThat(atTheLimit).isEmpty();
        assertThat(all(limited)).containsExactly("high");
    }

    @Test
    void tenantThatItsLimitHeldUpIsOwedNothing() {
        TaskWindow limited = window("limited", Integer.MAX_VALUE, new PerTenant(Optional.empty(), Map.of("a", 1L)));
        for (int i = 0; i < 200; i++) {
            limited.add("a/" + i, "a", 0);
            limited.add("b/" + i, "b", 0);
        }
        for (int i = 0; i < 101; i++) {
            limited.open();
        }
        List<String> turns = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            limited.free("a");
            turns.add(limited.open().orElseThrow());
        }

        assertThat(turns).filteredOn(task -> task.startsWith("a")).hasSizeBetween(9, 11);
    }

    @Test
    void limitThatWasLoweredIsKept() {
        KeyValueStore<String, TenantRow> kept = store("kept-tenants", new StateCodec<>(TenantRow.class).serde());
        TaskWindow before = window("kept", kept, 10, PerTenant.NONE);
        for (int i = 0; i < 5; i++) {
            before.add("a/" + i, "a", 0);
        }
        before.add("b/0", "b", 0);
        before.open();
        before.open();
        before.open();

        TaskWindow after = window("kept", kept, 10, new PerTenant(Optional.of(2L), Map.of()));

        assertThat(after.open()).isEmpty();
        after.free("a");
        assertThat(after.open()).contains("a/2");
    }

    @Test
    void withdrawnTasksLeaveNoTurnBehind() {
        TaskWindow limited = window("limited", 10, new PerTenant(Optional.of(1L), Map.of()));
        limited.add("a/0", "a", 0);
        String waiting = limited.add("a/1", "a", 0);
        List<String> first = all(limited);
        limited.withdraw(waiting, "a", 0);

        limited.free("a");

        assertThat(first).containsExactly("a/0");
        assertThat(limited.open()).isEmpty();
    }

    @Test
    void namesThatBeginAlikeKeepTheirQueuesApart() {
        for (String tenant : List.of("a", "a/", "a/0", "a/002/a", "ü")) {
            window.add(tenant + " first", tenant, 0);
            window.add(tenant + " second", tenant, 0);
        }

        assertThat(open(5)).allMatch(task -> task.endsWith("first"));
        assertThat(open(5)).allMatch(task -> task.endsWith("second"));
    }

    /** Counted, not timed: what the next task costs does not depend on how many wait, whether they may go or not. */
    @Test
    void nextTaskCostsTheSameHoweverManyWait() {
        long few = costOfTheNext(10);

        long many = costOfTheNext(10_000);

        assertThat(many).isEqualTo(few).isLessThan(20);
    }

    /** What a task of one tenant costs, in looks at the stores, behind so many of another that is at its limit. */
    private long costOfTheNext(int waiting) {
        AtomicLong looks = new AtomicLong();
        String name = "of-" + waiting;
        TaskWindow counted = new TaskWindow(
                counted(looks, store(name + "-window", new StateCodec<>(WindowRow.class).serde())),
                new TaskQueue(counted(looks, store(name + "-queue", Serdes.String()))),
                new TaskTurns(counted(looks, store(name + "-turns", Serdes.String()))),
                counted(looks, store(name + "-tenants", new StateCodec<>(TenantRow.class).serde())),
                5,
                new PerTenant(Optional.empty(), Map.of("capped", 1L)),
                new WindowLoad.Numbers());
        for (int i = 0; i < waiting; i++) {
            counted.add("capped/" + i, "capped", 0);
        }
        counted.open();
        counted.add("other", "other", 0);
        looks.set(0);
        Optional<String> next = counted.open();
        Optional<String> nothing = counted.open();
        assertThat(next).contains("other");
        assertThat(nothing).isEmpty();
        return looks.get();
    }

    /** Counts each call, and each step of an iterator. */
    @SuppressWarnings("unchecked")
    private static <V> KeyValueStore<String, V> counted(AtomicLong looks, KeyValueStore<String, V> store) {
        return (KeyValueStore<String, V>) counted(looks, store, KeyValueStore.class);
    }

    private static Object counted(AtomicLong looks, Object counted, Class<?> type) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            looks.incrementAndGet();
            Object answer = method.invoke(counted, arguments);
            return answer instanceof KeyValueIterator<?, ?> ? counted(looks, answer, KeyValueIterator.class) : answer;
        });
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        try (KeyValueIterator<String, TenantRow> all = tenants.all()) {
            all.forEachRemaining(row -> names.add(row.key));
        }
        return names;
    }

    /** Whatever may go now. */
    private static List<String> all(TaskWindow from) {
        List<String> opened = new ArrayList<>();
        for (Optional<String> next = from.open(); next.isPresent(); next = from.open()) {
            opened.add(next.get());
        }
        return opened;
    }

    private TaskWindow window(String name, int size, PerTenant limit) {
        return window(name, store(name + "-tenants", new StateCodec<>(TenantRow.class).serde()), size, limit);
    }

    /** Of the same name, it has the same stores. */
    private TaskWindow window(String name, KeyValueStore<String, TenantRow> rows, int size, PerTenant limit) {
        return new TaskWindow(
                known(name + "-window", new StateCodec<>(WindowRow.class).serde()),
                new TaskQueue(known(name + "-queue", Serdes.String())),
                new TaskTurns(known(name + "-turns", Serdes.String())),
                rows,
                size,
                limit,
                new WindowLoad.Numbers());
    }

    @SuppressWarnings("unchecked")
    private <V> KeyValueStore<String, V> known(String name, Serde<V> valueSerde) {
        return (KeyValueStore<String, V>) stores.computeIfAbsent(name, missing -> store(missing, valueSerde));
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
