package io.forkline.workers;

import io.forkline.sandbox.CommandStages;
import io.forkline.sandbox.ForkStages;
import io.forkline.schemas.record.Stages;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The stages of a fork and its command as a report carries them. */
final class StageTimes {

    private StageTimes() {}

    /** All but the end of the fork, which comes later. */
    static Stages of(ForkStages fork, CommandStages command) {
        return Stages.newBuilder()
                .setParked(fork.parked())
                .setQueueMicros(micros(fork.queued()))
                .setClaimMicros(micros(fork.claimed()))
                .setMountMicros(micros(fork.mounted()))
                .setFirstInstructionMicros(micros(command.starting()))
                .setRunMicros(micros(command.ran()))
                .setResultMicros(micros(command.returned()))
                .build();
    }

    static long micros(Duration time) {
        return TimeUnit.NANOSECONDS.toMicros(time.toNanos());
    }
}
