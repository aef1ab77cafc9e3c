package io.forkline.testsupport;

import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails a test that leaves threads behind: threads that keep a JVM alive, threads of Kafka's clients, and threads with
 * a name of ours. Threads of the shared broker are not a test's. Not for tests that run beside others in one JVM.
 */
public final class NoThreadLeaks implements BeforeEachCallback, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(NoThreadLeaks.class);
    /** A thread that was told to stop may need a moment. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(NAMESPACE).put("before", threads());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Set<?> before = context.getStore(NAMESPACE).get("before", Set.class);
        Predicate<Thread> isNew = thread -> !before.contains(thread);
        Await.until(
                "all threads of the test ended; left: " + names(isNew),
                GRACE,
                () -> names(isNew).isEmpty());
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet();
    }

    private static Set<String> names(Predicate<Thread> isNew) {
        return threads().stream()
                .filter(Thread::isAlive)
                .filter(isNew.and(NoThreadLeaks::matters))
                .map(Thread::getName)
                .collect(Collectors.toSet());
    }

    private static boolean matters(Thread thread) {
        String name = thread.getName();
        if (isOfTheBroker(name)) {
            return false;
        }
        return !thread.isDaemon()
                || name.startsWith("forkline")
                || name.contains("_background_thread")
                || name.startsWith("kafka-producer-network-thread")
                || name.startsWith("kafka-admin-client");
    }

    private static boolean isOfTheBroker(String name) {
        return name.startsWith("data-plane-") || name.startsWith("group-coordinator") || name.contains("SegmentLoader");
    }
}
