package io.forkline.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.producer.ForklineClient;
import io.forkline.producer.Job;
import io.forkline.producer.Targets;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.serde.RecordJson;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.TestBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A secret, from the worker that has it to forks that shout it, and then looked for in all that is written. */
@ExtendWith(BrokerExtension.class)
class SecretsIT {

    private static final String VALUE = "s3cret-7f3a91-Wert";

    @TempDir
    private Path folder;

    @Test
    void valueReachesTheForksAndNothingThatIsWritten(TestBroker broker) throws Exception {
        Path home = folder.resolve("home");
        Map<String, String> variables =
                Map.of("FORKLINE_HOME", home.toString(), "FORKLINE_SECRET_API_TOKEN", VALUE, "OPENAI_API_KEY", "");
        try (ProcessCluster cluster = ProcessCluster.start(broker, folder, variables)) {

            JobResult result = run(cluster);

            Map<String, PerspectiveReport> reports = result.getReports().stream()
                    .collect(Collectors.toMap(PerspectiveReport::getPerspective, report -> report));
            assertThat(reports.get("Warm").getFinding()).isEqualTo(sha256(VALUE) + " of ***");
            assertThat(reports.get("Cold").getFinding()).isEqualTo(sha256(VALUE) + " of ***");
            assertThat(reports.get("Fails"))
                    .returns(ReportOutcome.FAILED, PerspectiveReport::getOutcome)
                    .returns("it ended with exit status 1 and printed \"***\"", PerspectiveReport::getError)
                    .returns("***\n", PerspectiveReport::getStderrTail);
            assertThat(RecordJson.text(result)).doesNotContain(VALUE);
            List<ConsumerRecord<byte[], byte[]>> records = everyRecord(cluster);
            assertThat(records).hasSizeGreaterThan(10);
            assertThat(records).noneMatch(SecretsIT::says);
        }
        assertThat(filesThatSay(folder)).isEmpty();
        assertThat(home.resolve("logs/forkline.log")).exists();
        assertThat(home.resolve("layers")).isDirectoryRecursivelyContaining("glob:**/seen.txt");
    }

    private static JobResult run(ProcessCluster cluster) throws Exception {
        try (ForklineClient client = ForklineClient.connect(cluster.connection())) {
            Job job = Job.builder("confidential", Targets.inline(Map.of("a.txt", "a\n")))
                    .build();
            return client.await(client.submit(job), Duration.ofSeconds(90));
        }
    }

    /** Of all topics, those of the topologies included. */
    private static List<ConsumerRecord<byte[], byte[]>> everyRecord(ProcessCluster cluster) throws Exception {
        Map<String, Object> properties = cluster.connection().kafkaProperties();
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (Admin admin = Admin.create(properties);
                KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    admin.describeTopics(admin.listTopics().names().get()).allTopicNames().get().values().stream()
                            .flatMap(topic -> topic.partitions().stream()
                                    .map(each -> new TopicPartition(topic.name(), each.partition())))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    private static boolean says(ConsumerRecord<byte[], byte[]> record) {
        return says(record.key())
                || says(record.value())
                || Stream.of(record.headers().toArray()).anyMatch(header -> says(header.value()));
    }

    private static boolean says(byte[] bytes) {
        return bytes != null && new String(bytes, StandardCharsets.ISO_8859_1).contains(VALUE);
    }

    private static List<Path> filesThatSay(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                if (says(Files.readAllBytes(file))) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
