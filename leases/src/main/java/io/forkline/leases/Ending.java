package io.forkline.leases;

/** How a task's run ended. */
sealed interface Ending {

    /** Its outcome is durable. */
    record Published() implements Ending {}

    /** It was no task; it lies in the dead letters. */
    record DeadLettered() implements Ending {}

    /** It was interrupted or came too late: nothing was published. */
    record Abandoned() implements Ending {}

    /** An assumption of ours broke. */
    record Broken(Throwable cause) implements Ending {}
}
