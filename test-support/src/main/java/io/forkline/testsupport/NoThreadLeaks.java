package io.forkline.testsupport;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
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

    private static final Pattern OF_KAFKA_CLIENTS =
            Pattern.compile("kafka-producer-network-thread|kafka-admin-client-thread|_background_thread|StreamThread");
    private static final Namespace NAMESPACE = Namespace.create(NoThreadLeaks.class);
    /** A thread that was told to stop may need a moment. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(NAMESPACE).put("before", threads());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        requireNoneLeft(context.getStore(NAMESPACE).get("before", Set.class));
    }

    static void requireNoneLeft(Set<?> before) {
        Await.untilAsserted(GRACE, () -> {
            Set<String> left = leftSince(before);
            if (!left.isEmpty()) {
                throw new AssertionError("the test left threads behind: " + left);
            }
        });
    }

    static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet();
    }

    static Set<String> leftSince(Set<?> before) {
        return threads().stream()
                .filter(thread -> !before.contains(thread))
                .filter(Thread::isAlive)
                .filter(NoThreadLeaks::matters)
                .map(Thread::getName)
                .collect(Collectors.toSet());
    }

    private static boolean matters(Thread thread) {
        String name = thread.getName();
        if (SharedBroker.owns(thread) || name.startsWith("junit-")) {
            return false;
        }
        return !thread.isDaemon()
                || name.startsWith("forkline")
                || OF_KAFKA_CLIENTS.matcher(name).find();
    }
}
