package io.forkline.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.TestHost;
import io.forkline.cli.chaos.plan.ChaosPlan;
import io.forkline.cli.chaos.process.Ended;
import io.forkline.guarantees.OneResultPerRun;
import io.forkline.guarantees.TopicsSeen;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChaosViewTest {

    private static final TopicsSeen NO_TOPICS = new TopicsSeen(List.of(), List.of(), List.of(), List.of(), List.of());

    private final TestHost host = new TestHost(TestHost.HOME);

    @Test
    void brokenPromiseIsShownWithWhatBrokeItAndTheCommandThatRepeatsIt() {
        ChaosOutcome outcome = outcome(new Ended("aggregator", 1, true), new Ended("fork-worker-1", 1, false));

        new ChaosView(host.host().terminal()).print(outcome);

        assertThat(outcome.isKept()).isFalse();
        assertThat(host.out().lines().map(String::strip))
                .contains(
                        "OneResultPerRun  kept      0 results",
                        "ServicesStayUp   violated  2 ends of their own, 1 of them before they were ready",
                        "aggregator ended by itself with 1",
                        "Results after their deadline: 2, the latest by 1.50 s",
                        "The same again: ./forkline chaos --jobs 3 --kills 6 --seed 42");
    }

    @Test
    void whoEndsBeforeItIsReadyHasBrokenNoPromise() {
        assertThat(outcome(new Ended("fork-worker-1", 1, false)).isKept()).isTrue();
    }

    @Test
    void jsonSaysTheSame() {
        String json = ChaosJson.text(outcome(new Ended("aggregator", 1, true)));

        assertThat(json)
                .contains(
                        "\"seed\" : 42",
                        "\"kept\" : false",
                        "\"violations\" : [ \"aggregator ended by itself with 1\" ]",
                        "\"atMs\" : 1000");
    }

    private static ChaosOutcome outcome(Ended... ended) {
        ChaosPlan plan = ChaosPlan.draw(3, 6, 42);
        return new ChaosOutcome(
                plan,
                List.of(new FaultMaker.Done(Duration.ofSeconds(1), plan.faults().getFirst())),
                List.of(
                        Judged.of(new OneResultPerRun(), NO_TOPICS),
                        Judged.of(new ServicesStayUp(List.of(ended)), NO_TOPICS)),
                "3 COMPLETE",
                new Lateness(2, Duration.ofMillis(1_500)),
                Duration.ofSeconds(30));
    }
}
