package io.forkline.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program itself: its commands, and what all of them have. */
@Command(
        name = "forkline",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Runs agents side by side, each in a fork of one prepared sandbox, and joins their reports.",
            "",
            "Try: forkline run examples/sample-project",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 complete, 1 failed, 2 partial (reports are missing), 64 bad usage,",
            "130 after Ctrl-C, 143 after SIGTERM.",
            "FORKLINE_HOME (default ~/.forkline) keeps snapshots, targets and the log.",
            "NO_COLOR turns colours off."
        },
        mixinStandardHelpOptions = true,
        versionProvider = ForklineCommand.Version.class,
        scope = ScopeType.INHERIT,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.FAILED,
        sortOptions = false,
        usageHelpAutoWidth = true)
final class ForklineCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show the log, and the stack trace of what goes wrong.")
    private boolean verbose;

    static CommandLine commandLine(Host host, Failures failures) {
        CommandLine commandLine = new CommandLine(new ForklineCommand());
        commandLine.addSubcommand(new HelpCommand());
        Commands.all(host).forEach(commandLine::addSubcommand);
        boolean colour = host.terminal().colour() && host.terminal().outIsTerminal();
        return commandLine
                .setOut(new PrintWriter(host.terminal().out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(host.terminal().err(), true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(colour ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(host.terminal().columns())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
    }

    /** The root of the command line that a command is part of. */
    static ForklineCommand of(CommandLine commandLine) {
        CommandLine top = commandLine;
        while (top.getParent() != null) {
            top = top.getParent();
        }
        return top.getCommand();
    }

    boolean isVerbose() {
        return verbose;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "give a command: `forkline run PATH` is the one to begin with");
    }

    /** What the build says this is. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = ForklineCommand.class.getPackage().getImplementationVersion();
            return new String[] {
                "forkline " + (version == null ? "(unpacked)" : version),
                "Java " + Runtime.version() + ", " + System.getProperty("java.vm.name")
            };
        }
    }
}
