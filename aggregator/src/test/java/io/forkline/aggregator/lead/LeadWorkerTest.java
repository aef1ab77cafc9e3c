package io.forkline.aggregator.lead;

import static io.forkline.aggregator.Samples.JOB;
import static io.forkline.aggregator.Samples.RUN;
import static io.forkline.aggregator.Samples.START;
import static io.forkline.aggregator.Samples.leadTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.leases.Delivery;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.VerdictOutcome;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.TopicLayout;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LeadWorkerTest {

    private final ClusterConnection connection = new ClusterConnection(
            "nowhere:9092", "mock://" + UUID.randomUUID(), Map.of(), TopicLayout.single("t."), Map.of());
    private final SchemaRegistry registry = connection.openRegistry();
    private final RecordCodec<LeadVerdict> codec =
            connection.codec(registry, ForklineTopic.VERDICTS, LeadVerdict.class);
    private final Leads leads = Leads.of(LeadConfig.DEFAULT, Clock.fixed(START, ZoneOffset.UTC), new Random(1));
    /** Each look at it is 20 ms later. */
    private final AtomicLong nanos = new AtomicLong();

    private final LeadWorker worker = new LeadWorker(leads, codec, "t.verdicts", () -> nanos.addAndGet(20_000_000));

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

    private LeadVerdict verdict(ProducerRecord<byte[], byte[]> record) {
        return ((Decoded.Value<LeadVerdict>) codec.decode(record.value())).value();
    }

    private static Delivery delivery(int count) {
        return new Delivery("t.lead-tasks", 0, 3, count, START, new RecordHeaders());
    }
}
