package io.forkline.aggregator.lead;

import static io.forkline.aggregator.Samples.START;
import static io.forkline.aggregator.Samples.leadTask;
import static io.forkline.aggregator.Samples.report;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.forkline.schemas.record.Issue;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.testsupport.ManualClock;
import io.forkline.testsupport.NoThreadLeaks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server can do to us, against one that speaks the protocol: storms, halves of answers, and requests that are too large. */
@ExtendWith(NoThreadLeaks.class)
final class ModelTroubleTest {

    private static final String VERDICT =
            "{\"healthScore\": 50, \"topIssues\": [], \"nextActions\": [], \"scaleNote\": \"fine\"}";
    private static final int SLOTS = 4;

    private final ManualClock clock = new ManualClock(START);
    private ChatServer server;
    private OpenAiLead lead;

    @BeforeEach
    void start() throws IOException {
        server = new ChatServer();
        LeadConfig config = LeadsTest.withKey(server);
        lead = new OpenAiLead(
                new ModelClient(config.key().orElseThrow(), config.baseUrl(), clock), config, clock, new Random(1));
    }

    @AfterEach
    void stop() {
        lead.close();
        server.close();
    }

    /** Each slot may have been told once; after that nobody calls, no task is held, and none waits behind another. */
    @Test
    void stormReachesTheServerOnceForEachSlotAndNoMore() throws Exception {
        for (int i = 0; i < 100; i++) {
            server.fails(429, "requests", "rate_limit_exceeded", "Slow down", Map.of("Retry-After", "7"));
        }

        List<Opinion> opinions = judgeBySlots(100);

        assertThat(server.requests()).hasSizeBetween(1, SLOTS);
        assertThat(opinions)
                .hasSize(100)
                .allSatisfy(opinion -> assertThat(((Opinion.TryLater) opinion).notBefore())
                        .isBetween(START.plusSeconds(7), START.plusSeconds(8)));
    }

    @Test
    void crowdThatWasToldTheSameTimeIsSpread() throws Exception {
        server.fails(429, "requests", "rate_limit_exceeded", "Slow down", Map.of("Retry-After", "7"));
        lead.judge(leadTask(LeadMode.OPENAI));

        List<Opinion> opinions = judgeBySlots(50);

        assertThat(opinions.stream()
                        .map(opinion -> ((Opinion.TryLater) opinion).notBefore())
                        .distinct())
                .hasSizeGreaterThan(10);
    }

    @Test
    void serverIsAskedAgainWhenTheTimeThatItNamedIsOver() throws Exception {
        server.fails(429, "requests", "rate_limit_exceeded", "Slow down", Map.of("Retry-After", "7"));
        server.says(VERDICT);
        Opinion first = lead.judge(leadTask(LeadMode.OPENAI));

        clock.set(((Opinion.TryLater) first).notBefore());

        assertThat(lead.judge(leadTask(LeadMode.OPENAI))).isInstanceOf(Opinion.Given.class);
    }

    @Test
    void serverThatNamesNoTimeIsLeftAloneToo() throws Exception {
        server.fails(429, "requests", "rate_limit_exceeded", "Slow down", Map.of());
        Opinion first = lead.judge(leadTask(LeadMode.OPENAI));

        Opinion second = lead.judge(leadTask(LeadMode.OPENAI));

        assertThat(second.spent().calls()).isZero();
        assertThat(((Opinion.TryLater) second).notBefore()).isAfterOrEqualTo(((Opinion.TryLater) first).notBefore());
    }

