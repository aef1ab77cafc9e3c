package io.forkline.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.forkline.cli.log.JsonLines;
import io.forkline.cli.log.LogConfig;
import io.forkline.cli.log.SharedLogFile;
import io.forkline.cli.log.SizeOnDisk;
import io.forkline.sandbox.ForklineHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Sends the log of a command to {@code logs/forkline.log} under the Forkline home, unless {@link LogConfig} says otherwise, and
 * with {@code --verbose} to standard error too.
 * In code, as reading a file would cost each start a tenth of a second. Found by {@code ServiceLoader}; where no command runs,
 * as in tests, only errors are shown.
 */
public final class Logging extends ContextAwareBase implements Configurator {

    private static final String VERBOSE = "forkline.log.verbose";
    private static final String FILE = "forkline.log.file";
    private static final String FORMAT = "forkline.log.format";
    private static final String STREAM = "forkline.log.stream";
    private static final String STDERR = "System.err";
    private static final String STDOUT = "System.out";
    private static final long LARGEST_BYTES = 5 * 1024 * 1024;

    /** Says how to log; to be called before anything logs. */
    static void configure(Map<String, String> env, List<String> arguments) {
        System.setProperty(VERBOSE, Boolean.toString(arguments.contains("--verbose")));
        LogConfig config = LogConfig.early(env, arguments);
        System.setProperty(FORMAT, config.format().name());
        System.setProperty(STREAM, stream(config, arguments.contains("--verbose")));
        Path file = ForklineHome.at(ForklineHome.rootFromEnvironment(env))
                .root()
                .resolve("logs")
                .resolve("forkline.log");
        System.setProperty(FILE, config.to().contains(LogConfig.Target.FILE) ? file.toString() : "");
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        boolean verbose = Boolean.getBoolean(VERBOSE);
        String file = System.getProperty(FILE);
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(file == null ? Level.ERROR : Level.WARN);
        // It logs what it then throws, and URLs as they are; we say what it throws.
        context.getLogger("org.apache.flink.avro.registry.confluent.shaded").setLevel(Level.OFF);
        if (file != null) {
            context.getLogger("io.forkline").setLevel(verbose ? Level.DEBUG : Level.INFO);
            // Kafka warns of each topic it does not know yet, and of each connection that a closing broker ends.
            context.getLogger("org.apache.kafka").setLevel(verbose ? Level.INFO : Level.ERROR);
            if (!file.isEmpty() && isWritable(Path.of(file))) {
                root.addAppender(file(context, Path.of(file)));
            }
        }
        String stream = file == null ? STDERR : System.getProperty(STREAM, "");
        if (!stream.isEmpty()) {
            ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
            console.setTarget(stream);
            root.addAppender(started(context, console));
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** As logback calls them; empty for none. What is to be shown goes to standard error unless another stream has it. */
    private static String stream(LogConfig config, boolean verbose) {
        if (config.to().contains(LogConfig.Target.STDOUT)) {
            return STDOUT;
        }
        return verbose || config.to().contains(LogConfig.Target.STDERR) ? STDERR : "";
    }

    /** If not, there is no log: what needs the home says what is wrong with it. */
    private static boolean isWritable(Path file) {
        try {
            Path folder = Files.createDirectories(file.toAbsolutePath().resolveSibling(""))
                    .toAbsolutePath();
            return Files.isWritable(Files.exists(file) ? file : folder);
        } catch (IOException e) {
            return false;
        }
    }

    private static SharedLogFile file(LoggerContext context, Path file) {
        SharedLogFile appender = new SharedLogFile();
        appender.setFile(file.toString());
        FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(appender);
        rolling.setFileNamePattern(file + ".%i");
        rolling.setMinIndex(1);
        rolling.setMaxIndex(2);
        rolling.start();
        SizeOnDisk trigger = new SizeOnDisk(LARGEST_BYTES);
        trigger.setContext(context);
        trigger.start();
        appender.setRollingPolicy(rolling);
        appender.setTriggeringPolicy(trigger);
        return started(context, appender);
    }

    private static <A extends OutputStreamAppender<ILoggingEvent>> A started(LoggerContext context, A appender) {
        Encoder<ILoggingEvent> encoder =
                LogConfig.Format.JSON.name().equals(System.getProperty(FORMAT)) ? new JsonLines() : text();
        encoder.setContext(context);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    private static PatternLayoutEncoder text() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level [%thread] %logger{30} - %msg%n");
        return encoder;
    }
}
