package io.forkline.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NoThreadLeaksTest {

    private final CountDownLatch over = new CountDownLatch(1);
    private final Set<Thread> before = NoThreadLeaks.threads();

    @AfterEach
    void endThreads() {
        over.countDown();
    }

    @Test
    void threadThatKeepsTheJvmAliveIsALeak() {
        start("some thread", false);

        assertThat(NoThreadLeaks.leftSince(before)).containsExactly("some thread");
    }

    @Test
    void threadOfOursOrOfAKafkaClientIsALeakThoughItIsADaemon() {
        String[] names = {"forkline-slot-1", "kafka-producer-network-thread | p", "app-StreamThread-1"};
        for (String name : names) {
            start(name, true);
        }

        assertThat(NoThreadLeaks.leftSince(before)).containsExactlyInAnyOrder(names);
    }

    @Test
    void daemonOfALibraryIsNone() {
        start("HttpClient-1-SelectorManager", true);

        assertThat(NoThreadLeaks.leftSince(before)).isEmpty();
    }

    @Test
    void threadThatEndsAMomentLaterIsForgiven() {
        start("late", false);

        over.countDown();

        NoThreadLeaks.requireNoneLeft(before);
    }

    @Test
    void leakIsNamed() {
        start("the culprit", false);

        assertThatThrownBy(() -> NoThreadLeaks.requireNoneLeft(before))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the culprit");
    }

    private void start(String name, boolean daemon) {
        var thread = new Thread(
                () -> {
                    try {
                        over.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(daemon);
        thread.start();
    }
}