    @Test
    void busyModelThatIsToRepairItsAnswerKeepsWhatTheFirstOneTook() throws Exception {
        server.says("no verdict");
        server.fails(429, "requests", "rate_limit_exceeded", "Slow down", Map.of("Retry-After", "7"));

        Opinion opinion = lead.judge(leadTask(LeadMode.OPENAI));

        assertThat(((Opinion.TryLater) opinion).notBefore()).isAfterOrEqualTo(START.plusSeconds(7));
        assertThat(opinion.spent().calls()).isEqualTo(2);
        assertThat(opinion.spent().inputTokens()).isEqualTo(900);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 409, 500, 502, 503, 504, 529})
    void troubleOverThereIsTriedLater(int status) throws Exception {
        server.fails(status, "server_error", "server_error", "Trouble", Map.of());

        Opinion opinion = lead.judge(leadTask(LeadMode.OPENAI));

        assertThat(((Opinion.TryLater) opinion).why()).contains("HTTP " + status);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void troubleOfOneCallHoldsBackNoOther() throws Exception {
        server.fails(500, "server_error", "server_error", "Trouble", Map.of());
        server.says(VERDICT);
        lead.judge(leadTask(LeadMode.OPENAI));

        assertThat(lead.judge(leadTask(LeadMode.OPENAI))).isInstanceOf(Opinion.Given.class);
    }

    @Test
    void streamThatIsCutInItsBodyIsTriedLater() throws Exception {
        server.cutsTheStream();

        Opinion opinion = lead.judge(leadTask(LeadMode.OPENAI));

        assertThat(opinion).isInstanceOf(Opinion.TryLater.class);
        assertThat(opinion.spent().calls()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>Bad gateway</html>", "", "{\"choices\": []}", "{}", "[1]", "null"})
    void answerThatIsNoChatCompletionIsTriedLater(String body) throws Exception {
        server.sends(body);

        assertThat(lead.judge(leadTask(LeadMode.OPENAI))).isInstanceOf(Opinion.TryLater.class);
    }

    @Test
    void answerThatIsCutOffTwiceFails() throws Exception {
        server.isCutOffAt("{\"healthScore\": 6");
        server.isCutOffAt("{\"healthScore\": 60, ");
        server.says(VERDICT);

        Opinion opinion = lead.judge(leadTask(LeadMode.OPENAI));

        assertThat(((Opinion.Failed) opinion).why())
                .isEqualTo("the answer does not fit, asked twice: it was cut off at the model's limit");
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void refusalOfTheRepairIsFinal() throws Exception {
        server.says("no verdict");
        server.refuses("I would rather not.");

        Opinion opinion = lead.judge(leadTask(LeadMode.OPENAI));

        assertThat(((Opinion.Failed) opinion).why()).contains("I would rather not.");
        assertThat(opinion.spent().calls()).isEqualTo(2);
    }

    @Test
    void requestThatIsTooLargeIsSentOnceMoreWithHalfOfTheReports() throws Exception {
        server.fails(
                400,
                "invalid_request_error",
                "context_length_exceeded",
                "This model's maximum context length is 8192 tokens.",
                Map.of());
        server.says(VERDICT);

        Opinion opinion = lead.judge(large());

        assertThat(opinion).isInstanceOf(Opinion.Given.class);
        assertThat(opinion.spent().calls()).isEqualTo(2);
        assertThat(userText(1).length()).isLessThanOrEqualTo(userText(0).length() / 2 + 300);
        assertThat(userText(1)).contains("\"rule\":\"R2999\"").contains("\"perspective\":\"Tests\"");
    }

    @Test
    void requestThatIsStillTooLargeFailsAndSaysWhatToSet() throws Exception {
        for (int i = 0; i < 3; i++) {
            server.fails(400, "invalid_request_error", "context_length_exceeded", "Too long.", Map.of());
        }

        Opinion opinion = lead.judge(large());

        assertThat(((Opinion.Failed) opinion).why())
                .contains("lower lead.max.data.chars")
                .contains("Too long.");
        assertThat(server.requests()).hasSize(2);
    }

    /** As vLLM, llama.cpp and a proxy before a model say it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "400 This model's maximum context length is 4096 tokens. However, you requested 9000 tokens",
                "400 the request exceeds the available context size, try increasing it",
                "400 prompt exceeds the context window",
                "413 Request Entity Too Large"
            })
    void serversThatHaveNoCodeForItAreUnderstood(String answer) throws Exception {
        server.fails(
                Integer.parseInt(answer.substring(0, 3)),
                "invalid_request_error",
                "400",
                answer.substring(4),
                Map.of());
        server.says(VERDICT);

        assertThat(lead.judge(large())).isInstanceOf(Opinion.Given.class);
    }

    @Test
    void requestThatIsWrongForAnotherReasonIsNotSentAgain() throws Exception {
        server.fails(400, "invalid_request_error", "invalid_value", "Unsupported response_format", Map.of());

        Opinion opinion = lead.judge(large());

        assertThat(((Opinion.Failed) opinion).why()).contains("Unsupported response_format");
        assertThat(server.requests()).hasSize(1);
    }

    private String userText(int request) {
        JsonNode messages = server.requests().get(request).path("messages");
        return messages.get(1).path("content").asText();
    }

    private static LeadTask large() {
        List<Issue> many = IntStream.range(0, 3_000)
                .mapToObj(i -> new Issue("f" + i + ".py", i + 1, i == 2_999 ? "HIGH" : "LOW", "R" + i, "x".repeat(60)))
                .toList();
        return LeadTask.newBuilder(leadTask(LeadMode.OPENAI))
                .setReports(List.of(
                        PerspectiveReport.newBuilder(report("Security"))
                                .setIssues(many)
                                .build(),
                        report("Tests")))
                .build();
    }

    /** So many tasks, by as many at a time as a worker has slots. */
    private List<Opinion> judgeBySlots(int tasks) throws Exception {
        List<Opinion> opinions = new ArrayList<>();
        try (ExecutorService slots = Executors.newFixedThreadPool(SLOTS)) {
            List<Future<Opinion>> asked = IntStream.range(0, tasks)
                    .mapToObj(i -> slots.submit(() -> lead.judge(leadTask(LeadMode.OPENAI))))
                    .toList();
            for (Future<Opinion> each : asked) {
                opinions.add(each.get());
            }
        }
        return opinions;
    }
}
