package io.forkline.guarantees;

import static io.forkline.guarantees.Example.event;
import static io.forkline.guarantees.Example.job;
import static io.forkline.guarantees.Example.mark;
import static io.forkline.guarantees.Example.missing;
import static io.forkline.guarantees.Example.plan;
import static io.forkline.guarantees.Example.report;
import static io.forkline.guarantees.Example.result;
import static io.forkline.guarantees.Example.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.deadletter.DeadLetter;
import io.forkline.schemas.id.TaskId;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.PlanEvent;
import io.forkline.schemas.record.Replay;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.record.TokenUsage;
import io.forkline.schemas.record.VerdictOutcome;
import io.forkline.schemas.topic.TopicLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** Each guarantee is satisfied by a run as it should be, and sees the one thing that is wrong with it. */
class GuaranteesTest {

    private static final TopicLayout LAYOUT = TopicLayout.DEFAULT;
    private static final PerspectiveReport SECURITY = report("Security", ReportOutcome.OK);
    private static final PerspectiveReport TESTS = report("Tests", ReportOutcome.OK);
    private static final JobResult COMPLETE = result(ResultStatus.COMPLETE, List.of(SECURITY, TESTS), List.of());

    private static final TopicsSeen NO_TOPICS = new TopicsSeen(List.of(), List.of(), List.of(), List.of(), List.of());

    private static final ProducerRecord<byte[], byte[]> POISON =
            new ProducerRecord<>("forkline.jobs", bytes("key"), bytes("no job"));

    @Test
    void aRunAsItShouldBeBreaksNone() {
        TopicsSeen log = log(List.of(event(SECURITY), event(TESTS)), COMPLETE);

        for (Guarantee guarantee :
                List.of(new NoJobLost(LAYOUT), new OneResultPerRun(), new ResultsTellTheTruth(), new NoReportLost())) {
            assertThat(guarantee.violations(log)).as(guarantee.promise()).isEmpty();
        }
    }

    @Test
    void jobWithoutAResultIsLost() {
        assertThat(new NoJobLost(LAYOUT).violations(log(List.of())))
                .containsExactly("job build has neither a result nor a dead letter");
    }

    @Test
    void replayWithoutAResultIsLostAndTheSameRequestTwiceIsOne() {
        JobRequested replay = JobRequested.newBuilder(job())
                .setReplay(Replay.newBuilder().setRequestId("again").build())
                .build();
        List<Seen<JobRequested>> jobs = List.of(
                new Seen<>(0, 0, "build", job()), new Seen<>(0, 1, "build", replay), new Seen<>(0, 2, "build", replay));
        JobResult second = JobResult.newBuilder(COMPLETE)
                .setRunId("build/2")
                .setRunNumber(2)
                .build();
        Seen<JobResult> first = new Seen<>(0, 0, "build", COMPLETE);

        assertThat(new NoJobLost(LAYOUT)
                        .violations(new TopicsSeen(jobs, List.of(), List.of(), List.of(first), List.of())))
                .containsExactly("job build was asked for 2 times, replays among them, and has 1 results");
        assertThat(new NoJobLost(LAYOUT)
                        .violations(new TopicsSeen(
                                jobs,
                                List.of(),
                                List.of(),
                                List.of(first, new Seen<>(0, 1, "build", second)),
                                List.of())))
                .isEmpty();
    }

    @Test
    void jobAmongTheDeadLettersIsNotLost() {
        TopicsSeen elsewhere = new TopicsSeen(
                seen(job()), List.of(), List.of(), List.of(), List.of(letter("forkline.plans", bytes("x"))));
        TopicsSeen buried = new TopicsSeen(
                seen(job()), List.of(), List.of(), List.of(), List.of(letter("forkline.jobs", bytes("x"))));

        assertThat(new NoJobLost(LAYOUT).violations(elsewhere)).hasSize(1);
        assertThat(new NoJobLost(LAYOUT).violations(buried)).isEmpty();
    }

