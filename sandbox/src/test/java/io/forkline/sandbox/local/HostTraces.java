package io.forkline.sandbox.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What a provider can leave on the host: processes with a mark in their command line, mounts and directories of a home. */
public final class HostTraces {

    private HostTraces() {}

    /** Ids of the processes with exactly this command line. */
    public static List<Long> running(String commandLine) throws IOException {
        return processes(commandLine::equals);
    }

    /** Ids of the processes whose command line has this text somewhere. */
    public static List<Long> mentioning(String text) throws IOException {
        return processes(line -> line.contains(text));
    }

    private static List<Long> processes(Predicate<String> commandLine) throws IOException {
        var found = new ArrayList<Long>();
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : processes) {
                if (commandLine.test(commandLine(process))) {
                    found.add(Long.valueOf(process.getFileName().toString()));
                }
            }
        }
        return found;
    }

    /** The most bytes of memory that a supervisor of this JVM has had at once. */
    static long mostMemoryOfSupervisors() {
        return ProcessHandle.current()
                .descendants()
                .map(process -> Path.of("/proc", Long.toString(process.pid())))
                .filter(process -> read(process.resolve("comm")).equals("forkline-superv\n"))
                .flatMap(process -> read(process.resolve("status")).lines())
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .max()
                .orElseThrow();
    }

    /** Mounts of this home in our own mount namespace. */
    public static List<String> mounts(Path home) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .filter(line -> line.contains(home.toString()))
                .toList();
    }

    /** What is in the directory of running instances. */
    public static List<Path> instances(Path home) throws IOException {
        var run = home.resolve("run");
        if (!Files.isDirectory(run)) {
            return List.of();
        }
        try (var entries = Files.list(run)) {
            return entries.toList();
        }
    }

    private static String commandLine(Path process) {
        return read(process.resolve("cmdline")).replace('\0', ' ').strip();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException ended) {
            return "";
        }
    }
}
