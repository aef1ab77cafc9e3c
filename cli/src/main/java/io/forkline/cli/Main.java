package io.forkline.cli;

import io.forkline.cli.terminal.Terminal;
import java.util.Arrays;
import java.util.Map;

/** Where the program begins. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        Stop stop = Stop.interruptsThisThread();
        int exitCode;
        try {
            exitCode = execute(arguments, stop);
        } finally {
            stop.commandEnded();
        }
        // Not by returning: Kafka has threads that would keep the process alive.
        System.exit(exitCode);
    }

    private static int execute(String[] arguments, Stop stop) {
        Map<String, String> env = System.getenv();
        Logging.configure(env, Arrays.asList(arguments));
        Host host =
                new Host(Terminal.ofSystem(env, System.getProperties()), env, Host.rootFrom(System.getProperties()));
        Failures failures = new Failures(host.terminal(), stop);
        try {
            return ForklineCommand.commandLine(host, failures).execute(arguments);
        } catch (Throwable defect) {
            return failures.tellDefect(defect, true);
        }
    }
}
