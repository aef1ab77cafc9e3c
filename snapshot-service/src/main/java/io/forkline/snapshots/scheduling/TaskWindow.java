package io.forkline.snapshots.scheduling;

import io.forkline.schemas.settings.PerTenant;
import io.forkline.snapshots.record.Lane;
import io.forkline.snapshots.record.TenantLane;
import io.forkline.snapshots.record.TenantRow;
import io.forkline.snapshots.record.WindowRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The window of open tasks and the queues before it, one for each tenant. A higher priority always goes first. Within a priority,
 * tenants share by start-time fair queueing: a tenant that has something queued has a turn, whose tag is the later of the lane's
 * virtual time (the tag of the turn that was taken last) and one more than that of the tenant's turn before it, and the lowest tag
 * goes. A tenant with ten thousand tasks queued thus delays another's first task by the tasks that are open, not by those that wait.
 *
 * <p>A tenant that has as many tasks open as it may has no turn until one of them is answered. It then has the tag that it would
 * have had if it had just come: it is owed nothing for having been held up by its own limit.
 */
final class TaskWindow {

    private static final String ONLY_ROW = "window";

    private final KeyValueStore<String, WindowRow> window;
    private final TaskQueue queue;
    private final TaskTurns turns;
    private final KeyValueStore<String, TenantRow> tenants;
    private final int size;
    private final PerTenant limit;
    private final WindowLoad.Numbers load;

    /**
     * @param window the one row
     * @param tenants key: tenant
     * @param size open tasks, at most
     * @param limit open tasks of a tenant, at most
     * @param load keeps step with the rows
     */
    TaskWindow(
            KeyValueStore<String, WindowRow> window,
            TaskQueue queue,
            TaskTurns turns,
            KeyValueStore<String, TenantRow> tenants,
            int size,
            PerTenant limit,
            WindowLoad.Numbers load) {
        this.window = window;
        this.queue = queue;
        this.turns = turns;
        this.tenants = tenants;
        this.size = size;
        this.limit = limit;
        this.load = load;
        load.setOpen(row().getOpen());
        load.addQueued(allQueued());
    }

    /** Whether nothing has ever passed here. */
    boolean isNew() {
        return window.get(ONLY_ROW) == null;
    }

    /** Queues a task. Returns its key in the queue, for {@link #withdraw}. */
    String add(String taskId, String tenant, int priority) {
        WindowRow row = row();
        TenantRow who = tenant(tenant);
        String key = queue.add(priority, tenant, nextSequence(row), taskId);
        TenantLane mine = lane(who, priority);
        mine.setQueued(mine.getQueued() + 1);
        load.addQueued(1);
        giveTurns(row, who);
        write(row, who);
        return key;
    }

    /** Takes a queued task out. Its tenant is charged for what goes, so dropping a run does not delay the tenant's next. */
    void withdraw(String key, String tenant, int priority) {
        WindowRow row = row();
        TenantRow who = tenant(tenant);
        TenantLane mine = lane(who, priority);
        queue.remove(key);
        mine.setQueued(mine.getQueued() - 1);
        load.addQueued(-1);
        if (mine.getQueued() == 0) {
            takeTurn(row, mine);
        }
        write(row, who);
    }

    /** The task that goes next, which then is open; empty when all places are taken or nobody may go. */
    Optional<String> open() {
        WindowRow row = row();
        if (row.getOpen() >= size) {
            return Optional.empty();
        }
        for (Lane lane : row.getLanes()) {
            while (lane.getTurns() > 0) {
                TaskTurns.Turn turn = turns.first(lane);
                TenantRow who = tenant(turn.tenant());
                if (mayOpen(who)) {
                    return Optional.of(open(row, lane, turn, who));
                }
                // Its limit has been lowered since it got its turn.
                takeTurns(row, who);
                write(row, who);
            }
        }
        return Optional.empty();
    }

    /** A task of this tenant is open that did not come through here. */
    void countOpen(String tenant) {
        WindowRow row = row();
        TenantRow who = tenant(tenant);
        row.setOpen(row.getOpen() + 1);
        who.setOpen(who.getOpen() + 1);
        write(row, who);
    }

    /** An open task of this tenant was answered, or is no longer wanted: its place is free. */
    void free(String tenant) {
        WindowRow row = row();
        TenantRow who = tenant(tenant);
        row.setOpen(row.getOpen() - 1);
        who.setOpen(who.getOpen() - 1);
        giveTurns(row, who);
        write(row, who);
    }

