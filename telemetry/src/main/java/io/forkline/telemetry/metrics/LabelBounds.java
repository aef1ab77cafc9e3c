package io.forkline.telemetry.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The values of labels that others choose, the first so many of each. Safe for several threads. */
final class LabelBounds {

    /** What all further values are. */
    static final String OTHER = "other";

    private final int most;
    private final Map<Label, Set<String>> seen = new EnumMap<>(Label.class);

    LabelBounds(int most) {
        this.most = most;
        for (Label label : Label.values()) {
            if (label.isChosenByOthers()) {
                seen.put(label, ConcurrentHashMap.newKeySet());
            }
        }
    }

    /** The value itself, or {@value #OTHER}. */
    String bounded(Label label, String value) {
        Set<String> values = seen.get(label);
        return values == null || values.contains(value) || admits(values, value) ? value : OTHER;
    }

    private boolean admits(Set<String> values, String value) {
        // Only for a value that is new, of which there are few.
        synchronized (values) {
            return values.size() < most && values.add(value);
        }
    }
}
