package io.forkline.sandbox.local;

import io.forkline.sandbox.BuildListener;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Cuts what a command writes into lines, passes each on as it comes, and keeps the last ones for a failure's message. */
final class BuildLog {

    private static final int KEPT_LINES = 12;
    private static final int MAX_LINE_BYTES = 4096;

    private final BuildListener listener;
    private final Deque<String> last = new ArrayDeque<>();
    private final StringBuilder unfinished = new StringBuilder();

    BuildLog(BuildListener listener) {
        this.listener = listener;
    }

    /** Bytes as they come. A character that is cut between two chunks is replaced; it is for people to read. */
    synchronized void accept(byte[] chunk) {
        for (var character : new String(chunk, StandardCharsets.UTF_8).toCharArray()) {
            if (character == '\n' || character == '\r' || unfinished.length() >= MAX_LINE_BYTES) {
                finishLine();
            }
            if (character != '\n' && character != '\r') {
                unfinished.append(character);
            }
        }
    }

    /** The last lines, indented. */
    synchronized String tail() {
        finishLine();
        return last.isEmpty() ? "    (it wrote nothing)" : "    " + String.join("\n    ", last);
    }

    synchronized boolean mentions(String text) {
        return last.stream().anyMatch(line -> line.contains(text));
    }

    private void finishLine() {
        var line = unfinished.toString().stripTrailing();
        unfinished.setLength(0);
        if (line.isEmpty()) {
            return;
        }
        last.addLast(line);
        if (last.size() > KEPT_LINES) {
            last.removeFirst();
        }
        listener.progress(line);
    }
}
