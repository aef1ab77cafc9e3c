package io.forkline.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.forkline.cli.ChildProcess;
import io.forkline.cli.ExitCode;
import io.forkline.cli.cluster.TraceCollector.Told;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.testsupport.Await;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.RecordCollector;
import io.forkline.testsupport.TestBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A job through all services in processes of their own, as its trace and the log tell of it. */
@ExtendWith(BrokerExtension.class)
class ObservedJobIT {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";
    private static final String SECRET = "s3cret-of-a-watched-job";
    private static final String PAYLOAD = "payload-of-a-watched-job";

    /** Name of each span, and that of its parent. */
    private static final List<String> TREE = List.of(
            "submit < caller",
            "plan < submit",
            "snapshot wait < plan",
            "snapshot build < plan",
            "fork task < plan",
            "fork task < plan",
            "fork task < plan",
            "wait < fork task",
            "wait < fork task",
            "wait < fork task",
            "run < fork task",
            "run < fork task",
            "run < fork task",
            "join < plan",
            "lead < plan",
            "result < plan");

    @TempDir
    private Path folder;

    private Path home;
    private TestBroker broker;

    @BeforeEach
    void use(TestBroker shared) {
        broker = shared;
        home = folder.resolve("home");
    }

    @Test
    void jobIsOneTraceFromItsCallerToItsResultAndItsLinesInTheLogNameIt() throws Exception {
        try (TraceCollector collector = new TraceCollector();
                ProcessCluster cluster = ProcessCluster.start(broker, folder, variables(collector))) {

            submit(cluster);

            Await.until(
                    "all stages were told; those that were: " + names(collector),
                    () -> collector.told().size() >= TREE.size());
            List<Told> spans = collector.told();
            assertThat(tree(spans)).containsExactlyInAnyOrderElementsOf(TREE);
            assertThat(spans).extracting(Told::trace).containsOnly(TRACE);
            assertServices(spans);
            assertTimes(spans);
            assertThat(one(spans, "snapshot wait").span().getLinks(0).getSpanId())
                    .isEqualTo(one(spans, "snapshot build").span().getSpanId());
            assertThat(traceparentOfTheResult())
                    .isEqualTo("00-" + TRACE + "-" + one(spans, "result").id() + "-01");
            assertThat(spans.toString()).doesNotContain(SECRET, PAYLOAD);
            assertThat(cluster.services()).extracting(ChildProcess::output).noneMatch(ObservedJobIT::tellsTooMuch);
        }
        assertLog();
    }

    private Map<String, String> variables(TraceCollector collector) {
        return Map.of(
                "FORKLINE_HOME",
                home.toString(),
                "FORKLINE_SECRET_API_TOKEN",
                SECRET,
                "OPENAI_API_KEY",
                "",
                "FORKLINE_LOG_FORMAT",
                "json",
                "FORKLINE_LOG_TO",
                "file,stdout",
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                collector.url(),
                "OTEL_BSP_SCHEDULE_DELAY",
                "100",
                "TRACEPARENT",
                "00-" + TRACE + "-" + CALLER + "-01");
    }

    private void submit(ProcessCluster cluster) throws Exception {
        Path target = Files.createDirectory(folder.resolve("target"));
        Files.writeString(target.resolve(PAYLOAD + ".txt"), PAYLOAD);
        try (ChildProcess submit = cluster.process(
                "submit",
                target.toString(),
                "--environment",
                "confidential",
                "--job-id",
                "watched",
                "--label",
                "note=" + PAYLOAD,
                "--wait")) {
            assertThat(submit.awaitEnd()).as(submit.output()).isEqualTo(ExitCode.PARTIAL);
        }
    }

    private static List<String> tree(List<Told> spans) {
        Map<String, String> names = spans.stream().collect(Collectors.toMap(Told::id, Told::name));
        return spans.stream()
                .map(span -> span.name() + " < "
                        + (span.parent().equals(CALLER) ? "caller" : names.getOrDefault(span.parent(), "nobody")))
                .toList();
    }

    private static void assertServices(List<Told> spans) {
        Map<String, String> services =
                spans.stream().collect(Collectors.toMap(Told::name, Told::service, (one, other) -> one));
        assertThat(services)
                .containsEntry("submit", "forkline-submit")
                .containsEntry("plan", "forkline-snapshot-service")
                .containsEntry("fork task", "forkline-fork-worker")
                .containsEntry("result", "forkline-aggregator");
        assertThat(spans.stream().filter(span -> span.name().equals("run")))
                .extracting(span -> span.attribute("forkline.perspective"))
                .containsExactlyInAnyOrder("Warm", "Cold", "Fails");
        assertThat(one(spans, "result").attribute("forkline.status")).isEqualTo("PARTIAL");
    }

    /** All on one host, so by one clock. */
    private static void assertTimes(List<Told> spans) {
        Function<String, Long> start = name -> one(spans, name).span().getStartTimeUnixNano();
        Function<String, Long> end = name -> one(spans, name).span().getEndTimeUnixNano();
        assertThat(start.apply("join")).isEqualTo(end.apply("plan"));
        assertThat(start.apply("lead")).isGreaterThanOrEqualTo(end.apply("join"));
        assertThat(start.apply("result")).isGreaterThanOrEqualTo(start.apply("lead"));
        spans.stream().filter(span -> span.name().equals("fork task")).forEach(task -> {
            assertThat(task.span().getStartTimeUnixNano()).isGreaterThanOrEqualTo(end.apply("snapshot wait"));
            assertThat(task.span().getEndTimeUnixNano())
                    .isGreaterThan(task.span().getStartTimeUnixNano());
        });
    }

    private static Told one(List<Told> spans, String name) {
        return spans.stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names(TraceCollector collector) {
        return collector.told().stream().map(Told::name).toList();
    }

    private String traceparentOfTheResult() {
        try (RecordCollector results = new RecordCollector(broker, broker.prefix() + ForklineTopic.RESULTS.suffix())) {
            ConsumerRecord<byte[], byte[]> result = results.awaitCount(1).getFirst();
            return new String(result.headers().lastHeader("traceparent").value(), StandardCharsets.UTF_8);
        }
    }

    private void assertLog() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        ObjectMapper json = new ObjectMapper();
        for (String line : Files.readAllLines(home.resolve("logs/forkline.log"))) {
            lines.add(json.readTree(line));
        }
        assertThat(lines).allMatch(line -> line.hasNonNull("time") && line.hasNonNull("level"));
        assertThat(about(lines, "task is answered"))
                .hasSize(3)
                .allMatch(line -> line.path("jobId").asText().equals("watched"))
                .allMatch(line -> line.path("taskId").asText().startsWith("watched/1/"))
                .allMatch(line -> line.path("environmentId").asText().length() == 64);
        assertThat(Stream.of("run is planned", "task is answered", "lead answered", "run is over")
                        .flatMap(words -> about(lines, words).stream()))
                .hasSize(6)
                .allMatch(line -> line.path("traceId").asText().equals(TRACE));
        assertThat(about(lines, "run is over"))
                .extracting(line -> line.path("runId").asText())
                .containsExactly("watched/1");
        try (Stream<Path> logs = Files.list(home.resolve("logs"))) {
            assertThat(logs).noneMatch(log -> tellsTooMuch(read(log)));
        }
    }

    private static List<JsonNode> about(List<JsonNode> lines, String words) {
        return lines.stream()
                .filter(line -> line.path("message").asText().startsWith(words))
                .toList();
    }

    private static boolean tellsTooMuch(String text) {
        return text.contains(SECRET) || text.contains(PAYLOAD);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
