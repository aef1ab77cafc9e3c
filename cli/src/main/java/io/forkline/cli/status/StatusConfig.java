package io.forkline.cli.health;

import io.forkline.schemas.settings.Settings;
import java.util.Optional;

/**
 * Where health is served. Keys: {@code health.port}, {@code health.host}.
 *
 * @param port 0 for any that is free; empty for nowhere
 * @param host address to listen at
 */
public record HealthConfig(Optional<Integer> port, String host) {

    private static final int MOST_PORT = 65_535;

    /** Nowhere. */
    public static final HealthConfig NONE = new HealthConfig(Optional.empty(), "127.0.0.1");

    /** Takes its keys from the settings. */
    public static HealthConfig from(Settings settings) {
        int port = settings.integer("health.port", -1, 0, MOST_PORT);
        return new HealthConfig(
                port < 0 ? Optional.empty() : Optional.of(port), settings.text("health.host", NONE.host));
    }
}
