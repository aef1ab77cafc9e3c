package io.forkline.aggregator.join;

import static io.forkline.aggregator.Samples.JOB;
import static io.forkline.aggregator.Samples.RUN;
import static io.forkline.aggregator.Samples.START;
import static io.forkline.aggregator.Samples.plan;
import static io.forkline.aggregator.Samples.report;
import static io.forkline.aggregator.Samples.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.aggregator.run.Alarm;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.topic.ForklineTopic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stays in the stores, and what never gets there. */
final class StoresOfRunsTest {

    private JoinDriver topology;

    @BeforeEach
    void start(@TempDir Path directory) {
        topology = new JoinDriver(directory, START);
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    @Test
    void reportsWhosePlanNeverComesAreForgotten() {
        topology.report(report("Security"));

        topology.passTo(START.plus(JoinDriver.RETENTION));

        assertThat(rowsOfAllStores()).isZero();
    }

    @Test
    void openRunIsAllThatHasDetailsInTheStores() {
        askLead();

        topology.verdict(verdict(1));

        assertThat(topology.rows(JoinStores.REPORTS)).isZero();
        assertThat(topology.rows(JoinStores.PLANS)).isZero();
        assertThat(topology.rows(JoinStores.DEADLINES)).isEqualTo(1);
    }

    @Test
    void runIsRememberedForTheRetentionAndThenForgotten() {
        askLead();
        topology.verdict(verdict(1));
        Instant end = topology.now().plus(JoinDriver.RETENTION);
        topology.passTo(end.minus(Duration.ofSeconds(1)));
        int before = topology.rows(JoinStores.RUNS);

        topology.passTo(end);

        assertThat(before).isEqualTo(1);
        assertThat(rowsOfAllStores()).isZero();
    }

    @Test
    void runWhoseAlarmIsOfAnotherRetentionIsForgottenAfterTheRetentionOfToday() {
        askLead();
        topology.verdict(verdict(1));
        topology.onlyAlarm(RUN, new Alarm(START.plusSeconds(1), Alarm.Kind.PURGE));
        topology.passTo(START.plusSeconds(1));
        int kept = topology.rows(JoinStores.RUNS);

        topology.passTo(START.plus(JoinDriver.RETENTION));

        assertThat(kept).isEqualTo(1);
        assertThat(rowsOfAllStores()).isZero();
    }

    @Test
    void alarmOfARunThatIsNotThereIsDropped() {
        topology.onlyAlarm(RUN, new Alarm(START.plusSeconds(1), Alarm.Kind.RESULT));

        topology.passTo(START.plusSeconds(1));

        assertThat(rowsOfAllStores()).isZero();
        assertThat(topology.results()).isEmpty();
    }

    @Test
    void bytesThatAreNoRecordGoToTheDeadLettersAsTheyAre() {
        byte[] poison = "not avro".getBytes(StandardCharsets.UTF_8);

        topology.bytes(ForklineTopic.REPORTS, JOB, poison);

        assertThat(topology.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.value()).isEqualTo(poison);
            assertThat(new String(letter.headers().lastHeader("forkline-cause").value(), StandardCharsets.UTF_8))
                    .isEqualTo("UNREADABLE");
        });
    }

    @Test
    void reportThatContradictsItselfGoesToTheDeadLetters() {
        topology.report(PerspectiveReport.newBuilder(report("Security"))
                .setRunId("another-job/1")
                .build());

        assertThat(topology.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(new String(letter.headers().lastHeader("forkline-cause").value(), StandardCharsets.UTF_8))
                    .isEqualTo("INCONSISTENT");
            assertThat(new String(
                            letter.headers().lastHeader("forkline-message").value(), StandardCharsets.UTF_8))
                    .isEqualTo("run another-job/1 is not a run of job job-1");
        });
        assertThat(rowsOfAllStores()).isZero();
    }

    private void askLead() {
        topology.plan(plan());
        topology.report(report("Security"), report("Tests"));
    }

    private int rowsOfAllStores() {
        return topology.rows(JoinStores.RUNS)
                + topology.rows(JoinStores.PLANS)
                + topology.rows(JoinStores.REPORTS)
                + topology.rows(JoinStores.DEADLINES);
    }
}
