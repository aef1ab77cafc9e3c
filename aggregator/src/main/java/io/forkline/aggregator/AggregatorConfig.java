package io.forkline.aggregator;

import io.forkline.aggregator.budget.LeadBudget;
import io.forkline.aggregator.join.JoinConfig;
import io.forkline.aggregator.lead.LeadConfig;
import io.forkline.aggregator.lead.LeadPrices;
import io.forkline.schemas.settings.Settings;
import io.forkline.topologies.TopologyConfig;
import java.nio.file.Path;
import java.util.Map;

/**
 * How the aggregator runs. Keys: {@code aggregator.*}, {@code lead.*}.
 *
 * @param topology how the join topology runs
 * @param join how runs are joined
 * @param lead how the lead worker asks
 * @param budget what tenants may spend on models
 * @param prices what models cost, for the metrics
 */
public record AggregatorConfig(
        TopologyConfig topology, JoinConfig join, LeadConfig lead, LeadBudget budget, LeadPrices prices) {

    /** The defaults without a key for a model, with the state stores in this directory. */
    public static AggregatorConfig in(Path stateDirectory) {
        return new AggregatorConfig(
                TopologyConfig.in(stateDirectory),
                JoinConfig.DEFAULT,
                LeadConfig.DEFAULT,
                LeadBudget.NONE,
                LeadPrices.NONE);
    }

    /**
     * Takes its keys from the settings.
     *
     * @param environment the environment variables, of which {@code OPENAI_API_KEY} and {@code OPENAI_BASE_URL} are taken
     */
    public static AggregatorConfig from(
            Settings settings, Map<String, String> environment, Path defaultStateDirectory) {
        LeadConfig lead = LeadConfig.from(settings, environment);
        return new AggregatorConfig(
                TopologyConfig.from(settings, "aggregator.", defaultStateDirectory),
                JoinConfig.from(settings),
                lead,
                LeadBudget.from(settings, lead),
                LeadPrices.from(settings));
    }
}
