package io.forkline.schemas.settings;

import java.util.Map;
import java.util.Optional;

/**
 * A limit that every tenant has, with other values for some. Key of the limit of all: {@code KEY}; of one tenant: {@code
 * KEY.NAME}.
 *
 * @param all empty where tenants have no limit
 * @param named by the name of the tenant
 */
public record PerTenant(Optional<Long> all, Map<String, Long> named) {

    /** No tenant has a limit. */
    public static final PerTenant NONE = new PerTenant(Optional.empty(), Map.of());

    public PerTenant {
        named = Map.copyOf(named);
    }

    /** Takes its keys from the settings. */
    public static PerTenant from(Settings settings, String key, long least, long most) {
        return new PerTenant(settings.number(key, least, most), settings.numbersBehind(key + ".", least, most));
    }

    /** The limit of a tenant; empty where it has none. */
    public Optional<Long> of(String tenant) {
        return Optional.ofNullable(named.get(tenant)).or(() -> all);
    }
}
