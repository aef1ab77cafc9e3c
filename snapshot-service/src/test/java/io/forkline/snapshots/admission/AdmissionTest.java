package io.forkline.snapshots.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.job.JobContent;
import io.forkline.snapshots.Jobs;
import io.forkline.snapshots.TestEnvironments;
import io.forkline.snapshots.record.KnownJob;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions that take a job with a past. */
class AdmissionTest {

    private Admission admission;

    @BeforeEach
    void loadEnvironments(@TempDir Path folder) throws Exception {
        admission = new Admission(TestEnvironments.in(folder), AdmissionConfig.DEFAULT);
    }

    @Test
    void lastReplayThatIsRememberedIsARun() {
        Decision decision = replay(replayed(Admission.MOST_REPLAYS - 1), "one more");

        assertThat(decision).isInstanceOfSatisfying(Decision.Admitted.class, admitted -> {
            assertThat(admitted.run().number()).isEqualTo(Admission.MOST_REPLAYS + 1);
            assertThat(admitted.remembered().getReplays())
                    .hasSize(Admission.MOST_REPLAYS)
                    .endsWith("one more");
        });
    }

    @Test
    void replayBeyondThoseThatAreRememberedIsUnusable() {
        Decision decision = replay(replayed(Admission.MOST_REPLAYS), "one more");

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Unusable.class,
                        unusable -> assertThat(unusable.cause()).isEqualTo("TOO_MANY_REPLAYS"));
    }

    @Test
    void replayThatIsKnownIsARepetitionHoweverManyThereWere() {
        Decision decision = replay(replayed(Admission.MOST_REPLAYS), "replay 1");

        assertThat(decision).isInstanceOf(Decision.Repeated.class);
    }

    @Test
    void requestIdOfTwoHundredCharactersIsOne() {
        assertThat(replay(replayed(0), "r".repeat(200))).isInstanceOf(Decision.Admitted.class);
    }

    @Test
    void longerRequestIdIsNone() {
        assertThat(replay(replayed(0), "r".repeat(201)))
                .isInstanceOfSatisfying(
                        Decision.Unusable.class,
                        unusable -> assertThat(unusable.cause()).isEqualTo("INVALID_REPLAY"));
    }

    @Test
    void olderRecordOfAJobDoesNotMakeItForgottenSooner() {
        KnownJob known = replayed(0);
        Arrival earlier = new Arrival(1, Jobs.START.minusSeconds(60), Jobs.START);

        Decision decision = admission.decide(Jobs.job("a"), Optional.of(known), earlier);

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Repeated.class,
                        repeated -> assertThat(repeated.remembered()).isEqualTo(known));
    }

    private Decision replay(KnownJob known, String requestId) {
        return admission.decide(
                Jobs.replay("a", requestId, "a/1"), Optional.of(known), new Arrival(1, Jobs.START, Jobs.START));
    }

    /** A job that ran, and was replayed so often. */
    private static KnownJob replayed(int times) {
        List<String> replays =
                IntStream.rangeClosed(1, times).mapToObj(i -> "replay " + i).toList();
        ByteBuffer hash = ByteBuffer.wrap(HexFormat.of().parseHex(JobContent.hash(Jobs.job("a"))));
        return new KnownJob(hash, times + 1, replays, Jobs.START, null);
    }
}
