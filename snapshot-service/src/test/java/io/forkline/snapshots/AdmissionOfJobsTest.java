package io.forkline.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.job.JobContent;
import io.forkline.schemas.record.ExpectedPerspective;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.LeadOptions;
import io.forkline.schemas.record.RejectionReason;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.record.RunRejected;
import io.forkline.schemas.topic.ForklineTopic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

class AdmissionOfJobsTest extends PlannerTest {

    @Test
    void planGoesOutAtOnceThoughTheSnapshotIsNotThere() {
        planner.submit(Jobs.job("a"));

        RunPlanned plan = planner.planned().get(0);
        assertThat(plan.getRunId()).isEqualTo("a/1");
        assertThat(plan.getEnvironmentId()).isEqualTo(planner.environmentId("review"));
        assertThat(plan.getExpected())
                .containsExactly(new ExpectedPerspective("Security", true), new ExpectedPerspective("Tests", false));
        assertThat(plan.getOrigin().getTopic()).isEqualTo("t.jobs");
        assertThat(plan.getContentHash()).isEqualTo(JobContent.hash(Jobs.job("a")));
    }

    @Test
    void leadHasItsReserveBeforeTheDeadline() {
        planner.submit(Jobs.job("a"));

        assertThat(planner.planned().get(0).getReportBy())
                .isEqualTo(Jobs.START.plus(Jobs.TIME).minusSeconds(30));
    }

    @Test
    void reserveIsAtMostAQuarterOfTheTimeLeft() {
        planner.submit(Jobs.builder("a").setDeadline(Jobs.START.plusSeconds(20)).build());

        assertThat(planner.planned().get(0).getReportBy()).isEqualTo(Jobs.START.plusSeconds(15));
    }

    @Test
    void withoutALeadTheTimeToReportEndsAtTheDeadline() {
        planner.submit(Jobs.builder("a")
                .setLead(new LeadOptions(LeadMode.NONE, null, null))
                .build());

        assertThat(planner.planned().get(0).getReportBy()).isEqualTo(Jobs.START.plus(Jobs.TIME));
    }

    @Test
    void chosenPerspectivesKeepTheOrderOfTheEnvironment() {
        planner.submit(Jobs.builder("a")
                .setPerspectives(List.of("Tests", "Security"))
                .setRequiredPerspectives(List.of("Tests"))
                .build());

        assertThat(planner.planned().get(0).getExpected())
                .containsExactly(new ExpectedPerspective("Security", true), new ExpectedPerspective("Tests", true));
    }

    @Test
    void sameJobTwiceRunsOnce() {
        planner.submit(Jobs.builder("a").setLabels(Map.of("x", "1", "y", "2")).build());
        planner.submit(Jobs.builder("a")
                .setLabels(Map.of("y", "2", "x", "1"))
                .setDeadline(Jobs.START.plusSeconds(77))
                .build());

        assertThat(planner.plans()).hasSize(1);
        assertThat(planner.deadLetters()).isEmpty();
    }

    @Test
    void otherContentUnderTheSameIdGoesToTheDeadLettersByteForByte() {
        planner.submit(Jobs.job("a"));
        JobRequested other = Jobs.builder("a").setPriority(5).build();
        planner.submit(other);

        TestRecord<byte[], byte[]> letter = planner.deadLetters().get(0);
        assertThat(PlannerHarness.header(letter, "cause")).isEqualTo("JOB_ID_REUSED");
        assertThat(PlannerHarness.header(letter, "origin-offset")).isEqualTo("1");
        assertThat(letter.value()).isEqualTo(planner.encode(other));
        assertThat(planner.plans()).hasSize(1);
    }

    @Test
    void unreadableJobGoesToTheDeadLettersByteForByte() {
        byte[] bytes = "not a job".getBytes(StandardCharsets.UTF_8);
        planner.submitRaw(new byte[] {1}, bytes);

        TestRecord<byte[], byte[]> letter = planner.deadLetters().get(0);
        assertThat(PlannerHarness.header(letter, "cause")).isEqualTo("UNREADABLE");
        assertThat(letter.value()).isEqualTo(bytes);
        assertThat(letter.key()).isEqualTo(new byte[] {1});
    }

