package io.forkline.workers;

import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult.Limit;
import io.forkline.sandbox.SandboxLimits;
import java.util.Set;
import java.util.stream.Collectors;

/** Names the limits that a fork met, with their values, as a report says it. */
final class LimitText {

    private LimitText() {}

    /** For example {@code , having met its limit of 64 processes}; empty when it met none. */
    static String met(Set<Limit> hits, SandboxLimits limits) {
        return hits.isEmpty()
                ? ""
                : hits.stream()
                        .sorted()
                        .map(hit -> of(hit, limits))
                        .collect(Collectors.joining(" and ", ", having met its limit of ", ""));
    }

    private static String of(Limit hit, SandboxLimits limits) {
        return switch (hit) {
            case WALL_TIME -> "time";
            case MEMORY -> limits.memoryBytes() + " bytes of memory";
            case STDOUT -> Command.DEFAULT_STDOUT_BYTES + " bytes of stdout";
            case PROCESSES -> limits.processes() + " processes";
            case OUTPUT -> limits.outputBytes() + " bytes of output";
            case OPEN_FILES -> limits.openFiles() + " open files";
            case FILE_SIZE -> limits.fileSizeBytes() + " bytes in one file";
            case DISK -> limits.diskBytes() + " bytes of disk";
        };
    }
}
