package io.forkline.cli.service;

import io.forkline.cli.CommandException;
import io.forkline.schemas.access.Refusals;
import io.forkline.schemas.health.Condition;
import io.forkline.schemas.health.PartHealth;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Services that start and end together. */
public final class ServiceGroup implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceGroup.class);
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration NEWS = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final List<Service> services;

    public ServiceGroup(List<Service> services) {
        this.services = List.copyOf(services);
    }

    /**
     * Starts all of them at once; returns when they have begun to.
     *
     * @throws CommandException naming the first that could not
     */
    public void start() throws InterruptedException {
        Map<Service, Throwable> failed = new ConcurrentHashMap<>();
        List<Thread> threads = threads("start", service -> {
            try {
                service.start().run();
            } catch (RuntimeException | Error e) {
                failed.put(service, e);
            }
        });
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            threads.forEach(Thread::interrupt);
            awaitEnd(threads);
            throw e;
        }
        for (Service service : services) {
            Throwable why = failed.get(service);
            if (why != null) {
                throw failed(service, "did not start", why);
            }
        }
    }

    /**
     * Returns when all run.
     *
     * @throws CommandException naming the one that does not after a minute
     */
    public void awaitReady() throws InterruptedException {
        for (Service service : services) {
            if (!isReady(service, READY)) {
                throw CommandException.failed(
                        "the " + service.name() + " does not run after " + READY.toSeconds() + " s: "
                                + waiting(service),
                        null);
            }
        }
    }

    /**
     * Returns when all run, however long that takes: a new disk is filled from the topics, brokers come back.
     *
     * @param listener told every half minute what a service waits for
     * @throws CommandException naming the one that stopped
     */
    public void awaitReady(Consumer<String> listener) throws InterruptedException {
        for (Service service : services) {
            while (!isReady(service, NEWS)) {
                requireHealthy();
                listener.accept("The " + service.name() + " does not run yet: " + waiting(service));
            }
        }
    }

    private static boolean isReady(Service service, Duration atMost) throws InterruptedException {
        try {
            service.running().get().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            throw stopped(service, e.getCause());
        } catch (TimeoutException e) {
            return false;
        }
    }

    private static String waiting(Service service) {
        return service.health().get().stream()
                .flatMap(part -> switch (part.condition()) {
                    case Condition.Working working -> Stream.empty();
                    case Condition.Waiting waiting -> Stream.of(part.part() + " is waiting: " + waiting.what());
                    case Condition.Stuck stuck -> Stream.of(part.part() + " is stuck: " + stuck.why());
                })
                .collect(Collectors.joining("; "));
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
        awaitEnd(threads("close", service -> {
            try {
                service.closing().close();
            } catch (Exception e) {
                LOG.warn("service did not close cleanly, service={}", service.name(), e);
            }
        }));
    }

    private List<Thread> threads(String what, Consumer<Service> action) {
        return services.stream()
                .map(service -> Thread.ofPlatform()
                        .name("forkline-" + what + "-" + service.name().replace(' ', '-'))
                        .start(() -> action.accept(service)))
                .toList();
    }

    /** Also when this thread is interrupted. */
    private static void awaitEnd(List<Thread> threads) {
        CompletableFuture.runAsync(() -> threads.forEach(ServiceGroup::join), Thread::startVirtualThread)
                .join();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static CommandException stopped(Service service, Throwable why) {
        return failed(service, "stopped", why);
    }

    /** The innermost cause says what to do: a disk that is full, a topic that is gone. */
    private static CommandException failed(Service service, String what, Throwable why) {
        Throwable innermost = why;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String first = String.valueOf(why.getMessage());
        String last = String.valueOf(innermost.getMessage());
        String words = Refusals.sentence(why).orElse(first.contains(last) ? first : first + ": " + last);
        return CommandException.failed("the " + service.name() + " " + what + ": " + words, why);
    }
}
