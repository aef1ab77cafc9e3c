package io.forkline.snapshots.scheduling;

import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The queued tasks of each tenant at each priority, in the order in which they came. */
final class TaskQueue {

    private final KeyValueStore<String, String> store;

    /** @param store key: priority, tenant, sequence; value: taskId */
    TaskQueue(KeyValueStore<String, String> store) {
        this.store = store;
    }

    /** A task that was taken out. */
    record Taken(String taskId, long sequence) {}

    /** Returns the key, for {@link #remove}. */
    String add(int priority, String tenant, long sequence, String taskId) {
        String key = WindowKeys.queue(priority, tenant) + SortableKey.of(sequence);
        store.put(key, taskId);
        return key;
    }

    void remove(String key) {
        store.delete(key);
    }

    /**
     * Takes out the first task of a tenant, which must have one.
     *
     * @param head nothing of the queue lies in front of it: what was deleted there costs a scan otherwise
     */
    Taken take(int priority, String tenant, long head) {
        String queue = WindowKeys.queue(priority, tenant);
        KeyValue<String, String> first;
        try (KeyValueIterator<String, String> tasks =
                store.range(queue + SortableKey.of(head), queue + SortableKey.of(Long.MAX_VALUE))) {
            if (!tasks.hasNext()) {
                throw new IllegalStateException(
                        "the queue of tenant " + tenant + " at priority " + priority + " counts tasks and has none");
            }
            first = tasks.next();
        }
        store.delete(first.key);
        return new Taken(first.value, WindowKeys.sequence(first.key));
    }
}
