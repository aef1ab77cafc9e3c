package io.forkline.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.id.JobId;
import io.forkline.schemas.job.JobContent;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.MissingPerspective;
import io.forkline.schemas.record.MissingReason;
import io.forkline.schemas.record.Origin;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.Target;
import io.forkline.schemas.record.TargetReport;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.TestBroker;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Replays made of what a broker holds. */
@ExtendWith(BrokerExtension.class)
class ReplaysIT {

    private static final JobId JOB = new JobId("nightly");
    private static final String ENVIRONMENT_ID = "e".repeat(64);
    private static final Instant NOW = Instant.parse("2099-01-01T00:00:00Z");
    private static final ReplayRequest AGAIN = ReplayRequest.of("again");
    private static final Target INLINE = Targets.inline(Map.of("a.py", "1"));

    private ClusterConnection connection;

    @BeforeEach
    void deploy(TestBroker broker) {
        connection = Deployment.create(broker).connection();
    }

    @Test
    void replayIsTheSameJobWithARequestAndADeadlineOfItsOwn() throws Exception {
        try (ForklineClient client = client()) {
            JobResult result = run(client, INLINE);

            JobRequested replay = prepare(client, result, AGAIN);
            JobRequested sooner = prepare(client, result, AGAIN.deadline(Duration.ofSeconds(7)));

            assertThat(replay.getReplay().getRequestId()).isEqualTo("again");
            assertThat(replay.getReplay().getOriginRunId()).isEqualTo("nightly/1");
            assertThat(replay.getReplay().getReused()).isEmpty();
            assertThat(JobContent.hash(replay)).isEqualTo(result.getContentHash());
            // the job was given an hour by this clock, which is ahead of the broker's by decades
            assertThat(replay.getDeadline()).isAfter(NOW.plus(Duration.ofHours(1)));
            assertThat(sooner.getDeadline()).isEqualTo(NOW.plusSeconds(7));
        }
    }

    @Test
    void submittedReplayIsAnsweredByItsOwnRun() throws Exception {
        try (ForklineClient client = client();
                ResultWriter writer = new ResultWriter(connection)) {
            JobResult first = run(client, INLINE);
            writer.commit(first);

            Submission submission = client.replay(first, AGAIN);
            writer.commit(JobResult.newBuilder(first)
                    .setRunId("nightly/2")
                    .setRunNumber(2)
                    .setOrigin(new Origin(topic(ForklineTopic.JOBS), submission.partition(), submission.offset()))
                    .build());

            assertThat(submission.isReplay()).isTrue();
            assertThat(client.await(submission, Duration.ofSeconds(30)).getRunId())
                    .isEqualTo("nightly/2");
        }
    }

    @Test
    void replayOfWhatFailedBringsTheOtherReports() throws Exception {
        try (ForklineClient client = client()) {
            JobResult result = run(client, INLINE);

            JobRequested replay = prepare(client, result, AGAIN.onlyWhatFailed());

            assertThat(replay.getReplay().getReused())
                    .extracting(PerspectiveReport::getPerspective)
                    .containsExactly("Tests");
        }
    }

    @Test
    void reusedReportsPinTheTargetThatTheirRunSaw() throws Exception {
        try (ForklineClient client = client()) {
            JobResult result = run(client, Targets.archive(URI.create("https://example.org/a.zip")));

            assertThatThrownBy(() -> prepare(client, result, AGAIN.onlyWhatFailed()))
                    .isInstanceOf(NotReplayableException.class)
                    .hasMessageContaining("does not pin its target");
            pinned("nightly/2/.target", "c".repeat(64));
            pinned("nightly/1/.target", "a".repeat(64));
            pinned("nightly/1/.target", "b".repeat(64));

            assertThat(prepare(client, result, AGAIN.onlyWhatFailed())
                            .getReplay()
                            .getSha256())
                    .isEqualTo("a".repeat(64));
            assertThat(prepare(client, result, AGAIN).getReplay().getSha256()).isNull();
        }
    }

    @Test
    void recordThatIsGoneOrAnotherOnesIsNamed() throws Exception {
        try (ForklineClient client = client()) {
            JobResult result = run(client, INLINE);
            Origin origin = result.getOrigin();
            JobResult gone = JobResult.newBuilder(result)
                    .setOrigin(new Origin(origin.getTopic(), origin.getPartition(), 77L))
                    .build();
            JobResult other = JobResult.newBuilder(result).setJobId("other").build();

            assertThatThrownBy(() -> prepare(client, gone, AGAIN))
                    .isInstanceOf(NotReplayableException.class)
                    .hasMessageContaining("has its record no longer", "@77", "7 days");
            assertThatThrownBy(() -> prepare(client, other, AGAIN))
                    .isInstanceOf(NotReplayableException.class)
                    .hasMessageContaining("another one lies at");
        }
    }

    private ForklineClient client() {
        return ForklineClient.connect(connection, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static JobRequested prepare(ForklineClient client, JobResult result, ReplayRequest request)
            throws InterruptedException {
        try (Replays replays = client.replays()) {
            return replays.prepare(result, request);
        }
    }

    /** A job on the topic, and the result that its run could have had. */
    private static JobResult run(ForklineClient client, Target target) throws InterruptedException {
        Submission submission = client.submit(Job.builder("python-review", target)
                .id(JOB)
                .deadline(Duration.ofHours(1))
                .build());
        return JobResult.newBuilder(ResultWriter.result(JOB.run(1)))
                .setEnvironmentId(ENVIRONMENT_ID)
                .setOrigin(new Origin(client.topic(ForklineTopic.JOBS), submission.partition(), submission.offset()))
                .setContentHash(submission.contentHash())
                .setReports(List.of(
                        ReusableReportsTest.report("Tests", ReportOutcome.OK),
                        ReusableReportsTest.report("Security", ReportOutcome.FAILED)))
                .setMissing(List.of(new MissingPerspective("Security", true, MissingReason.FAILED, "it failed")))
                .build();
    }

    /** What a worker says of the target of a run. */
    private void pinned(String taskId, String sha256) throws Exception {
        TargetReport report = TargetReport.newBuilder()
                .setTaskId(taskId)
                .setJobId("nightly")
                .setRunId("nightly/1")
                .setEnvironmentId(ENVIRONMENT_ID)
                .setAttempt(1)
                .setOutcome(ReportOutcome.OK)
                .setSha256(sha256)
                .build();
        try (SchemaRegistry registry = connection.openRegistry();
                KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                        connection.kafkaProperties(), new StringSerializer(), new ByteArraySerializer())) {
            byte[] value = connection
                    .codec(registry, ForklineTopic.TARGETS, TargetReport.class)
                    .encode(report);
            producer.send(new ProducerRecord<>(topic(ForklineTopic.TARGETS), ENVIRONMENT_ID, value))
                    .get();
        }
    }

    private String topic(ForklineTopic topic) {
        return connection.layout().name(topic);
    }
}
