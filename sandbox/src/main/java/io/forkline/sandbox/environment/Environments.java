package io.forkline.sandbox.environment;

import io.forkline.sandbox.EnvironmentId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The environments of a folder, as they were when it was read last. Each folder in it whose name does not start with a dot is one. Safe for
 * many threads.
 *
 * <p>One that is broken does not hide the others: it is in {@link #broken} with its message, and {@link #get} throws that message
 * at whoever asks for it, so that a job that names it learns why. One that breaks after it could be used goes on as it was.
 */
public final class Environments {

    private final Path folder;
    private final String baseFingerprint;
    private volatile View view;

    private record View(SortedMap<String, Environment> usable, SortedMap<String, EnvironmentException> broken) {}

    private Environments(Path folder, String baseFingerprint, View view) {
        this.folder = folder;
        this.baseFingerprint = baseFingerprint;
        this.view = view;
    }

    /**
     * Reads a folder of environments.
     *
     * @param baseFingerprint what the snapshots will stand on: the provider's word for its base file system and interpreter. It is
     *     part of every id, because the same setup on another base is another snapshot
     * @throws EnvironmentException when the folder itself cannot be read
     */
    public static Environments load(Path folder, String baseFingerprint) throws EnvironmentException {
        return new Environments(folder, baseFingerprint, read(folder, baseFingerprint));
    }

    private static View read(Path folder, String baseFingerprint) throws EnvironmentException {
        View view = new View(new TreeMap<>(), new TreeMap<>());
        for (Path each : folders(folder)) {
            String name = each.getFileName().toString();
            try {
                view.usable.put(name, EnvironmentFolder.read(each, baseFingerprint));
            } catch (EnvironmentException e) {
                view.broken.put(name, e);
            }
        }
        return view;
    }

    /**
     * Reads the folder again, and returns what differs from before. Whoever asks from now on gets what is there now; of one that is broken now, what
     * was there before.
     *
     * @throws EnvironmentException when the folder itself cannot be read; everything stays as it was
     */
    public synchronized List<EnvironmentChange> reload() throws EnvironmentException {
        View before = view;
        View now = read(folder, baseFingerprint);
        now.broken.keySet().stream()
                .filter(before.usable::containsKey)
                .forEach(name -> now.usable.put(name, before.usable.get(name)));
        view = now;
        return changes(before, now);
    }

    private static List<EnvironmentChange> changes(View before, View now) {
        List<EnvironmentChange> changes = new ArrayList<>();
        now.broken.forEach((name, why) -> {
            EnvironmentException known = before.broken.get(name);
            if (known == null || !String.valueOf(known.getMessage()).equals(why.getMessage())) {
                changes.add(new EnvironmentChange.Broken(
                        name, String.valueOf(why.getMessage()), now.usable.containsKey(name)));
            }
        });
        now.usable.forEach((name, environment) -> {
            Environment known = before.usable.get(name);
            if (known == null) {
                changes.add(new EnvironmentChange.Added(name));
            } else if (!now.broken.containsKey(name)
                    && (before.broken.containsKey(name) || !known.equals(environment))) {
                changes.add(new EnvironmentChange.Changed(name));
            }
        });
        before.usable.keySet().stream()
                .filter(name -> !now.usable.containsKey(name))
                .forEach(name -> changes.add(new EnvironmentChange.Removed(name)));
        return changes;
    }

    /** The folder they are in. */
    public Path folder() {
        return folder;
    }

    /** The environment of this name, if there is one that can be used. */
    public Optional<Environment> find(String name) {
        return Optional.ofNullable(view.usable.get(name));
    }

    /** The environment of this id; of several that share a snapshot, the first by name. */
    public Optional<Environment> find(EnvironmentId id) {
        return view.usable.values().stream().filter(e -> e.id().equals(id)).findFirst();
    }

    /**
     * The environment of this name.
     *
     * @throws EnvironmentException when there is none, or it is broken
     */
    public Environment get(String name) throws EnvironmentException {
        View now = view;
        Environment environment = now.usable.get(name);
        if (environment != null) {
            return environment;
        }
        EnvironmentException why = now.broken.get(name);
        if (why != null) {
            throw new EnvironmentException(why.getMessage(), why);
        }
        throw new EnvironmentException("there is no environment \"" + name + "\" in " + folder + "; there is "
                + (now.usable.isEmpty() ? "none" : String.join(", ", now.usable.keySet())));
    }

    /** All that can be used, by name. */
    public List<Environment> list() {
        return List.copyOf(view.usable.values());
    }

    /** The names of those that cannot be used, each with what is wrong. */
    public SortedMap<String, String> broken() {
        SortedMap<String, String> messages = new TreeMap<>();
        view.broken.forEach((name, why) -> messages.put(name, why.getMessage()));
        return messages;
    }

    private static List<Path> folders(Path folder) throws EnvironmentException {
        if (!Files.isDirectory(folder)) {
            throw new EnvironmentException("there is no folder of environments at " + folder);
        }
        try (Stream<Path> children = Files.list(folder)) {
            List<Path> folders = new ArrayList<>();
            for (Path child : (Iterable<Path>) children.sorted()::iterator) {
                if (Files.isDirectory(child) && !child.getFileName().toString().startsWith(".")) {
                    folders.add(child);
                }
            }
            return folders;
        } catch (IOException e) {
            throw new EnvironmentException("the folder of environments " + folder + " cannot be read: " + e, e);
        }
    }
}
