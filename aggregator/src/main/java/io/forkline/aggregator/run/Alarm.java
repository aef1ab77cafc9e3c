package io.forkline.aggregator.run;

import java.time.Instant;

/** A time at which something is to happen to a run. */
public record Alarm(Instant at, Kind kind) {

    /** What is to happen. The numbers are part of the stored index: never give one to another kind. */
    public enum Kind {
        /** The time to report is over: it is marked in the log. */
        REPORT(1),
        /** The deadline is here: it is marked in the log. */
        RESULT(2),
        /** The lead is asked again. */
        LEAD(3),
        /** The run is forgotten. */
        PURGE(4);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }

        /** The kind with a number. */
        public static Kind of(int number) {
            for (Kind kind : values()) {
                if (kind.number == number) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no alarm has the number " + number);
        }
    }
}
