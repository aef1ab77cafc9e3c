package io.forkline.cli.snapshots;

import io.forkline.cli.terminal.Progress;
import io.forkline.cli.terminal.Text;
import io.forkline.sandbox.archive.TransferListener;
import java.util.concurrent.TimeUnit;

/** Shows how far a transfer is: all the time on a terminal, else a line now and then. */
final class TransferProgress implements TransferListener {

    private static final long BETWEEN_FRAMES_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long BETWEEN_LINES_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Progress progress;
    private final String what;
    private long lastFrame = System.nanoTime();
    private long lastLine = System.nanoTime();

    TransferProgress(Progress progress, String what) {
        this.progress = progress;
        this.what = what;
    }

    @Override
    public void moved(long bytes, long of) {
        long now = System.nanoTime();
        if (now - lastFrame > BETWEEN_FRAMES_NANOS) {
            lastFrame = now;
            progress.now(text(bytes, of));
        }
        if (now - lastLine > BETWEEN_LINES_NANOS) {
            lastLine = now;
            progress.detail(text(bytes, of));
        }
    }

    private String text(long bytes, long of) {
        return what + ": " + Text.bytes(bytes) + " of " + Text.bytes(of);
    }
}
