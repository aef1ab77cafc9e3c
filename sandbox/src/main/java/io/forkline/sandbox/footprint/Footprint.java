package io.forkline.sandbox.footprint;

import io.forkline.sandbox.footprint.Trace.Kind;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the supervisors of one home have on this host, seen from outside: by {@code /proc}, the control groups and the home's directories. As an
 * ordinary user one sees less of their namespaces and sockets.
 */
public final class Footprint {

    private static final Path CONTROL_GROUPS = Path.of("/sys/fs/cgroup");
    private static final Path LOCKS = Path.of("/proc/locks");
    private static final Path SOCKETS = Path.of("/proc/net/unix");
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    private static final int SOCKET_INODE = 6;
    private static final String LOCK_FILE = ".lock";
    private static final Map<String, Predicate<String>> HALF_MADE = Map.of(
            "layers", name -> name.startsWith(".build-"),
            "snapshots", name -> name.endsWith(".staged"),
            "runtime", name -> name.startsWith(".stage-"),
            "targets/staging", name -> true);

    private final Path home;
    private final Map<Long, HostProcess> all;

    private Footprint(Path home, Map<Long, HostProcess> all) {
        this.home = home;
        this.all = all;
    }

    /** What they have now. */
    public static Set<Trace> of(Path home) throws IOException {
        var footprint = new Footprint(home, HostProcess.all());
        var taken = footprint.take(footprint.ours(), names(home.resolve("run")));
        for (var place : HALF_MADE.entrySet()) {
            var directory = home.resolve(place.getKey());
            taken.addAll(traces(
                    Kind.STAGE,
                    in(
                            directory,
                            names(directory).stream().filter(place.getValue()).toList())));
        }
        return taken;
    }

    /**
     * What each of these processes has now with all below it, where several have supervisors in the same home. What is half made says of nobody that it
     * is theirs, and is left out.
     */
    public static Map<Long, Set<Trace>> below(Set<Long> pids, Path home) throws IOException {
        var footprint = new Footprint(home, HostProcess.all());
        var found = new HashMap<Long, Set<Trace>>();
        for (var pid : pids) {
            var ours = footprint.descendants(Set.of(pid));
            found.put(pid, footprint.take(ours, instances(home.resolve("run"), locks(ours))));
        }
        return found;
    }

    /** The processes of their supervisors and all below. */
    public static List<HostProcess> processes(Path home) throws IOException {
        return new Footprint(home, HostProcess.all()).ours();
    }

    /** Of these, what is there still, whoever has it now. */
    public static Set<Trace> still(Set<Trace> seen, Path home) throws IOException {
        return still(seen, home, Set.of());
    }

    /**
     * The same, where these processes live and have supervisors in the same home: the kernel gives the number of a namespace again, so what they have
     * now is theirs.
     */
    public static Set<Trace> still(Set<Trace> seen, Path home, Set<Long> others) throws IOException {
        var footprint = new Footprint(home, HostProcess.all());
        var there = new HashSet<Trace>();
        there.addAll(traces(
                Kind.PROCESS, footprint.all.values().stream().map(Footprint::id).toList()));
        there.addAll(traces(Kind.NAMESPACE, footprint.namespacesButThoseOf(others)));
        there.addAll(traces(Kind.MOUNT, lines(MOUNTS)));
        there.addAll(traces(Kind.SOCKET, socketsOfTheHost()));
        there.addAll(
                traces(Kind.LOCK, lines(LOCKS).stream().map(Footprint::lock).toList()));
        return seen.stream()
                .filter(trace -> switch (trace.kind()) {
                    case PROCESS, NAMESPACE, MOUNT, SOCKET, LOCK -> there.contains(trace);
                    case CONTROL_GROUP, INSTANCE, STAGE -> Files.exists(Path.of(trace.name()));
                })
                .collect(Collectors.toSet());
    }

    private Set<Trace> take(List<HostProcess> ours, Set<String> instances) throws IOException {
        var taken = new HashSet<Trace>();
        taken.addAll(traces(Kind.PROCESS, ours.stream().map(Footprint::id).toList()));
        taken.addAll(traces(Kind.NAMESPACE, namespaces(ours)));
        taken.addAll(traces(
                Kind.MOUNT,
                lines(MOUNTS).stream()
                        .filter(line -> line.contains(home.toString()))
                        .toList()));
        taken.addAll(traces(Kind.CONTROL_GROUP, controlGroups(instances)));
        taken.addAll(traces(Kind.SOCKET, sockets(ours)));
        taken.addAll(traces(Kind.LOCK, locks(ours)));
        taken.addAll(traces(Kind.INSTANCE, in(home.resolve("run"), instances)));
        return taken;
    }

