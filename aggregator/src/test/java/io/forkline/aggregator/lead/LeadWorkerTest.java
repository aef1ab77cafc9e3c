package io.forkline.aggregator.lead;

import static io.forkline.aggregator.Samples.JOB;
import static io.forkline.aggregator.Samples.RUN;
import static io.forkline.aggregator.Samples.START;
import static io.forkline.aggregator.Samples.leadTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.leases.Delivery;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.VerdictOutcome;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.TopicLayout;
import io.forkline.telemetry.trace.Tracing;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LeadWorkerTest {

    private static final Clock CLOCK = Clock.fixed(START, ZoneOffset.UTC);

    private final ClusterConnection connection = new ClusterConnection(
            "nowhere:9092", "mock://" + UUID.randomUUID(), Map.of(), TopicLayout.single("t."), Map.of());
    private final SchemaRegistry registry = connection.openRegistry();
    private final RecordCodec<LeadVerdict> codec =
            connection.codec(registry, ForklineTopic.VERDICTS, LeadVerdict.class);
    private final Leads leads = Leads.of(LeadConfig.DEFAULT, CLOCK, new Random(1));
    /** Each look at it is 20 ms later. */
    private final AtomicLong nanos = new AtomicLong();

    private final LeadWorker worker = worker(leads, LeadListener.SILENT);

    @AfterEach
    void close() {
        leads.close();
        registry.close();
    }

    @Test
    void verdictGoesOutUnderTheJobWithItsTrace() throws InterruptedException {
        Delivery delivery = delivery(1);
        delivery.headers().add("traceparent", "00-abc-01".getBytes(StandardCharsets.UTF_8));

        List<ProducerRecord<byte[], byte[]>> records =
                worker.handle(leadTask(LeadMode.OFFLINE), delivery).records();

        ProducerRecord<byte[], byte[]> record = records.getFirst();
        LeadVerdict verdict = verdict(record);
        assertThat(records).hasSize(1);
        assertThat(record.topic()).isEqualTo("t.verdicts");
        assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(JOB);
        assertThat(record.headers().lastHeader("traceparent")).isNotNull();
        assertThat(verdict.getRunId()).isEqualTo(RUN);
        assertThat(verdict.getAttempt()).isEqualTo(1);
        assertThat(verdict.getOutcome()).isEqualTo(VerdictOutcome.OK);
        assertThat(verdict.getLeadMs()).isEqualTo(20);
    }

    @Test
    void lastDeliveryFailsWithoutAskingTheLead() {
        LeadVerdict verdict = verdict(worker.lastDelivery(leadTask(LeadMode.OFFLINE), delivery(5))
                .records()
                .getFirst());

        assertThat(verdict.getOutcome()).isEqualTo(VerdictOutcome.FAILED);
        assertThat(verdict.getError())
                .isEqualTo("the lead was given up after 4 workers stopped while they held its task");
        assertThat(verdict.getHealthScore()).isNull();
    }

    @Test
    void whoListensHearsWhichModelIsAskedAndThatItIsAskedAgain() throws Exception {
        try (ChatServer server = new ChatServer();
                Leads model = Leads.of(LeadsTest.withKey(server), CLOCK, new Random(1))) {
            server.fails(503, "server_error", "overloaded", "Overloaded", Map.of());
            Heard heard = new Heard();

            worker(model, heard).handle(leadTask(LeadMode.AUTO), delivery(1));

            assertThat(heard.lines).hasSize(2);
            assertThat(heard.lines.get(0)).isEqualTo("asking gpt-4o");
            assertThat(heard.lines.get(1)).startsWith("again: HTTP 503").contains("Overloaded");
        }
    }

    @Test
    void whoListensHearsOfNoAttemptThatComesTooLate() throws Exception {
        try (ChatServer server = new ChatServer();
                Leads model = Leads.of(LeadsTest.withKey(server), CLOCK, new Random(1))) {
            server.fails(429, "requests", "rate_limit_exceeded", "Slow down", Map.of("Retry-After", "3600"));
            Heard heard = new Heard();

            worker(model, heard).handle(leadTask(LeadMode.AUTO), delivery(1));

            assertThat(heard.lines).containsExactly("asking gpt-4o");
        }
    }

    private static final class Heard implements LeadListener {

        private final List<String> lines = new ArrayList<>();

        @Override
        public void asking(LeadTask task, Optional<String> model) {
            lines.add("asking " + model.orElse("the rules"));
        }

        @Override
        public void askingAgain(LeadTask task, String why, Instant notBefore) {
            lines.add("again: " + why);
        }
    }

    private LeadWorker worker(Leads asked, LeadListener listener) {
        return new LeadWorker(
                asked,
                codec,
                "t.verdicts",
                listener,
                () -> nanos.addAndGet(20_000_000),
                Tracing.OFF,
                Clock.systemUTC());
    }

    private LeadVerdict verdict(ProducerRecord<byte[], byte[]> record) {
        return ((Decoded.Value<LeadVerdict>) codec.decode(record.value())).value();
    }

    private static Delivery delivery(int count) {
        return new Delivery("t.lead-tasks", 0, 3, count, START, new RecordHeaders());
    }
}
