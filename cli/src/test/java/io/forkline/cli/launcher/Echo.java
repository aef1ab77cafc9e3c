package io.forkline.cli.launcher;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** A program that says how it was called. Stands alone in a jar of its own. */
public final class Echo {

    static final int EXIT_CODE = 7;

    private Echo() {}

    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        String command = String.join(" ", arguments);
        if (command.equals("rehearse")) {
            return;
        }
        if (command.equals("wait")) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> out.println("signalled")));
            out.println("waiting");
            new CountDownLatch(1).await();
        }
        for (String argument : arguments) {
            out.print("[" + argument + "]");
        }
        out.println(" root=" + System.getProperty("forkline.root"));
        System.exit(EXIT_CODE);
    }
}
