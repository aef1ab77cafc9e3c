package io.forkline.cli.history;

import io.forkline.schemas.record.SnapshotEvent;
import io.forkline.schemas.record.SnapshotStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The last word on the snapshot of each environment. */
public final class Snapshots {

    private final Map<String, Dated<SnapshotEvent>> events = new HashMap<>();

    void add(SnapshotEvent event, Position at) {
        events.put(event.getEnvironmentId(), Dated.last(events.get(event.getEnvironmentId()), event, at));
    }

    boolean isReady(String environmentId) {
        return event(environmentId)
                .filter(event -> event.getStatus() == SnapshotStatus.READY)
                .isPresent();
    }

    /** Why its last build failed; empty when it did not. */
    Optional<String> failure(String environmentId) {
        return event(environmentId)
                .filter(event -> event.getStatus() == SnapshotStatus.FAILED)
                .map(event -> String.valueOf(event.getError()));
    }

    private Optional<SnapshotEvent> event(String environmentId) {
        return Optional.ofNullable(events.get(environmentId)).map(Dated::value);
    }
}