    /**
     * Forgets tenants that have nothing open or queued and are owed nothing: their tags are over, so that a new row is the same.
     *
     * @param after the last tenant that was looked at; empty to begin with the first
     * @param most tenants to look at
     * @return the last one looked at; empty at the end
     */
    String forgetTenants(String after, int most) {
        WindowRow row = row();
        List<String> over = new ArrayList<>();
        String last = "";
        try (KeyValueIterator<String, TenantRow> entries = tenants.range(after, null)) {
            int looked = 0;
            while (entries.hasNext() && looked < most) {
                var entry = entries.next();
                looked++;
                last = entry.key;
                if (isOver(row, entry.value)) {
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

    private String open(WindowRow row, Lane lane, TaskTurns.Turn turn, TenantRow who) {
        TenantLane mine = lane(who, lane.getPriority());
        TaskQueue.Taken task = queue.take(lane.getPriority(), who.getTenant(), mine.getHead());
        takeTurn(row, mine);
        mine.setQueued(mine.getQueued() - 1);
        load.addQueued(-1);
        mine.setHead(task.sequence() + 1);
        mine.setNextTag(turn.tag() + 1);
        lane.setVirtualTime(turn.tag());
        lane.setLastTurn(turn.sequence());
        row.setOpen(row.getOpen() + 1);
        who.setOpen(who.getOpen() + 1);
        if (mayOpen(who)) {
            giveTurns(row, who);
        } else {
            takeTurns(row, who);
        }
        write(row, who);
        return task.taskId();
    }

    private boolean mayOpen(TenantRow who) {
        return limit.of(who.getTenant()).map(most -> who.getOpen() < most).orElse(true);
    }

    /** A turn at each priority at which the tenant has something queued and none yet; nothing when it has enough open. */
    private void giveTurns(WindowRow row, TenantRow who) {
        if (!mayOpen(who)) {
            return;
        }
        for (TenantLane mine : who.getLanes()) {
            if (mine.getQueued() > 0 && mine.getTurn() == null) {
                Lane lane = lane(row, mine.getPriority());
                long tag = Math.max(lane.getVirtualTime(), mine.getNextTag());
                mine.setTurn(turns.add(mine.getPriority(), tag, nextSequence(row), who.getTenant()));
                lane.setTurns(lane.getTurns() + 1);
            }
        }
    }

    private void takeTurns(WindowRow row, TenantRow who) {
        who.getLanes().forEach(mine -> takeTurn(row, mine));
    }

    private void takeTurn(WindowRow row, TenantLane mine) {
        if (mine.getTurn() != null) {
            turns.remove(mine.getTurn());
            mine.setTurn(null);
            Lane lane = lane(row, mine.getPriority());
            lane.setTurns(lane.getTurns() - 1);
        }
    }

    private static boolean isOver(WindowRow row, TenantRow who) {
        return who.getOpen() == 0
                && who.getLanes().stream()
                        .allMatch(mine -> mine.getQueued() == 0
                                && mine.getNextTag()
                                        <= lane(row, mine.getPriority()).getVirtualTime());
    }

    /** Of all tenants that are known, whose rows are few beside those of tasks. */
    private int allQueued() {
        int queued = 0;
        try (KeyValueIterator<String, TenantRow> entries = tenants.all()) {
            while (entries.hasNext()) {
                queued += entries.next().value.getLanes().stream()
                        .mapToInt(TenantLane::getQueued)
                        .sum();
            }
        }
        return queued;
    }

    private WindowRow row() {
        WindowRow row = window.get(ONLY_ROW);
        return row == null ? new WindowRow(0, 0L, new ArrayList<>()) : row;
    }

    private TenantRow tenant(String tenant) {
        TenantRow row = tenants.get(tenant);
        return row == null ? new TenantRow(tenant, 0, new ArrayList<>()) : row;
    }

    private void write(WindowRow row, TenantRow who) {
        window.put(ONLY_ROW, row);
        load.setOpen(row.getOpen());
        tenants.put(who.getTenant(), who);
    }

    private static long nextSequence(WindowRow row) {
        long sequence = row.getSequence();
        row.setSequence(sequence + 1);
        return sequence;
    }

    /** The lane of a priority, in the row, which keeps the highest first. */
    private static Lane lane(WindowRow row, int priority) {
        List<Lane> lanes = row.getLanes();
        int at = 0;
        while (at < lanes.size() && lanes.get(at).getPriority() > priority) {
            at++;
        }
        if (at == lanes.size() || lanes.get(at).getPriority() != priority) {
            lanes.add(at, new Lane(priority, 0L, 0L, 0));
        }
        return lanes.get(at);
    }

    private static TenantLane lane(TenantRow who, int priority) {
        for (TenantLane mine : who.getLanes()) {
            if (mine.getPriority() == priority) {
                return mine;
            }
        }
        TenantLane mine = new TenantLane(priority, 0, 0L, 0L, null);
        who.getLanes().add(mine);
        return mine;
    }
}
