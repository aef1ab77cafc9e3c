package io.forkline.cli;

import io.forkline.broker.BrokerException;
import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Terminal;
import io.forkline.producer.ClientException;
import io.forkline.sandbox.SandboxException;
import io.forkline.schemas.access.Refusals;
import io.forkline.schemas.registry.RegistryUnavailableException;
import io.forkline.schemas.registry.SchemaRefusedException;
import io.forkline.schemas.settings.SettingsException;
import io.forkline.schemas.topic.TopicsException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into a sentence on standard error and an exit code. A stack trace is for {@code --verbose}. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final int INTERRUPTED = 130;
    private static final Duration UNTIL_THE_SIGNAL = Duration.ofMillis(200);

    private final Terminal terminal;
    private final Stop stop;

    Failures(Terminal terminal, Stop stop) {
        this.terminal = terminal;
        this.stop = stop;
    }

    @Override
    public int handleExecutionException(Exception thrown, CommandLine commandLine, ParseResult parsed) {
        boolean verbose = commandLine.getCommand() instanceof ForklineCommand root
                ? root.isVerbose()
                : ForklineCommand.of(commandLine).isVerbose();
        if (stop.wasAsked(isMistake(thrown) ? Duration.ZERO : UNTIL_THE_SIGNAL)) {
            return tellStopped(thrown);
        }
        return switch (thrown) {
            case InterruptedException interrupted -> tellStopped(interrupted);
            case InterruptException interrupted -> tellStopped(interrupted);
            case ClosedByInterruptException interrupted -> tellStopped(interrupted);
            case CommandException failure -> tell(failure, failure.exitCode(), verbose);
            case SettingsException mistake -> tell(mistake, ExitCode.USAGE, verbose);
            case SandboxException failure -> tell(failure, ExitCode.FAILED, verbose);
            case TopicsException failure -> tell(failure, ExitCode.FAILED, verbose);
            case BrokerException failure -> tell(failure, ExitCode.FAILED, verbose);
            case RegistryUnavailableException failure -> tell(failure, ExitCode.FAILED, verbose);
            case SchemaRefusedException failure -> tell(failure, ExitCode.FAILED, verbose);
            case ClientException failure -> tell(failure, ExitCode.FAILED, verbose);
            case KafkaException failure -> tellOfKafka(failure, verbose);
            default -> tellDefect(thrown, verbose);
        };
    }

    @Override
    public int handleParseException(ParameterException mistake, String[] arguments) {
        CommandLine commandLine = mistake.getCommandLine();
        print(message(mistake));
        List<String> meant =
                mistake instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        if (!meant.isEmpty()) {
            terminal.err().println("Did you mean " + String.join(" or ", meant) + "?");
        }
        terminal.err().println("Try `" + commandLine.getCommandSpec().qualifiedName() + " --help`.");
        return ExitCode.USAGE;
    }

    /** In picocli's words, but for a command that there is not, which it calls an argument. */
    private static String message(ParameterException mistake) {
        return mistake instanceof UnmatchedArgumentException unmatched
                        && !unmatched.isUnknownOption()
                        && !mistake.getCommandLine().getSubcommands().isEmpty()
                ? "there is no command `"
                        + mistake.getCommandLine().getCommandSpec().qualifiedName() + " "
                        + unmatched.getUnmatched().getFirst() + "`"
                : String.valueOf(mistake.getMessage());
    }

    /** Of the caller, which no signal is behind. */
    private static boolean isMistake(Exception thrown) {
        return thrown instanceof SettingsException
                || (thrown instanceof CommandException failure && failure.exitCode() == ExitCode.USAGE);
    }

    /** The process ends with the signal's own exit code, whatever this one is. */
    private int tellStopped(Exception thrown) {
        LOG.info("command stopped", thrown);
        terminal.err().println("Stopped.");
        return INTERRUPTED;
    }

    private int tellOfKafka(KafkaException failure, boolean verbose) {
        String message = Refusals.sentence(failure).orElse(String.valueOf(failure.getMessage()));
        return tell(failure, message, ExitCode.FAILED, verbose);
    }

    private int tell(Exception thrown, int exitCode, boolean verbose) {
        return tell(thrown, String.valueOf(thrown.getMessage()), exitCode, verbose);
    }

    private int tell(Exception thrown, String message, int exitCode, boolean verbose) {
        LOG.info("command failed, exitCode={}", exitCode, thrown);
        print(message);
        if (verbose) {
            thrown.printStackTrace(terminal.err());
        }
        return exitCode;
    }

    /** What nobody expected, and so shows all it knows. */
    int tellDefect(Throwable thrown, boolean verbose) {
        LOG.error("command met what it did not expect", thrown);
        print("this should not have happened: " + thrown);
        if (verbose) {
            thrown.printStackTrace(terminal.err());
        } else {
            terminal.err().println("The stack trace is in the log, or with --verbose here.");
        }
        return ExitCode.FAILED;
    }

    private void print(String message) {
        terminal.err().println(terminal.paintError(Ink.RED, "forkline:") + " " + message);
    }
}
