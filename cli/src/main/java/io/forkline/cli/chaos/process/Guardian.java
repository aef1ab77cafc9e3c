package io.forkline.cli.chaos.process;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/**
 * Kills what this process has started when this process is gone, in whatever way: a small shell that reads their ids from us, and whose standard input
 * ends with us. An id is taken back when its process has ended, as the kernel gives it to others.
 */
final class Guardian implements AutoCloseable {

    /** Ctrl-C reaches the whole group of processes; this one is to outlast it. */
    private static final String SCRIPT = "trap '' INT TERM HUP; all=' ';"
            + " while read -r verb pid; do case $verb in"
            + " +) all=\"$all$pid \";;"
            + " -) all=\"${all%% $pid *} ${all#* $pid }\";;"
            + " esac; done; for pid in $all; do kill -9 \"$pid\" 2>/dev/null; done";

    private static final long PATIENCE_SECONDS = 10;

    private final Process process;
    private final BufferedWriter orders;
    private boolean closed;

    Guardian() throws IOException {
        process = new ProcessBuilder("/bin/sh", "-c", SCRIPT)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        orders = process.outputWriter();
    }

    /** From now on this process ends with us. */
    void guard(long pid) {
        order("+ " + pid);
    }

    /** It has ended. */
    void release(long pid) {
        order("- " + pid);
    }

    private synchronized void order(String text) {
        if (closed) {
            return;
        }
        try {
            orders.write(text);
            orders.newLine();
            orders.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the process that guards the others has ended", e);
        }
    }

    /** Kills those that are left. Whoever ends later is no concern of it. May be called twice. */
    @Override
    public void close() {
        try {
            closeOrders();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void closeOrders() throws IOException {
        closed = true;
        orders.close();
    }
}
