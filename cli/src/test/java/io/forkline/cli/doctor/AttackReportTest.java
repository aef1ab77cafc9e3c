package io.forkline.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.forkline.cli.TestHost;
import io.forkline.sandbox.attack.Battery;
import io.forkline.sandbox.attack.Outcome;
import io.forkline.sandbox.attack.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttackReportTest {

    @TempDir
    private Path folder;

    @Test
    void anEscapeIsShownWholeAndFails() {
        String evidence = "read " + "everything ".repeat(40) + "to the end";

        AttackReport report = report(Verdict.NOT_HELD, evidence);

        assertThat(report.allHeld()).isFalse();
        assertThat(text(report))
                .contains("NOT HELD")
                .contains("to the end")
                .contains("0 held, 1 NOT")
                .contains("Something got through");
    }

    @Test
    void bothKindsOfForkHaveOneRowWhereBothHeld() {
        var both = Battery.attempts().stream()
                .filter(attempt -> attempt.attack().name().equals("tcp egress"))
                .map(attempt -> new Outcome(
                        attempt, Verdict.HELD, "network namespace: ENETUNREACH for a, b", Duration.ofMillis(5)))
                .toList();

        String text = text(new AttackReport(both, List.of(), "none"));

        assertThat(both).hasSize(2);
        assertThat(text).containsOnlyOnce("network namespace (ENETUNREACH)").contains("Nothing got through.");
    }

    @Test
    void whatDoesNotApplyHereDoesNotFail() {
        AttackReport report = report(Verdict.NOT_APPLICABLE, "there is no control group of cpu here");

        assertThat(report.allHeld()).isTrue();
        assertThat(text(report)).contains("n/a").contains("no control group of cpu");
    }

    @Test
    void anAttemptThatIsBrokenFailsWhateverHeld() {
        var held = report(Verdict.HELD, "own root: ENOENT").outcomes();

        AttackReport report = new AttackReport(held, List.of("read file: nothing is seen of it outside"), "v2: memory");

        assertThat(report.allHeld()).isFalse();
        assertThat(text(report)).contains("broken attempt, it shows nothing: read file");
    }

    @Test
    void jsonNamesEachAttemptWithItsGroupAndWhatStoppedIt() throws Exception {
        var json = new ObjectMapper()
                .readTree(report(Verdict.HELD, "own root: ENOENT").json());

        assertThat(json.path("held").asInt()).isEqualTo(1);
        assertThat(json.path("attempts").path(0).path("verdict").asText()).isEqualTo("HELD");
        assertThat(json.path("attempts").path(0).path("why").asText()).isEqualTo("own root: ENOENT");
        assertThat(json.path("attempts").path(0).path("group").asText()).isEqualTo("Network egress");
    }

    @Test
    void jsonWithoutAttackIsRefusedAsAMistake() {
        TestHost host = new TestHost(folder);

        int exitCode = host.execute("doctor", "--json", "-");

        assertThat(exitCode).isEqualTo(64);
        assertThat(host.err()).contains("--json is for the attempts of --attack");
    }

    private static AttackReport report(Verdict verdict, String why) {
        var attempt = Battery.attempts().getFirst();
        return new AttackReport(
                List.of(new Outcome(attempt, verdict, why, Duration.ofMillis(5))), List.of(), "v2: memory, pids");
    }

    private String text(AttackReport report) {
        return String.join("\n", report.lines(new TestHost(folder).host().terminal()));
    }
}
