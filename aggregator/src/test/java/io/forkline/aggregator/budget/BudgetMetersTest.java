package io.forkline.aggregator.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.aggregator.row.BudgetRow;
import io.forkline.schemas.settings.PerTenant;
import io.forkline.telemetry.metrics.PrometheusMeters;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BudgetMetersTest {

    private static final int TODAY = 20_000;
    private static final Clock CLOCK =
            Clock.fixed(Instant.EPOCH.plus(Duration.ofDays(TODAY).plusHours(9)), ZoneOffset.UTC);

    private final PrometheusMeters meters = new PrometheusMeters(10);
    private final BudgetMeters budget = new BudgetMeters(
            meters, new LeadBudget(new PerTenant(Optional.of(2_000L), Map.of("named", 500L)), true, 1_000), CLOCK);

    @AfterEach
    void close() {
        meters.close();
    }

    @Test
    void aTenantIsThereFromItsFirstWordOnAndItsRefusalsFromZero() {
        budget.seen("a", new BudgetRow(TODAY, 1_200L, 300L));

        assertThat(meters.scrape().lines())
                .contains(
                        "forkline_lead_budget_tokens{tenant=\"a\"} 2000.0",
                        "forkline_lead_budget_used_tokens{tenant=\"a\"} 1500.0",
                        "forkline_lead_over_budget_total{tenant=\"a\"} 0.0",
                        "forkline_lead_budget_used_tokens{tenant=\"named\"} 0.0");
    }

    @Test
    void whatWasUsedYesterdayIsNotUsedToday() {
        budget.seen("a", new BudgetRow(TODAY - 1, 1_200L, 300L));

        assertThat(meters.scrape().lines()).contains("forkline_lead_budget_used_tokens{tenant=\"a\"} 0.0");
    }

    @Test
    void aTenantThatWentToAnotherInstanceIsUnknownHereUntilItComesBack() {
        budget.seen("a", new BudgetRow(TODAY, 1_200L, 300L));

        budget.gone("a");

        assertThat(meters.scrape().lines()).contains("forkline_lead_budget_used_tokens{tenant=\"a\"} NaN");

        budget.seen("a", new BudgetRow(TODAY, 1_300L, 0L));

        assertThat(meters.scrape().lines()).contains("forkline_lead_budget_used_tokens{tenant=\"a\"} 1300.0");
    }
}
