package io.forkline.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {

    private static final Duration BRIEF = Duration.ofMillis(20);

    @Test
    void waitEndsWhenTheConditionHolds() {
        var asked = new AtomicInteger();

        Await.until("it was asked thrice", () -> asked.incrementAndGet() == 3);

        assertThat(asked).hasValue(3);
    }

    @Test
    void waitThatIsInVainFailsWithItsClaim() {
        assertThatThrownBy(() -> Await.until("pigs fly", BRIEF, () -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessage("it did not come true within 20 ms that pigs fly");
    }

    @Test
    void assertionThatHoldsInTheEndPasses() {
        var asked = new AtomicInteger();

        Await.untilAsserted(() -> assertThat(asked.incrementAndGet()).isEqualTo(3));

        assertThat(asked).hasValue(3);
    }

    @Test
    void assertionThatNeverHoldsFailsAsItDoes() {
        assertThatThrownBy(() -> Await.untilAsserted(BRIEF, () -> {
                    throw new AssertionError("no");
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessage("no");
    }
}
