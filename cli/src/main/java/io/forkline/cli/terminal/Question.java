package io.forkline.cli.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Something that a person is asked. */
public final class Question {

    private Question() {}

    /** Whether the answer is yes; what ends without a line is none. Ends when the thread is interrupted. */
    public static boolean isAnsweredYes(Terminal terminal, InputStream in, String text) throws InterruptedException {
        terminal.out().print(text + " [y/N] ");
        terminal.out().flush();
        CompletableFuture<String> line = new CompletableFuture<>();
        // Nothing interrupts the reading of standard input, so another thread does it.
        Thread.ofPlatform().daemon().name("forkline-question").start(() -> line.complete(readLine(in)));
        try {
            String answer = line.get().strip().toLowerCase(Locale.ROOT);
            return answer.equals("y") || answer.equals("yes");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String readLine(InputStream in) {
        try {
            String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            return "";
        }
    }
}
