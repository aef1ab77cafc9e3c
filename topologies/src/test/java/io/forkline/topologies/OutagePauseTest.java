package io.forkline.topologies;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.testsupport.Await;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OutagePauseTest {

    private static final Throwable FAILURE = new IllegalStateException("the registry does not answer");

    private final AtomicLong time = new AtomicLong();

    @Test
    void pausesDoubleUpToHalfAMinute() {
        OutagePause pause = new OutagePause(OutagePause.FIRST, time::get);

        assertThat(pause.after(1)).isEqualTo(Duration.ofMillis(500));
        assertThat(pause.after(2)).isEqualTo(Duration.ofSeconds(1));
        assertThat(pause.after(7)).isEqualTo(Duration.ofSeconds(32));
        assertThat(pause.after(1_000)).isEqualTo(Duration.ofSeconds(32));
    }

    @Test
    void failuresCountUntilTheTopologyRuns() {
        OutagePause pause = new OutagePause(Duration.ZERO, time::get);
        pause.await(FAILURE);
        pause.await(FAILURE);
        assertThat(pause.failures()).isEqualTo(2);

        pause.runs();

        assertThat(pause.failures()).isZero();
    }

    @Test
    void closingEndsThePauseThatIsUnderWayAndThoseToCome() {
        OutagePause pause = new OutagePause(Duration.ofHours(1), time::get);
        CompletableFuture<Void> paused = CompletableFuture.runAsync(() -> pause.await(FAILURE));
        Await.until("it pauses", () -> pause.failures() == 1);
        assertThat(paused).isNotDone();

        pause.close();

        assertThat(paused).succeedsWithin(Await.PATIENCE);
        assertThat(CompletableFuture.runAsync(() -> pause.await(FAILURE))).succeedsWithin(Await.PATIENCE);
    }

    @Test
    void failureIsGotOverWhenTheTopologyHasRunForAWhile() {
        OutagePause pause = new OutagePause(Duration.ZERO, time::get);
        assertThat(pause.lastFailure()).isEmpty();
        pause.await(FAILURE);
        assertThat(pause.lastFailure()).contains("the registry does not answer");

        pause.runs();

        assertThat(pause.lastFailure()).isPresent();
        time.addAndGet(Duration.ofSeconds(11).toNanos());
        assertThat(pause.lastFailure()).isEmpty();
    }
}
