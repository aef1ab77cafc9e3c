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
 * The environments of a folder, as they were when it was read. Each folder in it whose name does not start with a dot is one.
 *
 * <p>One that is broken does not hide the others: it is in {@link #broken} with its message, and {@link #get} throws that message
 * at whoever asks for it, so that a job that names it learns why.
 */
public final class Environments {

    private final Path folder;
    private final SortedMap<String, Environment> usable = new TreeMap<>();
    private final SortedMap<String, EnvironmentException> broken = new TreeMap<>();

    private Environments(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads a folder of environments.
     *
     * @param baseFingerprint what the snapshots will stand on: the provider's word for its base file system and interpreter. It is
     *     part of every id, because the same setup on another base is another snapshot
     * @throws EnvironmentException when the folder itself cannot be read
     */
    public static Environments load(Path folder, String baseFingerprint) throws EnvironmentException {
        Environments environments = new Environments(folder);
        for (Path each : folders(folder)) {
            String name = each.getFileName().toString();
            try {
                environments.usable.put(name, EnvironmentFolder.read(each, baseFingerprint));
            } catch (EnvironmentException e) {
                environments.broken.put(name, e);
            }
        }
        return environments;
    }

    /** The environment of this name, if there is one that can be used. */
    public Optional<Environment> find(String name) {
        return Optional.ofNullable(usable.get(name));
    }

    /** The environment of this id; of several that share a snapshot, the first by name. */
    public Optional<Environment> find(EnvironmentId id) {
        return usable.values().stream().filter(e -> e.id().equals(id)).findFirst();
    }

    /**
     * The environment of this name.
     *
     * @throws EnvironmentException when there is none, or it is broken
     */
    public Environment get(String name) throws EnvironmentException {
        Environment environment = usable.get(name);
        if (environment != null) {
            return environment;
        }
        EnvironmentException why = broken.get(name);
        if (why != null) {
            throw new EnvironmentException(why.getMessage(), why);
        }
        throw new EnvironmentException("there is no environment \"" + name + "\" in " + folder + "; there is "
                + (usable.isEmpty() ? "none" : String.join(", ", usable.keySet())));
    }

    /** All that can be used, by name. */
    public List<Environment> list() {
        return List.copyOf(usable.values());
    }

    /** The names of those that cannot be used, each with what is wrong. */
    public SortedMap<String, String> broken() {
        SortedMap<String, String> messages = new TreeMap<>();
        broken.forEach((name, why) -> messages.put(name, why.getMessage()));
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
