package io.forkline.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.id.JobId;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.Origin;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmissionTest {

    private static final JobId JOB = new JobId("nightly");
    private static final String CONTENT = "0123456789abcdef0123456789abcdef";
    private static final String OTHER = "f".repeat(32);

    private final Submission submission = new Submission(JOB, 0, 7, Instant.EPOCH, false, CONTENT, false);

    @ParameterizedTest
    @CsvSource({"6, true", "7, false", "8, false"})
    void resultOfAnEarlierRecordIsARepeat(long offset, boolean repeat) {
        assertThat(submission.isRepeat(result(offset).build())).isEqualTo(repeat);
    }

    @ParameterizedTest
    @CsvSource({"6, true, true", "6, false, false", "7, true, true", "7, false, true", "8, false, true"})
    void jobTurnedDownBeforeIsNoAnswerAnyMore(long offset, boolean admitted, boolean answered) {
        assertThat(submission.isAnsweredBy(result(offset).setAdmitted(admitted).build()))
                .isEqualTo(answered);
    }

    @ParameterizedTest
    @CsvSource({"6, true, false", "7, true, true"})
    void replayIsAnsweredByARunOfItsOwn(long offset, boolean admitted, boolean answered) {
        Submission replay = new Submission(JOB, 0, 7, Instant.EPOCH, false, CONTENT, true);

        assertThat(replay.isAnsweredBy(result(offset).setAdmitted(admitted).build()))
                .isEqualTo(answered);
    }

    @Test
    void contentIsComparedWhereTheResultSaysWhichAndTheIdMayHaveBeenUsed() {
        Submission withNewId = new Submission(JOB, 0, 7, Instant.EPOCH, true, CONTENT, false);

        assertThat(submission.isOfSameContent(result(6).setContentHash(CONTENT).build()))
                .isTrue();
        assertThat(submission.isOfSameContent(result(6).setContentHash(null).build()))
                .isTrue();
        assertThat(submission.isOfSameContent(result(6).setContentHash(OTHER).build()))
                .isFalse();
        assertThat(withNewId.isOfSameContent(result(7).setContentHash(OTHER).build()))
                .isTrue();
    }

    private static JobResult.Builder result(long offset) {
        return JobResult.newBuilder(ResultWriter.result(JOB.run(1))).setOrigin(new Origin("jobs", 0, offset));
    }
}