    private List<HostProcess> ours() {
        return descendants(all.values().stream()
                .filter(process -> process.commandLine().contains(home.toString()))
                .map(HostProcess::pid)
                .collect(Collectors.toSet()));
    }

    private List<HostProcess> descendants(Set<Long> roots) {
        return all.values().stream()
                .filter(process -> process.descendsFrom(roots, all))
                .toList();
    }

    /** Those whose lock is among these: the directory and the lock file beside it. */
    private static Set<String> instances(Path run, List<String> locks) throws IOException {
        var inodes = locks.stream()
                .map(lock -> lock.substring(lock.lastIndexOf(':') + 1))
                .collect(Collectors.toSet());
        var found = new HashSet<String>();
        for (var name : names(run)) {
            if (name.endsWith(LOCK_FILE) && inodes.contains(inode(run.resolve(name)))) {
                found.add(name);
                found.add(name.substring(0, name.length() - LOCK_FILE.length()));
            }
        }
        return found;
    }

    private static String inode(Path file) {
        try {
            return String.valueOf(Files.getAttribute(file, "unix:ino"));
        } catch (IOException gone) {
            return "";
        }
    }

    private static String id(HostProcess process) {
        return process.pid() + "@" + process.started();
    }

    /** Without our own, which the supervisor shares. */
    private Set<String> namespaces(List<HostProcess> processes) {
        var found = new HashSet<String>();
        processes.forEach(process -> found.addAll(process.namespaces()));
        var self = all.get(ProcessHandle.current().pid());
        if (self != null) {
            found.removeAll(self.namespaces());
        }
        return found;
    }

    /** The kernel gives a number again, so what another home's forks have is theirs. */
    private Set<String> namespacesButThoseOf(Set<Long> live) {
        var others = all.values().stream()
                .filter(process -> process.commandLine().contains(" supervisor /"))
                .filter(process -> !process.commandLine().contains(home.toString()))
                .map(HostProcess::pid)
                .collect(Collectors.toCollection(HashSet::new));
        others.addAll(live);
        return namespaces(all.values().stream()
                .filter(process -> !process.descendsFrom(others, all))
                .toList());
    }

    private static Set<String> sockets(List<HostProcess> processes) throws IOException {
        var open = new HashSet<String>();
        processes.forEach(process -> open.addAll(process.descriptors()));
        var found = socketsOfTheHost();
        found.removeIf(inode -> !open.contains("socket:[" + inode + "]"));
        return found;
    }

    private static Set<String> socketsOfTheHost() throws IOException {
        return lines(SOCKETS).stream()
                .skip(1)
                .map(line -> line.strip().split("\\s+")[SOCKET_INODE])
                .collect(Collectors.toSet());
    }

    private static List<String> locks(List<HostProcess> processes) throws IOException {
        var pids =
                processes.stream().map(process -> Long.toString(process.pid())).collect(Collectors.toSet());
        return lines(LOCKS).stream()
                .filter(line -> line.contains(" FLOCK "))
                .map(Footprint::lock)
                .filter(lock -> pids.contains(lock.substring(0, lock.indexOf(' '))))
                .toList();
    }

    /** {@code 1: FLOCK ADVISORY WRITE 4242 fd:00:1234 0 EOF}: the holder, and what it holds. */
    private static String lock(String line) {
        var fields = line.strip().split("\\s+");
        return fields[4] + " " + fields[5];
    }

    private static List<String> controlGroups(Set<String> instances) throws IOException {
        var found = new ArrayList<String>();
        if (!Files.isDirectory(CONTROL_GROUPS)) {
            return found;
        }
        Files.walkFileTree(CONTROL_GROUPS, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                for (var part : CONTROL_GROUPS.relativize(directory)) {
                    if (part.toString().startsWith("forkline-")
                            && instances.contains(part.toString().substring("forkline-".length()))) {
                        found.add(directory.toString());
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private static Set<String> names(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).collect(Collectors.toSet());
        } catch (NoSuchFileException | NotDirectoryException none) {
            return Set.of();
        }
    }

    private static List<String> in(Path directory, Iterable<String> names) {
        var paths = new ArrayList<String>();
        names.forEach(name -> paths.add(directory.resolve(name).toString()));
        return paths;
    }

    private static Set<Trace> traces(Kind kind, Iterable<String> names) {
        var traces = new HashSet<Trace>();
        names.forEach(name -> traces.add(new Trace(kind, name)));
        return traces;
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file);
    }
}
