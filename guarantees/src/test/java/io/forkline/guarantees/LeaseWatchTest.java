package io.forkline.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watch finds what outlives a process; else it would find nothing wrong for ever. */
class LeaseWatchTest {

    private static final TopicsSeen NO_TOPICS = new TopicsSeen(List.of(), List.of(), List.of(), List.of(), List.of());

    @TempDir
    private Path home;

    @Test
    void childThatOutlivesItsParentIsSeenUntilItIsGone() throws Exception {
        LeaseWatch watch = new LeaseWatch(home);
        Process parent = parentOfASleeper();
        ProcessHandle child = parent.descendants().findAny().orElseThrow();
        watch.began("worker", parent.pid());
        watch.look();

        parent.destroyForcibly().waitFor();
        LeaseEnd end = watch.ended(parent.pid(), Duration.ZERO);
        child.destroyForcibly();

        assertThat(end.process()).isEqualTo("worker");
        assertThat(end.left()).hasSize(1).first().asString().startsWith("PROCESS " + child.pid() + "@");
        assertThat(new NoForkOutlivesItsLease(List.of(end)).violations(NO_TOPICS))
                .singleElement()
                .asString()
                .contains("after the end of worker there was PROCESS " + child.pid());
    }

    @Test
    void nothingIsLeftWhenTheChildEndsInTime() throws Exception {
        LeaseWatch watch = new LeaseWatch(home);
        Process parent = parentOfASleeper();
        ProcessHandle child = parent.descendants().findAny().orElseThrow();
        watch.began("worker", parent.pid());
        watch.look();

        child.destroyForcibly();
        parent.destroyForcibly().waitFor();
        LeaseEnd end = watch.ended(parent.pid(), Duration.ofMinutes(1));

        assertThat(end.left()).isEmpty();
        assertThat(new NoForkOutlivesItsLease(List.of(end)).violations(NO_TOPICS))
                .isEmpty();
    }

    @Test
    void whatALivingProcessOfTheSameHomeHasIsItsOwn() throws Exception {
        LeaseWatch watch = new LeaseWatch(home);
        Process other = parentOfASleeper();
        Process parent = parentOfASleeper();
        watch.began("other", other.pid());
        watch.began("worker", parent.pid());
        watch.look();

        parent.descendants().forEach(ProcessHandle::destroyForcibly);
        parent.destroyForcibly().waitFor();
        LeaseEnd end = watch.ended(parent.pid(), Duration.ofMinutes(1));
        other.descendants().forEach(ProcessHandle::destroyForcibly);
        other.destroyForcibly().waitFor();

        assertThat(end.left()).isEmpty();
    }

    @Test
    void whoWasNotWatchedCannotBeJudged() {
        LeaseWatch watch = new LeaseWatch(home);

        assertThatThrownBy(() -> watch.ended(1, Duration.ZERO)).hasMessageContaining("was not watched");
    }

    /** Returns when the child is there. */
    private Process parentOfASleeper() throws IOException {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 600 & echo there; wait", home.toString()).start();
        assertThat(parent.inputReader().readLine()).isEqualTo("there");
        return parent;
    }
}