    @Test
    void secondResultOfARunIsSeen() {
        TopicsSeen log = log(List.of(event(SECURITY), event(TESTS)), COMPLETE, COMPLETE);

        assertThat(new OneResultPerRun().violations(log))
                .containsExactly("run build/1 has a result at 0@0 and another at 0@1");
    }

    @Test
    void resultUnderAnotherKeyIsSeen() {
        TopicsSeen log = new TopicsSeen(
                List.of(), List.of(), List.of(), List.of(new Seen<>(0, 0, "other", COMPLETE)), List.of());

        assertThat(new OneResultPerRun().violations(log))
                .containsExactly("the result of run build/1 has the key other");
    }

    @Test
    void reportThatNobodyPublishedIsSeen() {
        assertThat(new ResultsTellTheTruth().violations(log(List.of(event(SECURITY)), COMPLETE)))
                .containsExactly("the result of run build/1 has a report on Tests that nobody published");
    }

    @Test
    void reusedReportThatItsRunNeverHadIsSeen() {
        PerspectiveReport reused =
                PerspectiveReport.newBuilder(TESTS).setReusedFrom("build/7").build();
        JobResult result = result(ResultStatus.COMPLETE, List.of(SECURITY, reused), List.of());

        assertThat(new ResultsTellTheTruth().violations(log(List.of(event(SECURITY), event(reused)), result)))
                .containsExactly("the result of run build/1 reuses a report on Tests that build/7 never had");
    }

    @Test
    void perspectiveThatIsNeitherThereNorMissingIsSeen() {
        JobResult silent = result(ResultStatus.COMPLETE, List.of(SECURITY), List.of());

        assertThat(new ResultsTellTheTruth().violations(log(List.of(event(SECURITY)), silent)))
                .containsExactly("the result of run build/1 neither has nor misses Tests");
    }

    @Test
    void statusThatContradictsTheReportsIsSeen() {
        JobResult complete = result(ResultStatus.COMPLETE, List.of(SECURITY), List.of(missing("Tests")));
        JobResult partial = result(ResultStatus.PARTIAL, List.of(SECURITY, TESTS), List.of());

        assertThat(new ResultsTellTheTruth().violations(log(List.of(event(SECURITY)), complete)))
                .containsExactly("the result of run build/1 is COMPLETE, and misses [Tests]");
        assertThat(new ResultsTellTheTruth().violations(log(List.of(event(SECURITY), event(TESTS)), partial)))
                .containsExactly("the result of run build/1 is PARTIAL, with 2 reports and 0 missing");
    }

    @Test
    void reportAheadOfTheMarkHasToBeIn() {
        JobResult partial = result(ResultStatus.PARTIAL, List.of(SECURITY), List.of(missing("Tests")));

        assertThat(new NoReportLost().violations(log(List.of(event(SECURITY), event(TESTS), mark()), partial)))
                .containsExactly("the report on Tests of run build/1 at 0@1 came in time, and is not in the result");
        assertThat(new NoReportLost().violations(log(List.of(event(SECURITY), mark(), event(TESTS)), partial)))
                .as("behind the mark it was late")
                .isEmpty();
    }

    @Test
    void reportBehindTheQuorumIsNotLostAndOneAheadOfItIs() {
        JobResult withTests = result(ResultStatus.PARTIAL, List.of(TESTS), List.of(missing("Security")));
        JobResult withSecurity = result(ResultStatus.PARTIAL, List.of(SECURITY), List.of(missing("Tests")));

        assertThat(new NoReportLost().violations(ofOne(List.of(event(SECURITY), event(TESTS)), withSecurity)))
                .isEmpty();
        assertThat(new NoReportLost().violations(ofOne(List.of(event(TESTS), event(SECURITY)), withTests)))
                .as("the required one was not in yet")
                .containsExactly("the report on Security of run build/1 at 0@1 came in time, and is not in the result");
    }

