package io.forkline.guarantees;

import java.time.Duration;
import java.util.List;

/**
 * What was there of a process that had forks, a while after it had ended.
 *
 * @param process what people call it
 * @param waited how long after its end; less than the bound when nothing was left before
 * @param left what was there still, as the kernel names it
 */
public record LeaseEnd(String process, Duration waited, List<String> left) {

    public LeaseEnd {
        left = List.copyOf(left);
    }
}
