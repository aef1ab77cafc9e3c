package io.forkline.sandbox.attack;

import io.forkline.sandbox.SnapshotKind;
import java.util.Locale;

/** An attack in a fork of one kind of snapshot. */
public record Attempt(Attack attack, SnapshotKind kind) {

    @Override
    public String toString() {
        return attack.name() + " (" + kind.name().toLowerCase(Locale.ROOT) + ")";
    }
}
