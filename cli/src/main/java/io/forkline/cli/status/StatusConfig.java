package io.forkline.cli.status;

import io.forkline.schemas.settings.Settings;
import java.util.Optional;

/**
 * Where health and metrics are served. Keys: {@code health.port}, {@code health.host}, {@code metrics.label.values}.
 *
 * @param port 0 for any that is free; empty for nowhere
 * @param host address to listen at
 * @param labelValues of each label that others choose, such as the tenant, before further ones count as {@code other}
 */
public record StatusConfig(Optional<Integer> port, String host, int labelValues) {

    private static final int MOST_PORT = 65_535;
    private static final int MOST_VALUES = 10_000;

    /** Nowhere. */
    public static final StatusConfig NONE = new StatusConfig(Optional.empty(), "127.0.0.1", 50);

    /** Takes its keys from the settings. */
    public static StatusConfig from(Settings settings) {
        int port = settings.integer("health.port", -1, 0, MOST_PORT);
        return new StatusConfig(
                port < 0 ? Optional.empty() : Optional.of(port),
                settings.text("health.host", NONE.host),
                settings.integer("metrics.label.values", NONE.labelValues, 1, MOST_VALUES));
    }
}