    @Test
    void jobWithoutAValidIdGoesToTheDeadLetters() {
        planner.submit(Jobs.job("a/b"));

        assertThat(planner.deadLetters())
                .extracting(letter -> PlannerHarness.header(letter, "cause"))
                .containsExactly("INVALID_JOB_ID");
        assertThat(planner.plans()).isEmpty();
    }

    @Test
    void keyOfTheRecordIsOfNoAccount() {
        planner.submitRaw(new byte[] {9, 9}, planner.encode(Jobs.job("a")));
        planner.submit(Jobs.job("a"));

        assertThat(planner.planned()).hasSize(1);
    }

    @Test
    void recordOlderThanTheRetentionGoesToTheDeadLetters() {
        Instant old = planner.now().minus(Duration.ofDays(7)).minusMillis(1);
        planner.submit(Jobs.job("a"), old, new RecordHeaders());

        assertThat(planner.deadLetters())
                .extracting(letter -> PlannerHarness.header(letter, "cause"))
                .containsExactly("JOB_TOO_OLD");
    }

    @Test
    void jobReadAgainFromTheLogIsKnownAsLongAsItsRecordCounts() {
        Instant first = planner.now();
        planner.submit(Jobs.job("a"));
        planner.advance(Duration.ofDays(7));
        planner.submit(Jobs.job("a"), first, new RecordHeaders());

        assertThat(planner.plans()).hasSize(1);
        assertThat(planner.deadLetters()).isEmpty();
    }

    @Test
    void jobsAreForgottenAfterTheirRecordsCanNotComeBack() {
        planner.submit(Jobs.job("a"));
        planner.advance(Duration.ofDays(7));
        planner.submit(Jobs.job("b"));
        planner.advance(Duration.ofDays(1).plusSeconds(2));

        assertThat(planner.rows("known-jobs")).isEqualTo(1);
        assertThat(planner.rows("known-jobs-by-age")).isEqualTo(1);
    }

    @Test
    void jobSeenAgainIsRememberedFromThenOn() {
        planner.submit(Jobs.job("a"));
        planner.advance(Duration.ofDays(6));
        planner.submit(Jobs.job("a"));
        planner.advance(Duration.ofDays(6));

        assertThat(planner.rows("known-jobs")).isEqualTo(1);
        assertThat(planner.rows("known-jobs-by-age")).isEqualTo(1);
    }

    @Test
    void deadlineThatIsOverIsAnsweredAtOnce() {
        planner.submit(Jobs.builder("a").setDeadline(Jobs.START).build());

        RunRejected rejected = planner.rejected().get(0);
        assertThat(rejected.getReason()).isEqualTo(RejectionReason.DEADLINE_PASSED);
        assertThat(rejected.getMessage()).endsWith("; submit it again with a later deadline");
        assertThat(rejected.getRunId()).isEqualTo("a/1");
        assertThat(planner.requests()).isEmpty();
    }

    @Test
    void unknownEnvironmentIsToldWhichThereAre() {
        planner.submit(Jobs.builder("a").setEnvironment("nowhere").build());

        RunRejected rejected = planner.rejected().get(0);
        assertThat(rejected.getReason()).isEqualTo(RejectionReason.UNKNOWN_ENVIRONMENT);
        assertThat(rejected.getMessage()).contains("nowhere").contains("review, wide");
        assertThat(rejected.getEnvironmentId()).isNull();
    }

    @Test
    void unknownPerspectiveIsToldWhichThereAre() {
        planner.submit(Jobs.builder("a").setPerspectives(List.of("Smell")).build());

        RunRejected rejected = planner.rejected().get(0);
        assertThat(rejected.getReason()).isEqualTo(RejectionReason.UNKNOWN_PERSPECTIVE);
        assertThat(rejected.getMessage()).contains("\"Smell\"").contains("Security, Tests");
        assertThat(rejected.getEnvironmentId()).isEqualTo(planner.environmentId("review"));
    }

    @Test
    void replayIsANewRunThatNamesItsOrigin() {
        planner.submit(Jobs.job("a"));
        planner.submit(Jobs.replay("a", "again", "a/1"));

        RunPlanned replay = planner.planned().get(1);
        assertThat(replay.getRunId()).isEqualTo("a/2");
        assertThat(replay.getReplayOf()).isEqualTo("a/1");
    }

