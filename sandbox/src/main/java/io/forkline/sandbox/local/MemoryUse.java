package io.forkline.sandbox.local;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Memory that the processes of a provider take, each page shared out among the processes that share it (PSS). What the kernel holds for
 * them is not in, nor is a program that a command has executed.
 *
 * @param keepers one for each nest of an environment in use
 * @param zygotes the same for environments of kind MEMORY
 * @param cells one for each fork, and the spare ones
 * @param forks clones of a zygote, parked or at work
 */
public record MemoryUse(Share keepers, Share zygotes, Share cells, Share forks) {

    /**
     * Processes of one kind.
     *
     * @param processes how many, from 0
     * @param bytes what they take together
     */
    public record Share(int processes, long bytes) {

        /** What one of them takes; 0 where there is none. */
        public long each() {
            return processes == 0 ? 0 : bytes / processes;
        }
    }

    static MemoryUse of(JsonNode byName) {
        return new MemoryUse(
                share(byName, "forkline-keeper"),
                share(byName, "forkline-zygote"),
                share(byName, "forkline-cell"),
                share(byName, "forkline-fork"));
    }

    private static Share share(JsonNode byName, String name) {
        var entry = byName.path(name);
        return new Share(entry.path("processes").asInt(), entry.path("pssBytes").asLong());
    }
}
