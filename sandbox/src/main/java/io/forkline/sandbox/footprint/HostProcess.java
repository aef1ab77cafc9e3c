package io.forkline.sandbox.footprint;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A process of this host as {@code /proc} had it. One that has ended, or that we may not look into, has no namespaces and no
 * descriptors.
 *
 * @param started in ticks since the machine was started; with the pid, this process and no other
 * @param name what {@code ps} shows, at most 15 bytes
 */
public record HostProcess(long pid, long parent, long started, String name, String commandLine) {

    private static final Path PROC = Path.of("/proc");
    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int STARTED = 19;

    /** All that live, by pid. Not those that are dead and not waited for. */
    public static Map<Long, HostProcess> all() throws IOException {
        var found = new HashMap<Long, HostProcess>();
        try (var directories = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (var directory : directories) {
                try {
                    add(directory, found);
                } catch (IOException ended) {
                    continue;
                }
            }
        }
        return found;
    }

    private static void add(Path directory, Map<Long, HostProcess> found) throws IOException {
        var stat = Files.readString(directory.resolve("stat"));
        var name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        if (!fields[STATE].equals("Z") && !fields[STATE].equals("X")) {
            var pid = Long.parseLong(directory.getFileName().toString());
            var line = Files.readString(directory.resolve("cmdline"))
                    .replace('\0', ' ')
                    .strip();
            found.put(
                    pid,
                    new HostProcess(pid, Long.parseLong(fields[PARENT]), Long.parseLong(fields[STARTED]), name, line));
        }
    }

    /** Whether it or one above it is among these. */
    public boolean descendsFrom(Set<Long> pids, Map<Long, HostProcess> all) {
        for (var each = this; each != null; each = all.get(each.parent)) {
            if (pids.contains(each.pid)) {
                return true;
            }
        }
        return false;
    }

    /** Such as {@code mnt:[4026531841]}. */
    public Set<String> namespaces() {
        return links("ns");
    }

    /** What is open, such as {@code socket:[1234]}. */
    public Set<String> descriptors() {
        return links("fd");
    }

    private Set<String> links(String directory) {
        var found = new HashSet<String>();
        try (var links =
                Files.newDirectoryStream(PROC.resolve(Long.toString(pid)).resolve(directory))) {
            for (var link : links) {
                found.add(Files.readSymbolicLink(link).toString());
            }
        } catch (IOException | DirectoryIteratorException endedOrNotOurs) {
            return found;
        }
        return found;
    }

    @Override
    public String toString() {
        return pid + " (" + name + ") since " + started + " below " + parent + ": " + commandLine;
    }
}
