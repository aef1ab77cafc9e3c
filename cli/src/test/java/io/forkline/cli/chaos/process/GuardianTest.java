package io.forkline.cli.chaos.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GuardianTest {

    @Test
    void guardedProcessEndsWithItsGuardianAlsoWhenItIsStopped() throws Exception {
        Process guarded = sleeper();
        Process stopped = sleeper();
        Process released = sleeper();
        try (Guardian guardian = new Guardian()) {
            guardian.guard(released.pid());
            guardian.guard(guarded.pid());
            guardian.guard(stopped.pid());
            guardian.release(released.pid());
            signal(stopped, "STOP");
        }

        assertThat(guarded.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(stopped.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(released.isAlive()).isTrue();
        released.destroyForcibly().waitFor();
    }

    private static Process sleeper() throws IOException {
        return new ProcessBuilder("sleep", "600").start();
    }

    private static void signal(Process process, String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }
}
