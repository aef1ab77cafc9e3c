package io.forkline.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.TestHost;
import io.forkline.guarantees.Guarantee;
import io.forkline.guarantees.NoJobLost;
import io.forkline.guarantees.NoReportLost;
import io.forkline.guarantees.OneResultPerRun;
import io.forkline.guarantees.PoisonIsKept;
import io.forkline.guarantees.ResultsTellTheTruth;
import io.forkline.guarantees.TopicsReader;
import io.forkline.guarantees.TopicsSeen;
import io.forkline.producer.ForklineClient;
import io.forkline.producer.Job;
import io.forkline.producer.Targets;
import io.forkline.schemas.id.JobId;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.Target;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.TopicLayout;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.RecordSender;
import io.forkline.testsupport.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** All services killed at once, while jobs are under way that were sent twice, with poison between them. */
@ExtendWith(BrokerExtension.class)
class KilledServicesIT {

    private static final int JOBS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    @Test
    void everyGuaranteeIsKept(TestBroker broker) throws Exception {
        try (ProcessCluster cluster = ProcessCluster.start(broker, folder);
                ForklineClient client = ForklineClient.connect(cluster.connection())) {
            TopicLayout layout = cluster.connection().layout();
            List<ProducerRecord<byte[], byte[]>> poison = sendPoison(broker, layout.name(ForklineTopic.JOBS));
            List<JobId> jobs = IntStream.range(0, JOBS)
                    .mapToObj(i -> new JobId("job-" + i))
                    .toList();
            for (JobId job : jobs) {
                submitTwice(client, job);
            }
            var unused = client.await(jobs.getFirst(), PATIENCE);

            cluster.killAndStartAgain();

            for (JobId job : jobs) {
                JobResult result = client.await(job, PATIENCE);
                assertThat(result.getReports()).as(result.toString()).hasSize(2);
            }
            TopicsSeen seen = new TopicsReader(cluster.connection()).read();
            assertThat(seen.results()).hasSize(JOBS);
            for (Guarantee guarantee : List.of(
                    new NoJobLost(layout),
                    new OneResultPerRun(),
                    new ResultsTellTheTruth(),
                    new NoReportLost(),
                    new PoisonIsKept(poison))) {
                assertThat(guarantee.violations(seen)).as(guarantee.promise()).isEmpty();
            }
        }
    }

    private static void submitTwice(ForklineClient client, JobId id) throws Exception {
        Target target = Targets.directory(TestHost.PROJECT.resolve("examples/sample-project"));
        Job job = Job.builder("greeting", target).id(id).build();
        client.submit(job);
        client.submit(job);
    }

    private static List<ProducerRecord<byte[], byte[]>> sendPoison(TestBroker broker, String topic) {
        List<ProducerRecord<byte[], byte[]>> poison = List.of(
                new ProducerRecord<>(topic, bytes("job-0"), bytes("no Avro")),
                new ProducerRecord<>(topic, null, new byte[] {0, 0, 0, 0, 99, 1}),
                new ProducerRecord<>(topic, bytes("empty"), null));
        try (RecordSender sender = new RecordSender(broker)) {
            sender.send(poison);
        }
        return poison;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
