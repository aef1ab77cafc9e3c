package io.forkline.snapshots;

import io.forkline.sandbox.environment.Environments;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.snapshots.admission.AdmissionConfig;
import io.forkline.snapshots.admission.AdmissionStep;
import io.forkline.snapshots.scheduling.SchedulingConfig;
import io.forkline.snapshots.scheduling.SchedulingStep;
import io.forkline.telemetry.trace.Tracing;
import java.util.Random;
import org.apache.kafka.streams.Topology;

/** The planner: the step by job and the step by environment, joined by the topic planner-events. */
final class PlannerTopology {

    private PlannerTopology() {}

    static Topology of(
            ClusterConnection connection,
            SchemaRegistry registry,
            Environments environments,
            AdmissionConfig admission,
            SchedulingConfig scheduling,
            Tracing tracing) {
        Topology topology = new Topology();
        new AdmissionStep(connection, registry, environments, admission, tracing).addTo(topology);
        new SchedulingStep(connection, registry, scheduling, new Random(), tracing).addTo(topology);
        return topology;
    }
}
