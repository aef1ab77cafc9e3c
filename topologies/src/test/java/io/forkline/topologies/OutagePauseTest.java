package io.forkline.topologies;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.testsupport.Await;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OutagePauseTest {

    @Test
    void pausesDoubleUpToHalfAMinute() {
        OutagePause pause = new OutagePause(OutagePause.FIRST);

        assertThat(pause.after(1)).isEqualTo(Duration.ofMillis(500));
        assertThat(pause.after(2)).isEqualTo(Duration.ofSeconds(1));
        assertThat(pause.after(7)).isEqualTo(Duration.ofSeconds(32));
        assertThat(pause.after(1_000)).isEqualTo(Duration.ofSeconds(32));
    }

    @Test
    void failuresCountUntilTheTopologyRuns() {
        OutagePause pause = new OutagePause(Duration.ZERO);
        pause.await();
        pause.await();
        assertThat(pause.failures()).isEqualTo(2);

        pause.runs();

        assertThat(pause.failures()).isZero();
    }

    @Test
    void closingEndsThePauseThatIsUnderWayAndThoseToCome() {
        OutagePause pause = new OutagePause(Duration.ofHours(1));
        CompletableFuture<Void> paused = CompletableFuture.runAsync(pause::await);
        Await.until("it pauses", () -> pause.failures() == 1);
        assertThat(paused).isNotDone();

        pause.close();

        assertThat(paused).succeedsWithin(Await.PATIENCE);
        assertThat(CompletableFuture.runAsync(pause::await)).succeedsWithin(Await.PATIENCE);
    }
}
