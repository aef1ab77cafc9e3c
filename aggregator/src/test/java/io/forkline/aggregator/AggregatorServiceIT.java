package io.forkline.aggregator;

import static io.forkline.aggregator.Samples.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.aggregator.lead.LeadConfig;
import io.forkline.aggregator.lead.LeadListener;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.TopicLayout;
import io.forkline.schemas.topic.TopicsException;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.trace.Tracing;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.NoThreadLeaks;
import io.forkline.testsupport.TestBroker;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@ExtendWith({NoThreadLeaks.class, BrokerExtension.class})
final class AggregatorServiceIT {

    private final TestBroker broker;
    private ClusterBench bench;

    @TempDir
    private Path state;

    AggregatorServiceIT(TestBroker broker) {
        this.broker = broker;
    }

    @BeforeEach
    void open() throws InterruptedException {
        bench = new ClusterBench(broker);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void planAndReportsBecomeOneResultWithTheVerdictOfTheBuiltInLead() throws Exception {
        try (AggregatorService service = started()) {
            bench.plan(planWith(LeadMode.AUTO));
            bench.report("Security", "Tests");

            JobResult result = bench.awaitResults(1).getFirst();

            assertThat(result.getStatus()).isEqualTo(ResultStatus.COMPLETE);
            assertThat(result.getReports()).hasSize(2);
            assertThat(result.getLead().getProvider()).isEqualTo("offline");
            assertThat(result.getLead().getTopIssues()).isNotEmpty();
            assertThat(service.failure()).isEmpty();
        }
    }

    @Test
    void leadThatCannotBeHadLeavesTheReportsAndTheReason() throws Exception {
        try (AggregatorService service = started()) {
            bench.plan(planWith(LeadMode.OPENAI));
            bench.report("Security", "Tests");

            JobResult result = bench.awaitResults(1).getFirst();

            assertThat(result.getStatus()).isEqualTo(ResultStatus.COMPLETE);
            assertThat(result.getLeadAbsence()).contains("set OPENAI_API_KEY");
            assertThat(service.failure()).isEmpty();
        }
    }

    @Test
    void topicsThatAreMissingAreNamedBeforeAnythingStarts() {
        TopicLayout elsewhere = TopicLayout.single(broker.uniqueName("nowhere") + ".");
        ClusterConnection connection =
                new ClusterConnection(broker.bootstrapServers(), "mock://nowhere", Map.of(), elsewhere, Map.of());

        try (AggregatorService service = new AggregatorService(
                connection,
                bench.registry(),
                AggregatorConfig.in(state),
                LeadListener.SILENT,
                Meters.NONE,
                Tracing.OFF)) {
            assertThatThrownBy(service::start)
                    .isInstanceOf(TopicsException.class)
                    .hasMessageContaining(elsewhere.name(ForklineTopic.PLANS) + " is missing");
            assertThat(service.running()).isNotDone();
        }
    }

    /** The topics of lead tasks and results take records that no other topic takes. */
    @Test
    void unreadableLeadTaskOfMoreThanAMebibyteGoesToTheDeadLettersWhole() throws Exception {
        byte[] poison = new byte[3 * 1024 * 1024];
        new Random(1).nextBytes(poison);
        try (AggregatorService service = started()) {
            bench.bytes(ForklineTopic.LEAD_TASKS, poison);

            assertThat(bench.awaitDeadLetters(1)).singleElement().satisfies(letter -> {
                assertThat(letter.value()).isEqualTo(poison);
                assertThat(letter.headers().lastHeader("forkline-cause").value())
                        .asString()
                        .isEqualTo("UNREADABLE");
            });
            assertThat(service.failure()).isEmpty();
        }
    }

    @Test
    void modelThatIsNotThereCostsTheResultSecondsOnly() throws Exception {
        LeadConfig unreachable = LeadConfig.from(
                Settings.of(Map.of()), Map.of("OPENAI_API_KEY", "sk-x", "OPENAI_BASE_URL", "http://127.0.0.1:1/v1"));
        AggregatorConfig usual = AggregatorConfig.in(state);
        try (AggregatorService service = started(
                new AggregatorConfig(usual.topology(), usual.join(), unreachable, usual.budget(), usual.prices()))) {
            RunPlanned plan = planWith(LeadMode.AUTO);
            bench.plan(plan);
            bench.report("Security", "Tests");

            JobResult result = bench.awaitResults(1).getFirst();

            assertThat(result.getStatus()).isEqualTo(ResultStatus.COMPLETE);
            assertThat(result.getReports()).hasSize(2);
            assertThat(result.getLeadAbsence())
                    .startsWith("the lead failed: connection refused at 127.0.0.1:1, tried 4 times");
            assertThat(result.getLead().getCalls()).isEqualTo(4);
            assertThat(result.getFinishedAt()).isBefore(plan.getDeadline().minusSeconds(30));
            assertThat(service.failure()).isEmpty();
        }
    }

    private AggregatorService started() throws Exception {
        return started(AggregatorConfig.in(state));
    }

    private AggregatorService started(AggregatorConfig config) throws Exception {
        AggregatorService service = new AggregatorService(
                bench.connection(), bench.registry(), config, LeadListener.SILENT, Meters.NONE, Tracing.OFF);
        service.start();
        service.running().get(60, TimeUnit.SECONDS);
        return service;
    }

    private static RunPlanned planWith(LeadMode mode) {
        Instant deadline = Instant.now().plusSeconds(60);
        return RunPlanned.newBuilder(plan())
                .setDeadline(deadline)
                .setReportBy(deadline.minusSeconds(5))
                .setLead(Samples.lead(mode))
                .build();
    }
}
