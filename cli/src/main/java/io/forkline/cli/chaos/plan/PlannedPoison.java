package io.forkline.cli.chaos.plan;

import io.forkline.schemas.topic.ForklineTopic;
import java.time.Duration;

/**
 * A record that nobody can read.
 *
 * @param at when it is published, from the begin of the run
 */
public record PlannedPoison(Duration at, ForklineTopic topic, byte[] key, byte[] value) {

    public PlannedPoison {
        key = key.clone();
        value = value.clone();
    }

    @Override
    public byte[] key() {
        return key.clone();
    }

    @Override
    public byte[] value() {
        return value.clone();
    }
}
