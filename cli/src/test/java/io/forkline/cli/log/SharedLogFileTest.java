package io.forkline.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import io.forkline.testsupport.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedLogFileTest {

    private static final int LARGEST = 1_000;

    @TempDir
    private Path folder;

    private final List<LoggerContext> contexts = new ArrayList<>();

    @AfterEach
    void stop() {
        contexts.forEach(LoggerContext::stop);
    }

    @Test
    void whoWritesAsWellGoesOnInTheNewFileWhenAnotherHasRolledTheOld() {
        Logger one = logger(LARGEST);
        Logger other = logger(Long.MAX_VALUE);
        other.info("first of the other");

        Await.until("the file is rolled", () -> {
            one.info("x".repeat(LARGEST));
            return Files.exists(folder.resolve("forkline.log.1"));
        });
        Await.until("the other has found the new file", () -> {
            other.info("later of the other");
            return text("forkline.log").contains("later of the other");
        });

        assertThat(text("forkline.log.1")).contains("first of the other");
        assertThat(folder.resolve("forkline.log.2")).doesNotExist();
    }

    private Logger logger(long largest) {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        contexts.add(context);
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%msg%n");
        encoder.start();
        SharedLogFile appender = new SharedLogFile();
        appender.setContext(context);
        appender.setFile(folder.resolve("forkline.log").toString());
        appender.setEncoder(encoder);
        FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(appender);
        rolling.setFileNamePattern(folder.resolve("forkline.log") + ".%i");
        rolling.start();
        SizeOnDisk trigger = new SizeOnDisk(largest);
        trigger.start();
        appender.setRollingPolicy(rolling);
        appender.setTriggeringPolicy(trigger);
        appender.start();
        Logger logger = context.getLogger("test");
        logger.addAppender(appender);
        return logger;
    }

    private String text(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
