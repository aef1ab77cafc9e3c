package io.forkline.cli.chaos.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.chaos.plan.Target;
import io.forkline.guarantees.LeaseWatch;
import io.forkline.testsupport.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberTest {

    private static final Duration ENOUGH = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private Watchers watchers;

    @BeforeEach
    void open() throws Exception {
        watchers = new Watchers(new Guardian(), new LeaseWatch(folder), told::add);
    }

    @AfterEach
    void close() {
        watchers.close();
    }

    @Test
    void killedProcessIsStartedAgainAndIsReadyAgain() throws Exception {
        try (Member member = member("echo The broker is ready.; exec sleep 600")) {
            member.start();
            member.awaitReady();

            member.kill(Duration.ZERO);
            member.awaitAlive();

            member.awaitReady();
            assertThat(told).filteredOn(line -> line.startsWith("start broker")).hasSize(2);
            assertThat(watchers.byThemselves()).isEmpty();
        }
    }

    @Test
    void whoEndsByItselfIsNamedAndSoIsWhetherItHadBegunToWork() throws Exception {
        try (Member member = member("[ -e begun ] && { echo The broker is ready.; exit 4; }; touch begun; exit 3")) {
            member.start();

            Await.until("it ended twice", ENOUGH, () -> watchers.byThemselves().size() >= 2);
        }

        assertThat(watchers.byThemselves()).startsWith(new Ended("broker", 3, false), new Ended("broker", 4, true));
    }

    @Test
    void closedOneStaysAway() throws Exception {
        Member member = member("echo The broker is ready.; exec sleep 600");
        member.start();
        member.awaitReady();

        member.close();
        member.close();

        assertThat(told).filteredOn(line -> line.startsWith("start broker")).hasSize(1);
        assertThat(watchers.byThemselves()).isEmpty();
    }

    private Member member(String script) throws Exception {
        Path log = folder.resolve("log");
        List<String> command =
                List.of("sh", "-c", "cd " + Files.createDirectories(folder.resolve("own")) + "; " + script);
        return new Member(Target.BROKER, new Launch(command, Map.of(), log), watchers);
    }
}
