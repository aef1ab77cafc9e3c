package io.forkline.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.sandbox.SandboxLimits;
import io.forkline.schemas.record.JobLimits;
import io.forkline.schemas.record.Limits;
import org.junit.jupiter.api.Test;

class EffectiveLimitsTest {

    private static final Limits ENVIRONMENT = new Limits(2.0, 512L << 20, 64, 256L << 20, 1024, 128L << 20, 64L << 20);

    @Test
    void limitsOfTheEnvironmentHoldWhereTheJobSaysNothing() {
        var environment = new SandboxLimits(2.0, 512L << 20, 64, 256L << 20, 1024, 128L << 20, 64L << 20);

        assertThat(EffectiveLimits.of(ENVIRONMENT, null)).isEqualTo(environment);
        assertThat(EffectiveLimits.of(ENVIRONMENT, JobLimits.newBuilder().build()))
                .isEqualTo(environment);
    }

    @Test
    void jobLowersEachLimit() {
        var job = new JobLimits(0.5, 64L << 20, 8, 16L << 20, 99, 1L << 20, 4096L);

        assertThat(EffectiveLimits.of(ENVIRONMENT, job))
                .isEqualTo(new SandboxLimits(0.5, 64L << 20, 8, 16L << 20, 99, 1L << 20, 4096));
    }

    /** The planner refuses it; a worker does not rely on that. */
    @Test
    void jobRaisesNone() {
        var job = new JobLimits(9.0, 9L << 40, 999, 9L << 40, 1 << 20, 9L << 40, 9L << 40);

        assertThat(EffectiveLimits.of(ENVIRONMENT, job)).isEqualTo(EffectiveLimits.of(ENVIRONMENT, null));
    }

    @Test
    void fileMayBeAsLargeAsTheDiskWhereAnOlderPlannerSaysNothing() {
        var older = new Limits(2.0, 512L << 20, 64, 256L << 20, 1024, null, 64L << 20);

        assertThat(EffectiveLimits.of(older, null).fileSizeBytes()).isEqualTo(256L << 20);
    }
}
