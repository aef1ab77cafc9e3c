package io.forkline.aggregator.join;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.processor.TaskId;

/** Where the time index of each task begins: one number for all processors of the task, each of which may set an alarm. */
final class AlarmBegins {

    private final Map<TaskId, AtomicLong> begins = new ConcurrentHashMap<>();

    /** That of a task that is being initialised. The task may have been elsewhere in between: nothing is known of its store. */
    AtomicLong unknown(TaskId task) {
        AtomicLong begin = begins.computeIfAbsent(task, unseen -> new AtomicLong());
        begin.set(0);
        return begin;
    }
}