    @Test
    void reportOfTheBaselineIsNoPerspectiveOfAResult() {
        PerspectiveReport baseline = report(TaskId.SEQUENTIAL, ReportOutcome.OK);

        assertThat(new NoReportLost()
                        .violations(log(List.of(event(SECURITY), event(TESTS), event(baseline)), COMPLETE)))
                .isEmpty();
    }

    @Test
    void poisonIsKeptByteForByte() {
        PoisonIsKept guarantee = new PoisonIsKept(List.of(POISON));

        assertThat(guarantee.violations(onlyLetter(bytes("no job")))).isEmpty();
        assertThat(guarantee.violations(onlyLetter(bytes("no jo"))))
                .containsExactly("a record of 6 bytes to forkline.jobs is not among the dead letters");
    }

    @Test
    void acknowledgedJobThatIsNotInTheLogIsLost() {
        TopicsSeen log = log(List.of(event(SECURITY), event(TESTS)), COMPLETE);

        assertThat(new NoJobLost(LAYOUT, Set.of("build", "vanished")).violations(log))
                .containsExactly("job vanished was acknowledged, and is not in the log");
    }

    @Test
    void callThatIsInNoVerdictIsSeenUnlessItMayHaveBeenLost() {
        List<LeadVerdict> verdicts = List.of(verdict("build", 2), verdict("build", 1), verdict("thrifty", 3));
        Map<String, Integer> calls = Map.of("build", 4, "thrifty", 1);

        assertThat(new ModelCallsAreBounded(calls, verdicts, 0).violations(NO_TOPICS))
                .containsExactly("1 calls are in no verdict, of jobs build");
        assertThat(new ModelCallsAreBounded(calls, verdicts, 1).violations(NO_TOPICS))
                .isEmpty();
        assertThat(new ModelCallsAreBounded(Map.of("build", 3, "thrifty", 3), verdicts, 0).violations(NO_TOPICS))
                .isEmpty();
    }

    private static LeadVerdict verdict(String job, int calls) {
        return LeadVerdict.newBuilder()
                .setJobId(job)
                .setRunId(job + "/1")
                .setAttempt(1)
                .setOutcome(VerdictOutcome.OK)
                .setProvider("openai")
                .setUsage(new TokenUsage(1L, 1L, 2L))
                .setCalls(calls)
                .setLeadMs(5)
                .build();
    }

    private static TopicsSeen log(List<ReportEvent> reports, JobResult... results) {
        return new TopicsSeen(
                seen(job()), seen(plan()), seen(reports.toArray(ReportEvent[]::new)), seen(results), List.of());
    }

    /** Of a job to which one OK report is enough. */
    private static TopicsSeen ofOne(List<ReportEvent> reports, JobResult result) {
        RunPlanned plan = RunPlanned.newBuilder((RunPlanned) plan().getEvent())
                .setQuorum(1)
                .build();
        return new TopicsSeen(
                seen(job()),
                seen(new PlanEvent(plan)),
                seen(reports.toArray(ReportEvent[]::new)),
                seen(result),
                List.of());
    }

    private static TopicsSeen onlyLetter(byte[] value) {
        return new TopicsSeen(List.of(), List.of(), List.of(), List.of(), List.of(letter("forkline.jobs", value)));
    }

    /** Of the record at offset 0 of partition 0. */
    private static ConsumerRecord<byte[], byte[]> letter(String topic, byte[] value) {
        DeadLetter.Copy copy = new DeadLetter(DeadLetter.UNREADABLE, "why", topic, 0, 0, 1, "planner")
                .of(bytes("key"), value, new RecordHeaders());
        return new ConsumerRecord<>(
                "forkline.dead-letters",
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                3,
                value.length,
                copy.key(),
                copy.value(),
                copy.headers(),
                Optional.empty());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
