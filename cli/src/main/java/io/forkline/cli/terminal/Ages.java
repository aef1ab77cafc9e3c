package io.forkline.cli.terminal;

import java.time.Duration;
import java.time.Instant;

/** How long ago something was, in the largest unit: {@code 3 days}, {@code 5 h}. */
public record Ages(Instant now) {

    public String of(Instant then) {
        Duration age = Duration.between(then, now);
        if (age.toDays() > 0) {
            return Text.count(age.toDays(), "day");
        }
        if (age.toHours() > 0) {
            return age.toHours() + " h";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + " min" : Math.max(0, age.toSeconds()) + " s";
    }
}
