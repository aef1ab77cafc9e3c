package io.forkline.schemas.registry;

import io.forkline.schemas.settings.Settings;

/**
 * How writers deal with the registry. Keys: {@code schema.registry.auto.register}, {@code schema.registry.subject.strategy}.
 *
 * @param autoRegister whether a writer registers a schema that the registry does not have; if not, its id is looked up only
 * @param strategy under which subjects schemas stand
 */
public record SubjectRules(boolean autoRegister, SubjectStrategy strategy) {

    private static final String STRATEGY = "schema.registry.subject.strategy";

    /** Writers register, by topic: what a laptop wants. */
    public static final SubjectRules DEFAULT = new SubjectRules(true, SubjectStrategy.TOPIC_NAME);

    /** Takes its keys from the settings. */
    public static SubjectRules from(Settings settings) {
        return new SubjectRules(
                settings.flag("schema.registry.auto.register", DEFAULT.autoRegister),
                settings.parsed(STRATEGY, SubjectStrategy::of, SubjectStrategy.names())
                        .orElse(DEFAULT.strategy));
    }
}
