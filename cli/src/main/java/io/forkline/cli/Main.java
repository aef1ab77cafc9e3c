package io.forkline.cli;

import io.forkline.cli.terminal.Terminal;
import java.util.Arrays;
import java.util.Map;

/** Where the program begins. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        Map<String, String> env = System.getenv();
        Stop stop = Stop.interruptsThisThread();
        Logging.configure(env, Arrays.asList(arguments));
        Host host =
                new Host(Terminal.ofSystem(env, System.getProperties()), env, Host.rootFrom(System.getProperties()));
        Failures failures = new Failures(host.terminal(), stop);
        int exitCode;
        try {
            exitCode = ForklineCommand.commandLine(host, failures).execute(arguments);
        } catch (Throwable defect) {
            exitCode = failures.tellDefect(defect, true);
        }
        stop.commandEnded();
        // Not by returning: Kafka has threads that would keep the process alive.
        System.exit(exitCode);
    }
}
