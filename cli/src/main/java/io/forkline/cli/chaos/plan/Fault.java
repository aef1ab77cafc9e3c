package io.forkline.cli.chaos.plan;

import java.time.Duration;

/** What is done to the cluster, and when, from the begin of the run. */
public sealed interface Fault {

    Duration at();

    /** For people. */
    String text();

    /**
     * SIGKILL, and a start anew.
     *
     * @param down how long after its end it is started again
     */
    record Kill(Duration at, Target target, Duration down) implements Fault {
        @Override
        public String text() {
            return "kill " + target.label() + ", start again after " + down.toMillis() + " ms";
        }
    }

    /**
     * SIGSTOP, past its locks and its sessions, and SIGCONT: it goes on as a zombie.
     *
     * @param length how long it stands still
     */
    record Pause(Duration at, Target target, Duration length) implements Fault {
        @Override
        public String text() {
            return "stop " + target.label() + " for " + length.toMillis() + " ms, then let it go on";
        }
    }

    /** SIGKILL of all services at one moment, the broker left out. */
    record KillServices(Duration at, Duration down) implements Fault {
        @Override
        public String text() {
            return "kill all services at once, start again after " + down.toMillis() + " ms";
        }
    }

    /** The schema registry answers with errors for a while. */
    record RegistryAway(Duration at, Duration length) implements Fault {
        @Override
        public String text() {
            return "registry away for " + length.toMillis() + " ms";
        }
    }
}
