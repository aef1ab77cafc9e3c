package io.forkline.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.TriggeringPolicyBase;
import java.io.File;
import java.time.Duration;

/** When a file is large enough to be rolled: by its size, not by what this process wrote, as logback counts. Looks once a second at most. */
public final class SizeOnDisk extends TriggeringPolicyBase<ILoggingEvent> {

    private static final long LOOK_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    private final long largest;
    private long lookedAt = System.nanoTime() - LOOK_EVERY_NANOS;

    /** @param largest bytes */
    public SizeOnDisk(long largest) {
        this.largest = largest;
    }

    /** Called by one thread at a time. */
    @Override
    public boolean isTriggeringEvent(File file, ILoggingEvent event) {
        long now = System.nanoTime();
        if (now - lookedAt < LOOK_EVERY_NANOS) {
            return false;
        }
        lookedAt = now;
        return file.length() >= largest;
    }
}
