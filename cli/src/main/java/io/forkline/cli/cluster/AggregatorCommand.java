package io.forkline.cli.cluster;

import io.forkline.aggregator.lead.LeadListener;
import io.forkline.cli.Host;
import io.forkline.cli.service.ServiceSettings;
import io.forkline.cli.service.Services;
import io.forkline.cli.status.Monitor;
import io.forkline.schemas.access.Party;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.telemetry.trace.Tracing;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The join topology and the lead worker. */
@Command(
        name = "aggregator",
        description = {"Joins reports, asks the lead, and publishes results, until it is stopped.", ""},
        footer = {
            "",
            "The lead is a model where OPENAI_API_KEY is set (OPENAI_BASE_URL names another server), else built-in rules.",
            "",
            "Example:",
            "  forkline aggregator --bootstrap-servers kafka:9092 --schema-registry http://registry:8081"
        })
public final class AggregatorCommand implements Callable<Integer> {

    private final Host host;

    @Mixin
    private ServiceOptions options = new ServiceOptions();

    public AggregatorCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        ServiceSettings settings = options.settings(host, Map.of());
        ServiceOptions.requireCluster(settings.connection(), Party.AGGREGATOR);
        try (Monitor monitor = Monitor.of(settings.status());
                SchemaRegistry registry = settings.connection().openRegistry();
                Tracing tracing = settings.tracing().open("forkline-aggregator")) {
            String lead = settings.aggregator().lead().key().isPresent()
                    ? "The lead is " + settings.aggregator().lead().model()
                    : "The lead is offline, by rules";
            return ServiceRun.untilStopped(
                    new Services(settings, registry, monitor.meters(), tracing).aggregator(LeadListener.SILENT),
                    monitor,
                    host.terminal(),
                    lead);
        }
    }
}
