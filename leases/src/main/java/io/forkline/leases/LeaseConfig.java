package io.forkline.leases;

import io.forkline.schemas.settings.Settings;
import java.time.Duration;

/**
 * How many tasks a worker holds at a time, and how it lets go of them. The length of a lock is the share group's, and the
 * broker's answers say it.
 *
 * @param slots tasks at a time, 1 to {@value #MOST_SLOTS}
 * @param drain how long a closing worker waits for the tasks it holds before it interrupts and releases them; 0 to 1 h
 */
public record LeaseConfig(int slots, Duration drain) {

    private static final int MOST_SLOTS = 200;
    private static final Duration LONGEST_DRAIN = Duration.ofHours(1);

    public LeaseConfig {
        if (slots < 1 || slots > MOST_SLOTS) {
            throw new IllegalArgumentException("a worker has 1 to " + MOST_SLOTS + " slots, not " + slots);
        }
        if (drain.isNegative() || drain.compareTo(LONGEST_DRAIN) > 0) {
            throw new IllegalArgumentException("a worker drains for 0 s to 1 h, not " + drain);
        }
    }

    /**
     * Takes {@code <worker>.slots} and {@code <worker>.drain} from the settings.
     *
     * @param worker for example {@code worker}
     * @param otherwise what holds where nothing is set
     */
    public static LeaseConfig from(Settings settings, String worker, LeaseConfig otherwise) {
        return new LeaseConfig(
                settings.integer(worker + ".slots", otherwise.slots, 1, MOST_SLOTS),
                settings.duration(worker + ".drain", otherwise.drain, Duration.ZERO, LONGEST_DRAIN));
    }
}
