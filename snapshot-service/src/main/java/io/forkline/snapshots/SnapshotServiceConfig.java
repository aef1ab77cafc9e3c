package io.forkline.snapshots;

import io.forkline.leases.LeaseConfig;
import io.forkline.schemas.settings.Settings;
import io.forkline.snapshots.admission.AdmissionConfig;
import io.forkline.snapshots.scheduling.SchedulingConfig;
import io.forkline.topologies.TopologyConfig;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How the snapshot service runs. Keys: {@code planner.*}, {@code builder.slots}, {@code builder.drain}.
 *
 * @param admission which jobs run
 * @param scheduling when their tasks go out
 * @param topology how the planner topology runs
 * @param builder how many snapshots are built at a time, and how long a closing service waits for them
 */
public record SnapshotServiceConfig(
        AdmissionConfig admission, SchedulingConfig scheduling, TopologyConfig topology, LeaseConfig builder) {

    private static final LeaseConfig BUILDER = new LeaseConfig(1, Duration.ofSeconds(5));

    /** The defaults, with the planner's state stores in this directory. */
    public static SnapshotServiceConfig in(Path stateDirectory) {
        return new SnapshotServiceConfig(
                AdmissionConfig.DEFAULT, SchedulingConfig.DEFAULT, TopologyConfig.in(stateDirectory), BUILDER);
    }

    /** Takes its keys from the settings. */
    public static SnapshotServiceConfig from(Settings settings, Path defaultStateDirectory) {
        return new SnapshotServiceConfig(
                AdmissionConfig.from(settings),
                SchedulingConfig.from(settings),
                TopologyConfig.from(settings, "planner.", defaultStateDirectory),
                LeaseConfig.from(settings, "builder", BUILDER));
    }
}
