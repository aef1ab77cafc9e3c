package io.forkline.snapshots;

import io.forkline.sandbox.environment.Environments;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.topic.StreamsApplication;
import io.forkline.snapshots.admission.AdmissionConfig;
import io.forkline.snapshots.admission.AdmissionStep;
import io.forkline.snapshots.conversion.ConversionStep;
import io.forkline.snapshots.scheduling.SchedulingConfig;
import io.forkline.snapshots.scheduling.SchedulingStep;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.trace.Tracing;
import io.forkline.topologies.Burial;
import java.util.Random;
import org.apache.kafka.streams.Topology;

/**
 * The planner: the step by job and the step by environment, joined by the topic planner-events; and in front of them the step that makes
 * jobs of JSON, joined by the topic jobs.
 */
final class PlannerTopology {

    private PlannerTopology() {}

    static Topology of(
            ClusterConnection connection,
            SchemaRegistry registry,
            Environments environments,
            AdmissionConfig admission,
            SchedulingConfig scheduling,
            Meters meters,
            Tracing tracing) {
        Burial burial = new Burial(StreamsApplication.PLANNER.suffix(), meters);
        Topology topology = new Topology();
        new AdmissionStep(connection, registry, environments, admission, burial, tracing).addTo(topology);
        new SchedulingStep(connection, registry, scheduling, new Random(), burial, tracing).addTo(topology);
        new ConversionStep(connection, registry, burial).addTo(topology);
        return topology;
    }
}
