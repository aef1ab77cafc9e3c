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
        int exitCode = ForklineCommand.commandLine(new Host(
                        Terminal.ofSystem(env, System.getProperties()), env, Host.rootFrom(System.getProperties())))
                .execute(arguments);
        stop.commandEnded();
        System.exit(exitCode);
    }
}
