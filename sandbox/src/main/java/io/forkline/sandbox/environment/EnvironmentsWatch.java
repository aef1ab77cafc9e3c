package io.forkline.sandbox.environment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a folder of environments every second, and reads it again when it has changed and looked the same twice since, so that nobody meets a
 * half-written one. It looks rather than waits for the kernel to tell, as mounted folders do not tell. A second {@code close} changes nothing.
 */
public final class EnvironmentsWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentsWatch.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Environments environments;
    private final Consumer<EnvironmentChange> listener;
    private final ScheduledExecutorService looks;
    private String read;
    private String seen;
    private Optional<String> unreadable = Optional.empty();

    private EnvironmentsWatch(Environments environments, Consumer<EnvironmentChange> listener) {
        this.environments = environments;
        this.listener = listener;
        // What was there when they were loaded nobody knows any more: the first look that finds the folder at rest
        // reads it again.
        this.read = "";
        this.seen = "";
        this.looks = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("forkline-environments-watch").daemon().factory());
    }

    /**
     * Looks from now on.
     *
     * @param listener told of every change, from a thread of the watch, when it already counts
     */
    public static EnvironmentsWatch start(Environments environments, Consumer<EnvironmentChange> listener) {
        EnvironmentsWatch watch = new EnvironmentsWatch(environments, listener);
        var unused = watch.looks.scheduleWithFixedDelay(
                watch::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    /** What it looks at. */
    public Path folder() {
        return environments.folder();
    }

    private void look() {
        try {
            String now = fingerprint();
            if (now.equals(seen) && !now.equals(read)) {
                reload();
                read = now;
            }
            seen = now;
        } catch (RuntimeException e) {
            // Or nobody would look any more.
            LOG.warn("a look at the environments failed, folder={}", environments.folder(), e);
        }
    }

    private void reload() {
        try {
            environments.reload().forEach(listener);
            unreadable = Optional.empty();
        } catch (EnvironmentException e) {
            String why = String.valueOf(e.getMessage());
            if (!unreadable.equals(Optional.of(why))) {
                listener.accept(new EnvironmentChange.Unreadable(why));
            }
            unreadable = Optional.of(why);
        }
    }

    /** Names, sizes and times of everything in it; not what is in the files, which may be large. */
    private String fingerprint() {
        try (Stream<Path> all = Files.walk(environments.folder())) {
            return all.sorted().map(EnvironmentsWatch::line).collect(Collectors.joining("\n"));
        } catch (IOException | UncheckedIOException e) {
            return "unreadable: " + e;
        }
    }

    private static String line(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return file + " " + attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey()
                    + (Files.isExecutable(file) ? " x" : "");
        } catch (IOException e) {
            return file + " " + e;
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = looks.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
