package io.forkline.cli.deadletters;

import io.forkline.cli.terminal.Progress;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Passes letters on and, where reading takes more than a second, says each second how far it is. */
final class ReadingProgress implements LetterLog.Reader, AutoCloseable {

    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Consumer<Letter> next;
    private final Progress progress;
    private final String topic;
    private long lastSaid = System.nanoTime();

    private ReadingProgress(Terminal terminal, String topic, Consumer<Letter> next) {
        this.next = next;
        this.progress = new Progress(terminal);
        this.topic = topic;
    }

    /** Reads all letters of the log. */
    static void read(LetterLog log, Terminal terminal, Consumer<Letter> next) {
        try (ReadingProgress reading = new ReadingProgress(terminal, log.topic(), next)) {
            log.read(reading);
        }
    }

    @Override
    public void letter(Letter letter) {
        next.accept(letter);
    }

    @Override
    public void passed(long offsets, long of) {
        long now = System.nanoTime();
        if (now - lastSaid > EVERY_NANOS) {
            lastSaid = now;
            String text = "reading " + topic + ": " + (of == 0 ? 100 : offsets * 100 / of) + " % of "
                    + Text.count(of, "offset");
            progress.now(text);
            progress.detail(text);
        }
    }

    @Override
    public void close() {
        progress.close();
    }
}
