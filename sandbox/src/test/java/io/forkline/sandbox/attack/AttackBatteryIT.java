package io.forkline.sandbox.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkline.sandbox.contract.TestDirectory;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every attempt of the battery, and the proof that those which may be run unconfined get through there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttackBatteryIT {

    private TestDirectory directory;
    private Battery battery;

    @BeforeAll
    void open() throws Exception {
        directory = TestDirectory.create();
        battery = Battery.open(directory.root());
    }

    @AfterAll
    void close() throws Exception {
        battery.close();
        directory.close();
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void attemptIsStoppedAndSaysByWhat(Attempt attempt) throws Exception {
        var outcome = battery.run(attempt);

        assumeTrue(outcome.verdict() != Verdict.NOT_APPLICABLE, outcome.why());
        assertThat(outcome.verdict()).as(outcome.why()).isEqualTo(Verdict.HELD);
        assertThat(outcome.why()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("provable")
    void sameProgramGetsThroughWhereNothingConfinesIt(Attack attack) throws Exception {
        var defect = battery.prove(attack);

        assertThat(defect).isEmpty();
    }

    @Test
    void namesAreUniqueAndThereAreManyInManyGroups() {
        var attacks = Catalogue.attacks();

        assertThat(attacks).extracting(Attack::name).doesNotHaveDuplicates().hasSizeGreaterThan(60);
        assertThat(attacks.stream().map(Attack::group).distinct()).hasSizeGreaterThan(12);
    }

    static List<Attempt> attempts() {
        return Battery.attempts();
    }

    static List<Attack> provable() {
        return Catalogue.attacks().stream().filter(Attack::provable).toList();
    }
}
