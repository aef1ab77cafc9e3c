package io.forkline.cli.terminal;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What goes on, on standard error: a line for each thing that happened and, on a terminal, one at the end that is written
 * over and moves. Safe for many threads. Close it before anything else is written.
 */
public final class Progress implements AutoCloseable {

    private static final String CLEAR = "\r\u001b[K";
    private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
    private static final String[] ASCII_SPINNER = {"-", "\\", "|", "/"};
    private static final long FRAME_MS = 100;

    private final Terminal terminal;
    private final long begunNanos = System.nanoTime();
    private final ScheduledExecutorService ticker;
    private String live = "";
    private int frame;
    private boolean closed;

    public Progress(Terminal terminal) {
        this.terminal = terminal;
        this.ticker = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("forkline-progress").daemon().factory());
        if (terminal.errIsTerminal()) {
            var unused = ticker.scheduleAtFixedRate(this::tick, FRAME_MS, FRAME_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** Something is done. */
    public synchronized void done(String what) {
        line(terminal.paintError(Ink.GREEN, terminal.glyph("✓", "+")), what);
    }

    /** Something to know. */
    public synchronized void note(String what) {
        line(terminal.paintError(Ink.DIM, terminal.glyph("·", "-")), what);
    }

    /** Something is not as it should be, and goes on. */
    public synchronized void warn(String what) {
        line(terminal.paintError(Ink.YELLOW, "!"), what);
    }

    /** Something to know where nobody watches the moving line; it says the same on a terminal. */
    public synchronized void detail(String what) {
        if (!terminal.errIsTerminal()) {
            note(what);
        }
    }

    /** What goes on right now; shown on a terminal only. */
    public synchronized void now(String what) {
        live = Text.clean(what);
        if (terminal.errIsTerminal() && !closed) {
            draw();
        }
    }

    /** Takes the moving line away. What comes later is not shown. May be called twice. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            ticker.shutdownNow();
            erase();
        }
    }

    private void line(String mark, String what) {
        if (closed) {
            return;
        }
        erase();
        terminal.err().println(mark + " " + Text.clean(what));
        if (terminal.errIsTerminal()) {
            draw();
        }
    }

    private synchronized void tick() {
        if (!closed) {
            frame++;
            draw();
        }
    }

    private void draw() {
        if (live.isEmpty()) {
            return;
        }
        String[] frames = terminal.unicode() ? SPINNER : ASCII_SPINNER;
        String time = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begunNanos) + " s";
        String text = Text.cut(live, terminal.columns() - time.length() - 6);
        terminal.err()
                .print(CLEAR + terminal.paintError(Ink.CYAN, frames[frame % frames.length]) + " " + text + "  "
                        + terminal.paintError(Ink.DIM, time));
        terminal.err().flush();
    }

    private void erase() {
        if (terminal.errIsTerminal() && !live.isEmpty()) {
            terminal.err().print(CLEAR);
            terminal.err().flush();
        }
    }
}
