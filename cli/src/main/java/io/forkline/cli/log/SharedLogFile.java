package io.forkline.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The log file of a Forkline home, which several processes write to. When one of them rolls it, the others still have the file that has another name now, and
 * would go on in it until it is deleted: so each looks, once a second at most, whether the name still means its file.
 */
public final class SharedLogFile extends RollingFileAppender<ILoggingEvent> {

    private static final long LOOK_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    private final AtomicLong lookedAt = new AtomicLong(System.nanoTime());
    private volatile @Nullable Object opened;

    @Override
    public void openFile(String name) throws IOException {
        super.openFile(name);
        opened = identity();
    }

    @Override
    protected void subAppend(ILoggingEvent event) {
        long now = System.nanoTime();
        long last = lookedAt.get();
        if (now - last >= LOOK_EVERY_NANOS && lookedAt.compareAndSet(last, now)) {
            follow();
        }
        super.subAppend(event);
    }

    private void follow() {
        try {
            if (!Objects.equals(identity(), opened)) {
                openFile(getFile());
            }
        } catch (IOException e) {
            addError("The log file " + getFile() + " cannot be opened again.", e);
        }
    }

    /** Device and inode; null when it is not there. */
    private @Nullable Object identity() {
        try {
            return Files.readAttributes(Path.of(getFile()), BasicFileAttributes.class)
                    .fileKey();
        } catch (IOException e) {
            return null;
        }
    }
}
