package io.forkline.snapshots.scheduling;

import io.forkline.snapshots.record.Lane;
import io.forkline.snapshots.record.WindowRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The window of open tasks and the queue before it. A higher priority always goes first. Within a priority, tenants share by
 * start-time fair queueing: a task gets as its start tag the later of the lane's virtual time (the tag of the task that left
 * last) and one more than the tenant's task before it, and the lowest tag leaves. A tenant with ten thousand tasks queued thus
 * delays another's first task by the tasks that are open, not by those that wait.
 */
final class TaskWindow {

    private static final String ONLY_ROW = "window";
    /** Priorities are from -100 to 100; in keys, the highest comes first. */
    private static final int HIGHEST = 100;

    private final KeyValueStore<String, WindowRow> window;
    private final KeyValueStore<String, String> queue;
    private final KeyValueStore<String, Long> tenants;
    private final int size;

    /**
     * @param window the one row
     * @param queue key: priority, start tag, sequence; value: taskId
     * @param tenants key: priority and tenant; value: the start tag of the tenant's next task, if it is not over yet
     * @param size open tasks, at most
     */
    TaskWindow(
            KeyValueStore<String, WindowRow> window,
            KeyValueStore<String, String> queue,
            KeyValueStore<String, Long> tenants,
            int size) {
        this.window = window;
        this.queue = queue;
        this.tenants = tenants;
        this.size = size;
    }

    /** Queues a task. Returns its key in the queue, for {@link #withdraw}. */
    String add(String taskId, String tenant, int priority) {
        WindowRow row = row();
        Lane lane = lane(row, priority);
        Long next = tenants.get(tenantKey(priority, tenant));
        long start = next == null ? lane.getVirtualTime() : Math.max(lane.getVirtualTime(), next);
        String key = laneKey(priority) + SortableKey.of(start) + "/" + SortableKey.of(row.getSequence());
        row.setSequence(row.getSequence() + 1);
        lane.setQueued(lane.getQueued() + 1);
        tenants.put(tenantKey(priority, tenant), start + 1);
        queue.put(key, taskId);
        window.put(ONLY_ROW, row);
        return key;
    }

    /** Takes a queued task out. Its tenant gets back what it was charged: dropping a run must not delay the tenant's next. */
    void withdraw(String key, String tenant, int priority) {
        WindowRow row = row();
        Lane lane = lane(row, priority);
        lane.setQueued(lane.getQueued() - 1);
        Long next = tenants.get(tenantKey(priority, tenant));
        if (next != null && next > 0) {
            tenants.put(tenantKey(priority, tenant), next - 1);
        }
        queue.delete(key);
        window.put(ONLY_ROW, row);
    }

    /** The task that goes next, which then is open; empty when all places are taken or nothing is queued. */
    Optional<String> open() {
        WindowRow row = row();
        if (row.getOpen() >= size) {
            return Optional.empty();
        }
        for (Lane lane : row.getLanes()) {
            if (lane.getQueued() > 0) {
                return Optional.of(openFirst(row, lane));
            }
        }
        return Optional.empty();
    }

    /** An open task was answered, or is no longer wanted: its place is free. */
    void free() {
        WindowRow row = row();
        row.setOpen(row.getOpen() - 1);
        window.put(ONLY_ROW, row);
    }

    /**
     * Forgets tenants that have nothing queued and are owed nothing: their tag is over, so that a new one is the same.
     *
     * @param after key of the last tenant that was looked at; empty to begin with the first
     * @param most tenants to look at
     * @return key of the last one looked at; empty at the end
     */
    String forgetTenants(String after, int most) {
        WindowRow row = row();
        List<String> over = new ArrayList<>();
        String last = "";
        try (KeyValueIterator<String, Long> entries = tenants.range(after, null)) {
            int looked = 0;
            while (entries.hasNext() && looked < most) {
                var entry = entries.next();
                looked++;
                last = entry.key;
                if (entry.value <= lane(row, priorityOf(entry.key)).getVirtualTime()) {
                    over.add(entry.key);
                }
            }
            if (!entries.hasNext()) {
                last = "";
            }
        }
        over.forEach(tenants::delete);
        return last;
    }

    private String openFirst(WindowRow row, Lane lane) {
        String prefix = laneKey(lane.getPriority());
        // From the virtual time, not from the start of the lane: what was deleted there costs a scan otherwise.
        String from = prefix + SortableKey.of(lane.getVirtualTime());
        String key;
        String taskId;
        try (KeyValueIterator<String, String> entries = queue.range(from, prefix + SortableKey.of(Long.MAX_VALUE))) {
            if (!entries.hasNext()) {
                throw new IllegalStateException("the lane of priority " + lane.getPriority() + " counts "
                        + lane.getQueued() + " tasks and has none");
            }
            var first = entries.next();
            key = first.key;
            taskId = first.value;
        }
        queue.delete(key);
        lane.setQueued(lane.getQueued() - 1);
        lane.setVirtualTime(startTag(key, prefix));
        row.setOpen(row.getOpen() + 1);
        window.put(ONLY_ROW, row);
        return taskId;
    }

    private WindowRow row() {
        WindowRow row = window.get(ONLY_ROW);
        return row == null ? new WindowRow(0, 0L, new ArrayList<>()) : row;
    }

    /** The lane of a priority, in the row, which keeps the highest first. */
    private static Lane lane(WindowRow row, int priority) {
        List<Lane> lanes = row.getLanes();
        int at = 0;
        while (at < lanes.size() && lanes.get(at).getPriority() > priority) {
            at++;
        }
        if (at == lanes.size() || lanes.get(at).getPriority() != priority) {
            lanes.add(at, new Lane(priority, 0L, 0));
        }
        return lanes.get(at);
    }

    private static long startTag(String key, String prefix) {
        return Long.parseLong(key.substring(prefix.length(), key.indexOf('/', prefix.length())));
    }

    private static String laneKey(int priority) {
        String digits = Integer.toString(HIGHEST - priority);
        return "0".repeat(3 - digits.length()) + digits + "/";
    }

    private static String tenantKey(int priority, String tenant) {
        return laneKey(priority) + tenant;
    }

    private static int priorityOf(String tenantKey) {
        return HIGHEST - Integer.parseInt(tenantKey.substring(0, tenantKey.indexOf('/')));
    }
}
