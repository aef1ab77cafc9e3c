package io.forkline.sandbox.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.CommandResult.Exited;
import io.forkline.sandbox.CommandResult.Limit;
import io.forkline.sandbox.CommandResult.Output;
import io.forkline.sandbox.CommandResult.StoppedAtLimit;
import io.forkline.sandbox.CommandStages;
import io.forkline.sandbox.SnapshotKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JudgeTest {

    private static final Expected REFUSAL = new Expected.Refusal(Set.of(Limit.MEMORY));
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    @Test
    void escapeThatIsTakenBackAfterwardsIsAnEscape() {
        var finding = Judge.of(attack(REFUSAL), said("escaped read it all\nheld nothing happened\n"));

        assertThat(finding).isEqualTo(Finding.notHeld("read it all"));
    }

    @Test
    void silenceIsNoEvidence() {
        assertThat(Judge.of(attack(REFUSAL), said("")).verdict()).isEqualTo(Verdict.NOT_HELD);
        assertThat(Judge.of(attack(REFUSAL), said("upheld by law\n")).verdict()).isEqualTo(Verdict.NOT_HELD);
    }

    @Test
    void whatRefusedItIsEvidence() {
        assertThat(Judge.of(attack(REFUSAL), said("noise\nheld EPERM for both\n")))
                .isEqualTo(Finding.held("EPERM for both"));
    }

    @Test
    void onlyTheLimitThatWasExpectedIsEvidence() {
        assertThat(Judge.of(attack(REFUSAL), stopped(Limit.MEMORY, TIMEOUT)).verdict())
                .isEqualTo(Verdict.HELD);
        assertThat(Judge.of(attack(REFUSAL), stopped(Limit.WALL_TIME, TIMEOUT)).verdict())
                .isEqualTo(Verdict.NOT_HELD);
    }

    @Test
    void commandThatEndsBeforeItsDeadlineOrLongAfterIsNotHeldByIt() {
        var attack = attack(new Expected.Stop(Limit.WALL_TIME));

        assertThat(Judge.of(attack, stopped(Limit.WALL_TIME, TIMEOUT)).verdict())
                .isEqualTo(Verdict.HELD);
        assertThat(Judge.of(attack, said("held\n")).verdict()).isEqualTo(Verdict.NOT_HELD);
        assertThat(Judge.of(attack, stopped(Limit.WALL_TIME, Duration.ofMinutes(1)))
                        .verdict())
                .isEqualTo(Verdict.NOT_HELD);
    }

    @Test
    void otherExitStatusThanTheTrueOneIsAFakedReport() {
        assertThat(Judge.of(attack(new Expected.Exit(7)), said("held as it says itself\n")))
                .isEqualTo(Finding.notHeld("it ended with 7 and was reported as: exit status 0, stderr: "));
    }

    @Test
    void programThatMakesNoArchiveTriedNothing() {
        var attack = attack(new Expected.Unpacking(Optional.empty()));

        var finding = Judge.of(
                attack, new Exited(1, new Output("", "no such module"), CommandStages.of(Duration.ZERO, TIMEOUT)));

        assertThat(finding.verdict()).isEqualTo(Verdict.NOT_HELD);
        assertThat(finding.why()).contains("no such module");
    }

    private static Attack attack(Expected expected) {
        return new Attack(
                "group",
                "name",
                "tries",
                "program.py",
                List.of(),
                "barrier",
                Set.of(SnapshotKind.MEMORY),
                expected,
                Optional.empty(),
                TIMEOUT,
                false,
                false);
    }

    private static CommandResult said(String stdout) {
        return new Exited(0, new Output(stdout, ""), CommandStages.of(Duration.ZERO, TIMEOUT));
    }

    private static CommandResult stopped(Limit limit, Duration ran) {
        return new StoppedAtLimit(limit, new Output("", ""), CommandStages.of(Duration.ZERO, ran));
    }
}
