package io.forkline.aggregator.budget;

import io.forkline.aggregator.row.BudgetRow;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.metrics.Metric;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Shows where the tenants stand that have a budget, as of the last word of each. Safe for several threads. */
final class BudgetMeters {

    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    private final Meters meters;
    private final LeadBudget budget;
    private final Clock clock;
    private final Map<String, Taken> tenants = new ConcurrentHashMap<>();

    private final Set<String> shown = ConcurrentHashMap.newKeySet();

    /** Far more than have a series of their own; producers choose the names. */
    private static final int MOST_TENANTS = 1000;

    private record Taken(int day, long tokens) {}

    BudgetMeters(Meters meters, LeadBudget budget, Clock clock) {
        this.meters = meters;
        this.budget = budget;
        this.clock = clock;
        budget.tokens().named().keySet().forEach(tenant -> seen(tenant, new BudgetRow(0, 0L, 0L)));
    }

    /** Where a tenant stands now. */
    void seen(String tenant, BudgetRow row) {
        if (!tenants.containsKey(tenant) && tenants.size() >= MOST_TENANTS) {
            return;
        }
        tenants.put(tenant, new Taken(row.getDay(), row.getUsed() + row.getReserved()));
        if (shown.add(tenant)) {
            meters.show(Metric.LEAD_OVER_BUDGET, tenant);
            meters.gauge(Metric.LEAD_BUDGET_USED, () -> used(tenant), tenant);
            meters.gauge(
                    Metric.LEAD_BUDGET,
                    () -> budget.tokens().of(tenant).map(Long::doubleValue).orElse(Double.NaN),
                    tenant);
        }
    }

    /** Another instance knows from now on. */
    void gone(String tenant) {
        tenants.remove(tenant);
    }

    void refused(String tenant) {
        meters.count(Metric.LEAD_OVER_BUDGET, tenant);
    }

    /** Nothing yet on a day on which nothing was heard. */
    private double used(String tenant) {
        Taken last = tenants.get(tenant);
        if (last == null) {
            return Double.NaN;
        }
        return last.day() < Math.floorDiv(clock.millis(), DAY_MS) ? 0 : last.tokens();
    }
}
