package io.forkline.snapshots.admission;

import io.forkline.schemas.settings.Settings;
import java.time.Duration;

/**
 * What admission allows. Keys: {@code planner.lead.reserve}, {@code planner.deadline.longest}.
 *
 * @param leadReserve time before the deadline that is kept for the lead, unless a quarter of the time left is less
 * @param longestDeadline from the record of a job to its deadline; shorter than every retention, so that nothing of a run is
 *     deleted while it is open
 */
public record AdmissionConfig(Duration leadReserve, Duration longestDeadline) {

    public static final AdmissionConfig DEFAULT = new AdmissionConfig(Duration.ofSeconds(30), Duration.ofDays(6));

    /** Takes its keys from the settings. */
    public static AdmissionConfig from(Settings settings) {
        return new AdmissionConfig(
                settings.duration("planner.lead.reserve", DEFAULT.leadReserve, Duration.ZERO, Duration.ofHours(1)),
                settings.duration(
                        "planner.deadline.longest",
                        DEFAULT.longestDeadline,
                        Duration.ofSeconds(1),
                        DEFAULT.longestDeadline));
    }
}
