package io.forkline.cli.service;

import io.forkline.cli.CommandException;
import io.forkline.schemas.access.Refusals;
import io.forkline.schemas.health.PartHealth;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Services that start and end together. */
public final class ServiceGroup implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceGroup.class);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final List<Service> services;

    public ServiceGroup(List<Service> services) {
        this.services = List.copyOf(services);
    }

    /** Starts all of them at once; returns when they have begun to. */
    public void start() {
        each("start", service -> service.start().run());
    }

    /**
     * Returns when all run.
     *
     * @throws CommandException naming the one that does not
     */
    public void awaitReady() throws InterruptedException {
        for (Service service : services) {
            try {
                service.running().get().get(START.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw stopped(service, e.getCause());
            } catch (TimeoutException e) {
                throw CommandException.failed(
                        "the " + service.name() + " does not run after " + START.toSeconds()
                                + " s; the log says what it waits for",
                        e);
            }
        }
    }

    /**
     * Returns only by a signal.
     *
     * @throws CommandException when one of them stops by itself
     * @throws InterruptedException by the signal
     */
    public void untilStopped() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        do {
            requireHealthy();
        } while (!never.await(LOOK.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** @throws CommandException when one of them has stopped by itself */
    public void requireHealthy() {
        for (Service service : services) {
            service.failure().get().ifPresent(why -> {
                throw stopped(service, why);
            });
        }
    }

    /** How the parts of all are at this moment. */
    public List<PartHealth> health() {
        return services.stream()
                .flatMap(service -> service.health().get().stream())
                .toList();
    }

    /** Ends all of them at once, and waits until they have. */
    @Override
    public void close() {
        each("close", service -> {
            try {
                service.closing().close();
            } catch (Exception e) {
                LOG.warn("service did not close cleanly, service={}", service.name(), e);
            }
        });
    }

    private void each(String what, Consumer<Service> action) {
        List<Thread> threads = services.stream()
                .map(service -> Thread.ofPlatform()
                        .name("forkline-" + what + "-" + service.name().replace(' ', '-'))
                        .start(() -> action.accept(service)))
                .toList();
        CompletableFuture<Void> all =
                CompletableFuture.runAsync(() -> threads.forEach(ServiceGroup::join), Thread::startVirtualThread);
        all.join();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The innermost cause says what to do: a disk that is full, a topic that is gone. */
    private static CommandException stopped(Service service, Throwable why) {
        Throwable innermost = why;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String first = String.valueOf(why.getMessage());
        String last = String.valueOf(innermost.getMessage());
        String words = Refusals.sentence(why).orElse(first.contains(last) ? first : first + ": " + last);
        return CommandException.failed("the " + service.name() + " stopped: " + words, why);
    }
}
