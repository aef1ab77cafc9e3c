package io.forkline.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.schemas.id.JobId;
import io.forkline.schemas.job.JobContent;
import io.forkline.schemas.record.ControlAction;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.Origin;
import io.forkline.schemas.record.RunControl;
import io.forkline.schemas.record.Target;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.NoThreadLeaks;
import io.forkline.testsupport.RecordCollector;
import io.forkline.testsupport.TestBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({BrokerExtension.class, NoThreadLeaks.class})
class ForklineClientIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final JobId JOB = new JobId("nightly");

    private final TestBroker broker;
    private Deployment deployment;

    ForklineClientIT(TestBroker broker) {
        this.broker = broker;
        deployment = Deployment.create(broker);
    }

    @Test
    void eachOfManyJobsGetsItsOwnResultWhateverPartitionItLiesIn() throws Exception {
        try (Responder responder = new Responder(deployment.connection());
                ForklineClient client = client()) {
            List<Submission> submissions = new ArrayList<>();
            Set<Integer> partitions = new HashSet<>();
            // The ids are random, and so are the partitions they fall into.
            while (submissions.size() < 12 || partitions.size() < Deployment.PARTITIONS) {
                Submission submission = client.submit(job().build());
                submissions.add(submission);
                partitions.add(submission.partition());
            }

            List<String> answered = new ArrayList<>();
            for (Submission submission : submissions) {
                answered.add(client.await(submission, PATIENCE).getJobId());
            }

            assertThat(answered)
                    .containsExactlyElementsOf(submissions.stream()
                            .map(submission -> submission.jobId().value())
                            .toList());
            assertThat(responder.answered()).containsExactlyInAnyOrderElementsOf(answered);
        }
    }

    @Test
    void jobIsACloudEventWithTheIdOfTheJob() throws Exception {
        try (ForklineClient client = client();
                RecordCollector jobs = new RecordCollector(
                        broker, deployment.connection().layout().name(ForklineTopic.JOBS))) {
            client.submit(job().id(JOB).build());

            assertThat(jobs.awaitCount(1)).singleElement().satisfies(record -> {
                Map<String, String> headers = new HashMap<>();
                record.headers()
                        .forEach(each -> headers.put(each.key(), new String(each.value(), StandardCharsets.UTF_8)));
                assertThat(headers)
                        .containsEntry("ce_specversion", "1.0")
                        .containsEntry("ce_id", "nightly")
                        .containsEntry("ce_type", "io.forkline.job.requested.v1")
                        .containsEntry("ce_subject", "nightly")
                        .containsEntry(
                                "ce_source",
                                "urn:forkline:"
                                        + deployment.connection().layout().prefix() + "client")
                        .containsEntry("content-type", "application/avro");
            });
        }
    }

    @Test
    void jobPublishedAgainIsAnsweredByTheOldResult() throws Exception {
        deployment = Deployment.createWithTimestampsOfProducers(broker);
        try (ResultWriter results = new ResultWriter(deployment.connection());
                ForklineClient client = client()) {
            results.commit(JOB.run(1), Instant.now().minus(Duration.ofHours(5)).toEpochMilli());
            Submission again = client.submit(job().id(JOB).build());

            JobResult result = client.await(again, PATIENCE);

            assertThat(result.getRunId()).isEqualTo("nightly/1");
        }
    }

    @Test
    void repeatOfAnAnsweredJobIsTold() throws Exception {
        try (ResultWriter results = new ResultWriter(deployment.connection());
                ForklineClient client = client()) {
            Submission first = client.submit(job().id(JOB).build());
            results.commit(answer(first, 1).build());
            Submission again =
                    client.submit(job().id(JOB).deadline(Duration.ofHours(1)).build());

            JobResult result = client.await(again, PATIENCE);

            assertThat(result.getRunId()).isEqualTo("nightly/1");
            assertThat(again.isRepeat(result)).isTrue();
            assertThat(first.isRepeat(result)).isFalse();
        }
    }

    @Test
    void resultOfOtherContentUnderTheSameIdIsNoAnswer() throws Exception {
        try (ResultWriter results = new ResultWriter(deployment.connection());
                ForklineClient client = client()) {
            Submission first = client.submit(job().id(JOB).build());
            JobResult answer = answer(first, 1).build();
            results.commit(answer);
            Submission other = client.submit(job().id(JOB).priority(5).build());

            assertThatThrownBy(() -> client.await(other, PATIENCE))
                    .isInstanceOf(JobIdReusedException.class)
                    .hasMessage("job id nightly was used before for other content, and answered at "
                            + answer.getFinishedAt().truncatedTo(ChronoUnit.MILLIS) + "; choose a new id");
        }
    }

    @Test
    void jobThatWasTurnedDownAndComesAgainIsAnsweredByItsNewRun() throws Exception {
        try (ResultWriter results = new ResultWriter(deployment.connection());
                ForklineClient client = client()) {
            Submission first =
                    client.submit(Job.builder("nowhere", target()).id(JOB).build());
            results.commit(answer(first, 1).setAdmitted(false).build());
            Submission again = client.submit(job().id(JOB).build());
            results.commit(answer(again, 2).build());

            JobResult result = client.await(again, PATIENCE);

            assertThat(result.getRunId()).isEqualTo("nightly/2");
            assertThat(again.isRepeat(result)).isFalse();
            assertThat(client.await(first, PATIENCE).getRunId()).isEqualTo("nightly/1");
        }
    }

    @Test
    void awaitingAJobGivesTheLatestOfItsResults() throws Exception {
        try (ResultWriter results = new ResultWriter(deployment.connection());
                ForklineClient client = client()) {
            results.commit(JOB.run(1));
            results.commit(JOB.run(2));
            results.commit(new JobId("another").run(1));

            JobResult result = client.await(JOB, PATIENCE);

            assertThat(result.getRunId()).isEqualTo("nightly/2");
        }
    }

    @Test
    void awaitingAJobWithoutResultsGivesTheFirstThatComes() throws Exception {
        try (Responder responder = new Responder(deployment.connection());
                ForklineClient client = client()) {
            client.submit(job().id(JOB).build());

            JobResult result = client.await(JOB, PATIENCE);

            assertThat(result.getRunId()).isEqualTo("nightly/1");
            assertThat(responder.answered()).containsExactly("nightly");
        }
    }

    @Test
    void resultThatWasNeverCommittedIsNotSeen() throws Exception {
        try (ResultWriter results = new ResultWriter(deployment.connection());
                ForklineClient client = client()) {
            results.abort(JOB.run(1));
            results.commit(JOB.run(2));

            assertThat(client.await(JOB, PATIENCE).getRunId()).isEqualTo("nightly/2");
        }
    }

    @Test
    void awaitingOneRunPassesOverTheOthers() throws Exception {
        try (ResultWriter results = new ResultWriter(deployment.connection());
                ForklineClient client = client()) {
            results.commit(JOB.run(1));
            results.commit(JOB.run(2));

            assertThat(client.await(JOB.run(2), PATIENCE).getRunId()).isEqualTo("nightly/2");
        }
    }

    @Test
    void jobWithoutResultTimesOutAndSaysWhich() throws Exception {
        try (ForklineClient client = client()) {
            assertThatThrownBy(() -> client.await(JOB, SHORT))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessage("there is no result of job nightly after 300 ms; it may still come, and a further call"
                            + " may find it");
        }
    }

    @Test
    void recordThatIsNoResultIsPassedOver() throws Exception {
        try (ResultWriter results = new ResultWriter(deployment.connection());
                ForklineClient client = client()) {
            results.commitRaw(JOB.value(), new byte[] {1, 2, 3});
            results.commit(JOB.run(1));

            assertThat(client.await(JOB, PATIENCE).getRunId()).isEqualTo("nightly/1");
        }
    }

    @Test
    void streamBeginsWhereItWasTold() throws Exception {
        deployment = Deployment.createWithTimestampsOfProducers(broker);
        Instant noon = Instant.parse("2026-03-01T12:00:00Z");
        try (ResultWriter results = new ResultWriter(deployment.connection());
                ForklineClient client = client()) {
            results.commit(JOB.run(1), noon.toEpochMilli());
            results.commit(JOB.run(2), noon.plusSeconds(1).toEpochMilli());
            try (ResultStream all = client.results(new StartingPoint.Beginning());
                    ResultStream late = client.results(new StartingPoint.Since(noon.plusMillis(1)));
                    ResultStream coming = client.results(new StartingPoint.Now())) {
                results.commit(JOB.run(3), noon.plusSeconds(2).toEpochMilli());

                assertThat(runs(all, 3)).containsExactly("nightly/1", "nightly/2", "nightly/3");
                assertThat(runs(late, 2)).containsExactly("nightly/2", "nightly/3");
                assertThat(runs(coming, 1)).containsExactly("nightly/3");
                assertThat(coming.next(SHORT)).isEmpty();
            }
        }
    }

    @Test
    void streamSinceATimeThatNoResultHasReachedBeginsWithTheNextOne() throws Exception {
        try (ResultWriter results = new ResultWriter(deployment.connection());
                ForklineClient client = client()) {
            results.commit(JOB.run(1));
            try (ResultStream stream =
                    client.results(new StartingPoint.Since(Instant.now().plusSeconds(3600)))) {
                results.commit(JOB.run(2));

                assertThat(runs(stream, 1)).containsExactly("nightly/2");
            }
        }
    }

    @Test
    void cancellingPublishesAControlForTheJobOrForOneRun() throws Exception {
        try (ForklineClient client = client()) {
            client.cancel(JOB, "no longer needed");
            client.cancel(JOB.run(2), "wrong branch");

            List<ConsumerRecord<byte[], byte[]>> records = records(ForklineTopic.CONTROLS, 2);

            assertThat(records)
                    .allSatisfy(record -> assertThat(record.key()).asString().isEqualTo("nightly"));
            assertThat(control(records.get(0)))
                    .returns("nightly", RunControl::getJobId)
                    .returns(null, RunControl::getRunId)
                    .returns(ControlAction.CANCEL, RunControl::getAction)
                    .returns(System.getProperty("user.name"), RunControl::getRequestedBy)
                    .returns("no longer needed", RunControl::getReason);
            assertThat(control(records.get(1))).returns("nightly/2", RunControl::getRunId);
        }
    }

    @Test
    void submissionSaysWhereTheJobLies() throws Exception {
        try (ForklineClient client = client()) {
            Submission submission = client.submit(job().id(JOB).build());

            ConsumerRecord<byte[], byte[]> record =
                    records(ForklineTopic.JOBS, 1).get(0);

            assertThat(submission)
                    .isEqualTo(new Submission(
                            JOB,
                            record.partition(),
                            record.offset(),
                            Instant.ofEpochMilli(record.timestamp()),
                            false,
                            JobContent.hash(read(ForklineTopic.JOBS, JobRequested.class, record)),
                            false));
        }
    }

    @Test
    void missingTopicsAreNamedWithTheRemedy() throws Exception {
        Deployment missing = Deployment.missing(broker);
        try (ForklineClient client = ForklineClient.connect(missing.connection(Map.of("kafka.max.block.ms", "300")))) {
            assertThatThrownBy(() -> client.submit(job().build()))
                    .isInstanceOf(ClientException.class)
                    .hasMessageContaining(missing.connection().layout().name(ForklineTopic.JOBS))
                    .hasMessageContaining("forkline topics create");
            assertThatThrownBy(() -> client.await(JOB, SHORT))
                    .isInstanceOf(ClientException.class)
                    .hasMessageContaining(missing.connection().layout().name(ForklineTopic.RESULTS))
                    .hasMessageContaining("forkline topics create");
        }
    }

    @Test
    void interruptEndsAWait() throws Exception {
        try (ForklineClient client = client()) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> client.await(JOB, PATIENCE)).isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();
        }
    }

    private ForklineClient client() {
        return ForklineClient.connect(deployment.connection());
    }

    private static Job.Builder job() {
        return Job.builder("python-review", target());
    }

    private static Target target() {
        return Targets.inline(Map.of("a.py", "pass\n"));
    }

    /** What comes of a submission in the end. */
    private static JobResult.Builder answer(Submission submission, int run) {
        return JobResult.newBuilder(ResultWriter.result(submission.jobId().run(run)))
                .setOrigin(new Origin("jobs", submission.partition(), submission.offset()))
                .setContentHash(submission.contentHash());
    }

    private static List<String> runs(ResultStream stream, int count) throws InterruptedException {
        List<String> runs = new ArrayList<>();
        while (runs.size() < count) {
            Optional<JobResult> next = stream.next(PATIENCE);
            assertThat(next).as("result after %s", runs).isPresent();
            runs.add(next.get().getRunId());
        }
        return runs;
    }

    private List<ConsumerRecord<byte[], byte[]>> records(ForklineTopic topic, int count) {
        try (RecordCollector collector = new RecordCollector(
                deployment.broker(), deployment.connection().layout().name(topic))) {
            return collector.awaitCount(count);
        }
    }

    private RunControl control(ConsumerRecord<byte[], byte[]> record) {
        return read(ForklineTopic.CONTROLS, RunControl.class, record);
    }

    private <T extends SpecificRecord> T read(
            ForklineTopic topic, Class<T> type, ConsumerRecord<byte[], byte[]> record) {
        try (var registry = deployment.connection().openRegistry()) {
            Decoded<T> decoded =
                    deployment.connection().codec(registry, topic, type).decode(record.value());
            return ((Decoded.Value<T>) decoded).value();
        }
    }
}
