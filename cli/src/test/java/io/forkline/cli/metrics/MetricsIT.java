package io.forkline.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.ChildProcess;
import io.forkline.cli.ExitCode;
import io.forkline.cli.TestHost;
import io.forkline.cli.chaos.plan.Dice;
import io.forkline.cli.chaos.process.ModelServer;
import io.forkline.cli.cluster.ProcessCluster;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.telemetry.metrics.Metric;
import io.forkline.telemetry.metrics.Service;
import io.forkline.testsupport.Await;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.RecordSender;
import io.forkline.testsupport.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the three services serve after jobs of several kinds, each from a process of its own. */
@ExtendWith(BrokerExtension.class)
class MetricsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern URL = Pattern.compile("metrics are at (\\S+)");
    private static final List<Service> ORDER =
            List.of(Service.SNAPSHOT_SERVICE, Service.FORK_WORKER, Service.AGGREGATOR);
    /** Of two jobs with two perspectives each. */
    private static final int FORKS = 4;
    /** Prometheus' own. */
    private static final Set<String> OF_PROMETHEUS = Set.of("up");

    private static ModelServer model;
    private static ProcessCluster cluster;

    @BeforeAll
    static void runJobs(TestBroker broker, @TempDir Path folder) throws Exception {
        model = new ModelServer(Dice.of(1, "metrics"));
        cluster = ProcessCluster.start(
                broker,
                folder,
                Map.of("OPENAI_API_KEY", "a-key", "OPENAI_BASE_URL", model.baseUrl()),
                List.of(
                        "lead.model=chaos",
                        "lead.price.input.chaos=2.50",
                        "lead.price.output.chaos=10",
                        "lead.budget.tokens.poor=0"));
        submit(ExitCode.COMPLETE, "--environment", "greeting", "--job-id", "usual");
        submit(ExitCode.COMPLETE, "--environment", "greeting", "--job-id", "over-budget", "--tenant", "poor");
        submit(ExitCode.FAILED, "--environment", "nowhere", "--job-id", "turned-down");
        try (RecordSender sender = new RecordSender(broker)) {
            String jobs = cluster.connection().layout().name(ForklineTopic.JOBS);
            sender.send(List.of(new ProducerRecord<>(jobs, new byte[] {1}, new byte[] {2})));
        }
        Await.until(
                "the dead letter is counted",
                PATIENCE,
                () -> scrape(Service.SNAPSHOT_SERVICE).sum("forkline_dead_letters_total") > 0);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        model.close();
    }

    @Test
    void everyServiceServesWhatTheCatalogueSaysAndNothingElseOfOurs() {
        for (Service service : ORDER) {
            Set<String> ours = scrape(service).names().stream()
                    .filter(name -> name.startsWith("forkline_"))
                    .map(name -> name.replaceFirst("_(bucket|count|sum|max)$", ""))
                    .collect(Collectors.toCollection(TreeSet::new));

            assertThat(ours)
                    .as(service.text())
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(Metric.values())
                            .filter(metric -> metric.services().contains(service))
                            .map(Metric::text)
                            .toList());
        }
    }

    @Test
    void theDashboardNamesOnlyWhatThereIs() throws Exception {
        assertThatAllAreServed(Expressions.ofDashboard());
    }

    @Test
    void theAlertsNameOnlyWhatThereIs() throws Exception {
        assertThatAllAreServed(Expressions.ofRules());
    }

    @Test
    void jobsAreCountedByHowTheyEnded() {
        Scrape aggregator = scrape(Service.AGGREGATOR);

        assertThat(aggregator.sum("forkline_results_total", "status=\"complete\"", "tenant=\"default\""))
                .isEqualTo(1);
        assertThat(aggregator.sum("forkline_results_total", "status=\"complete\"", "tenant=\"poor\""))
                .isEqualTo(1);
        assertThat(aggregator.sum("forkline_results_total", "status=\"rejected\""))
                .isEqualTo(1);
        assertThat(aggregator.sum("forkline_job_result_seconds_count")).isEqualTo(3);
        assertThat(aggregator.sum("forkline_job_plan_seconds_count")).isEqualTo(2);
        assertThat(aggregator.sum("forkline_job_first_report_seconds_count")).isEqualTo(2);
        assertThat(aggregator.sum("forkline_open_jobs")).isZero();
        assertThat(aggregator.sum("forkline_oldest_open_job_age_seconds")).isZero();
    }

    @Test
    void thePlannerSaysWhatItDecidedAndWhatItBuilt() {
        Scrape planner = scrape(Service.SNAPSHOT_SERVICE);

        assertThat(planner.sum("forkline_jobs_received_total", "decision=\"admitted\""))
                .isEqualTo(2);
        assertThat(planner.sum("forkline_jobs_received_total", "decision=\"rejected\""))
                .isEqualTo(1);
        assertThat(planner.sum("forkline_jobs_received_total", "decision=\"buried\""))
                .isEqualTo(1);
        assertThat(planner.sum("forkline_dead_letters_total", "cause=\"UNREADABLE\"", "component=\"planner\""))
                .isEqualTo(1);
        assertThat(planner.sum("forkline_open_tasks")).isZero();
        assertThat(planner.sum("forkline_fullest_window_ratio")).isZero();
        assertThat(planner.sum("forkline_part_condition", "condition=\"working\""))
                .isEqualTo(2);
    }

    @Test
    void forksAndWhatIsMadeAheadAreCounted() {
        Scrape worker = scrape(Service.FORK_WORKER);

        assertThat(worker.sum("forkline_forks_total", "environment=\"greeting\"", "outcome=\"ok\""))
                .isEqualTo(FORKS);
        assertThat(worker.sum("forkline_run_seconds_count")).isEqualTo(FORKS);
        assertThat(worker.sum("forkline_tasks_total", "ending=\"published\"")).isGreaterThanOrEqualTo(FORKS);
        assertThat(worker.sum("forkline_slots")).isEqualTo(2);
        Await.until(
                "the slots are members",
                PATIENCE,
                () -> scrape(Service.FORK_WORKER).sum("forkline_slots_joined") == 2);
        assertThat(worker.sum("forkline_nests")).isEqualTo(1);
    }

    @Test
    void tokensCostAndBudgetsAreCountedByTenant() {
        Scrape aggregator = scrape(Service.AGGREGATOR);

        double input = aggregator.sum(
                "forkline_lead_tokens_total", "model=\"chaos\"", "tenant=\"default\"", "direction=\"input\"");
        double output = aggregator.sum("forkline_lead_tokens_total", "direction=\"output\"");
        assertThat(input).isPositive();
        assertThat(aggregator.sum("forkline_lead_cost_total", "tenant=\"default\"", "currency=\"usd\""))
                .isEqualTo((2.5 * input + 10 * output) / 1e6);
        assertThat(aggregator.sum("forkline_lead_over_budget_total", "tenant=\"poor\""))
                .isEqualTo(1);
        assertThat(aggregator.samples()).contains("forkline_lead_budget_tokens{tenant=\"poor\"} 0.0");
    }

    private static void assertThatAllAreServed(List<String> expressions) {
        Set<String> wanted = new TreeSet<>();
        expressions.forEach(expression -> wanted.addAll(Expressions.metrics(expression)));
        wanted.removeAll(OF_PROMETHEUS);
        assertThat(wanted).hasSizeGreaterThan(10);
        // Kafka's are looked for every ten seconds.
        Await.untilAsserted(PATIENCE, () -> {
            Set<String> served = new TreeSet<>();
            ORDER.forEach(service -> served.addAll(scrape(service).names()));
            assertThat(served).containsAll(wanted);
        });
    }

    private static Scrape scrape(Service service) {
        Map<Service, ChildProcess> processes = new EnumMap<>(Service.class);
        for (int i = 0; i < ORDER.size(); i++) {
            processes.put(ORDER.get(i), cluster.services().get(i));
        }
        Matcher url = URL.matcher(processes.get(service).output());
        assertThat(url.find()).as(service.text()).isTrue();
        return Scrape.of(url.group(1));
    }

    private static void submit(int exitCode, String... options) {
        String[] command = {
            "submit", TestHost.PROJECT.resolve("examples/sample-project").toString(), "--wait"
        };
        TestHost host = new TestHost(TestHost.HOME);
        int ended = host.execute(cluster.withOptions(
                Stream.concat(Stream.of(command), Stream.of(options)).toArray(String[]::new)));
        assertThat(ended).as(host.out() + host.err()).isEqualTo(exitCode);
    }
}
