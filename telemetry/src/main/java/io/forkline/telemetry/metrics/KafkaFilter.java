package io.forkline.telemetry.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.List;
import java.util.Set;

/**
 * Leaves out what Kafka tells of single stores, nodes of a topology and brokers, but for the size of stores: of a planner with six partitions
 * they would be six in seven of 7,700 lines, and nobody watches the latency of one store of one partition.
 */
final class KafkaFilter implements MeterFilter {

    private static final List<String> LEFT_OUT = List.of(
            "kafka.stream.state.",
            "kafka.stream.processor.node.",
            "kafka.consumer.node.",
            "kafka.producer.node.",
            "kafka.admin.client.node.",
            "kafka.consumer.fetch.manager.records.lead",
            "kafka.consumer.fetch.manager.preferred");

    private static final Set<String> KEPT = Set.of(
            "kafka.stream.state.estimate.num.keys",
            "kafka.stream.state.total.sst.files.size",
            "kafka.stream.state.size.all.mem.tables",
            "kafka.stream.state.write.stall.duration.total");

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        String name = id.getName();
        return LEFT_OUT.stream().anyMatch(name::startsWith) && !KEPT.contains(name)
                ? MeterFilterReply.DENY
                : MeterFilterReply.NEUTRAL;
    }
}