    @Test
    void replayWithoutAnOriginReplaysTheFirstRun() {
        planner.submit(Jobs.job("a"));
        planner.submit(Jobs.replay("a", "again", null));

        assertThat(planner.planned().get(1).getReplayOf()).isEqualTo("a/1");
    }

    @Test
    void sameReplayRequestTwiceIsOneRun() {
        planner.submit(Jobs.job("a"));
        planner.submit(Jobs.replay("a", "again", "a/1"));
        planner.submit(Jobs.replay("a", "again", "a/1"));

        assertThat(planner.plans()).hasSize(2);
    }

    @Test
    void replayWithOtherContentIsNotThatJob() {
        planner.submit(Jobs.job("a"));
        planner.submit(JobRequested.newBuilder(Jobs.replay("a", "again", "a/1"))
                .setTenant("someone")
                .build());

        assertThat(planner.deadLetters())
                .extracting(letter -> PlannerHarness.header(letter, "cause"))
                .containsExactly("JOB_ID_REUSED");
    }

    @Test
    void replayOfARunThatNeverWasIsRejected() {
        planner.submit(Jobs.job("a"));
        planner.submit(Jobs.replay("a", "again", "a/7"));

        RunRejected rejected = planner.rejected().get(0);
        assertThat(rejected.getReason()).isEqualTo(RejectionReason.UNKNOWN_RUN);
        assertThat(rejected.getMessage()).contains("a/7").contains("runs 1 to 1");
    }

    @Test
    void jobThatComesAfterItsReplayStillRuns() {
        planner.submit(Jobs.replay("a", "again", "a/1"));
        planner.submit(Jobs.job("a"));

        assertThat(planner.plans())
                .extracting(plan -> plan.getEvent().getClass().getSimpleName())
                .containsExactly("RunRejected", "RunPlanned");
    }

    @Test
    void replayWithoutARequestIdGoesToTheDeadLetters() {
        planner.submit(Jobs.job("a"));
        planner.submit(Jobs.replay("a", " ", "a/1"));

        assertThat(planner.deadLetters())
                .extracting(letter -> PlannerHarness.header(letter, "cause"))
                .containsExactly("INVALID_REPLAY");
    }

    @Test
    void traceContextOfTheJobGoesOnToPlanAndTasks() {
        planner.ready("review");

        planner.submit(Jobs.job("a"), planner.now(), trace());

        for (var topic : List.of(ForklineTopic.PLANS, ForklineTopic.FORK_TASKS)) {
            assertThat(planner.raw(topic)).isNotEmpty().allSatisfy(AdmissionOfJobsTest::assertTrace);
        }
    }

    @Test
    void planKeepsTheTraceContextOfItsRun() {
        planner.submit(Jobs.job("a"), planner.now(), trace());

        assertThat(planner.planned()).singleElement().satisfies(plan -> {
            assertThat(plan.getTraceparent()).isEqualTo("00-abc-def-01");
            assertThat(plan.getTracestate()).isEqualTo("vendor=x");
            assertThat(plan.getPlannedAt()).isEqualTo(planner.now());
        });
    }

    @Test
    void traceContextOfAJobThatWaitsIsThatOfTheSnapshotRequestAndLaterOfItsTasks() {
        planner.submit(Jobs.job("a"), planner.now(), trace());
        assertThat(planner.raw(ForklineTopic.SNAPSHOT_REQUESTS))
                .singleElement()
                .satisfies(AdmissionOfJobsTest::assertTrace);

        planner.ready("review");

        assertThat(planner.raw(ForklineTopic.FORK_TASKS)).isNotEmpty().allSatisfy(AdmissionOfJobsTest::assertTrace);
    }

    private static Headers trace() {
        return new RecordHeaders()
                .add("traceparent", "00-abc-def-01".getBytes(StandardCharsets.UTF_8))
                .add("tracestate", "vendor=x".getBytes(StandardCharsets.UTF_8));
    }

    private static void assertTrace(TestRecord<byte[], byte[]> record) {
        assertThat(record.headers().lastHeader("traceparent").value())
                .asString()
                .isEqualTo("00-abc-def-01");
        assertThat(record.headers().lastHeader("tracestate").value()).asString().isEqualTo("vendor=x");
    }
}
