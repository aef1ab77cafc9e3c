package io.forkline.aggregator.lead;

import static io.forkline.aggregator.Samples.START;
import static io.forkline.aggregator.Samples.leadTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.record.LeadMode;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LeadsTest {

    private static final Clock CLOCK = Clock.fixed(START, ZoneOffset.UTC);

    @Test
    void autoWithoutAKeyIsOffline() throws InterruptedException {
        try (Leads leads = Leads.of(LeadConfig.DEFAULT, CLOCK, new Random(1))) {
            Opinion opinion = leads.judge(leadTask(LeadMode.AUTO));

            assertThat(opinion.spent().provider()).isEqualTo("offline");
        }
    }

    @Test
    void autoWithAKeyAsksTheModelAndDoesNotFallBackToTheRules() throws Exception {
        try (ChatServer server = new ChatServer();
                Leads leads = Leads.of(withKey(server), CLOCK, new Random(1))) {
            server.fails(401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided", Map.of());

            Opinion opinion = leads.judge(leadTask(LeadMode.AUTO));

            assertThat(opinion).isInstanceOf(Opinion.Failed.class);
            assertThat(opinion.spent().provider()).isEqualTo("openai");
        }
    }

    @Test
    void offlineWithAKeyAsksNoModel() throws IOException, InterruptedException {
        try (ChatServer server = new ChatServer();
                Leads leads = Leads.of(withKey(server), CLOCK, new Random(1))) {
            Opinion opinion = leads.judge(leadTask(LeadMode.OFFLINE));

            assertThat(opinion.spent().provider()).isEqualTo("offline");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void openAiWithoutAKeySaysWhatToDo() throws InterruptedException {
        try (Leads leads = Leads.of(LeadConfig.DEFAULT, CLOCK, new Random(1))) {
            Opinion opinion = leads.judge(leadTask(LeadMode.OPENAI));

            assertThat(((Opinion.Failed) opinion).why()).contains("set OPENAI_API_KEY");
        }
    }

    static LeadConfig withKey(ChatServer server) {
        LeadConfig usual = LeadConfig.DEFAULT;
        return new LeadConfig(
                usual.leases(),
                Optional.of(new ApiKey("sk-test")),
                server.baseUrl(),
                usual.model(),
                usual.timeout(),
                usual.margin(),
                usual.maxDataChars());
    }
}
