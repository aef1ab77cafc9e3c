package io.forkline.sandbox.snapshot;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The processes that have a file open, as {@code /proc} tells: those that this user may look into. */
final class Openers {

    private Openers() {}

    /** Without the process that asks. */
    static List<ProcessHandle> of(Path file) {
        Path real;
        try {
            real = file.toRealPath();
        } catch (IOException notThere) {
            return List.of();
        }
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> hasOpen(process, real))
                .toList();
    }

    private static boolean hasOpen(ProcessHandle process, Path file) {
        try (var descriptors = Files.newDirectoryStream(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            for (var descriptor : descriptors) {
                if (leadsTo(descriptor, file)) {
                    return true;
                }
            }
            return false;
        } catch (IOException | DirectoryIteratorException endedOrNotOurs) {
            return false;
        }
    }

    private static boolean leadsTo(Path descriptor, Path file) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
