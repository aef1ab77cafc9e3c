package io.forkline.snapshots.scheduling;

import io.forkline.snapshots.record.Lane;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The tenants that may go, one turn for each at each priority, in the order in which they go. However many tasks wait, there are
 * no more turns than tenants, and who may not go has none: whose turn it is, is the first row.
 */
final class TaskTurns {

    private final KeyValueStore<String, String> store;

    /** @param store key: priority, tag, sequence; value: tenant */
    TaskTurns(KeyValueStore<String, String> store) {
        this.store = store;
    }

    /** A turn of a tenant. */
    record Turn(String key, String tenant) {

        long tag() {
            return WindowKeys.tag(key);
        }

        long sequence() {
            return WindowKeys.sequence(key);
        }
    }

    /** Returns the key, for {@link #remove}. */
    String add(int priority, long tag, long sequence, String tenant) {
        String key = WindowKeys.turn(priority, tag, sequence);
        store.put(key, tenant);
        return key;
    }

    void remove(String key) {
        store.delete(key);
    }

    /** The first turn of a lane, which must have one. Looks from the last one on: what was deleted there costs a scan otherwise. */
    Turn first(Lane lane) {
        String from = WindowKeys.turn(lane.getPriority(), lane.getVirtualTime(), lane.getLastTurn());
        String to = WindowKeys.turn(lane.getPriority(), Long.MAX_VALUE, Long.MAX_VALUE);
        try (KeyValueIterator<String, String> turns = store.range(from, to)) {
            if (!turns.hasNext()) {
                throw new IllegalStateException("the lane of priority " + lane.getPriority() + " counts "
                        + lane.getTurns() + " turns and has none");
            }
            KeyValue<String, String> first = turns.next();
            return new Turn(first.key, first.value);
        }
    }
}
