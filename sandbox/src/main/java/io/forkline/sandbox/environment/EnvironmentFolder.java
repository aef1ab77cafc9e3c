package io.forkline.sandbox.environment;

import io.forkline.sandbox.SnapshotKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the folder of one environment. */
final class EnvironmentFolder {

    static final String FILE = "environment.yaml";

    private EnvironmentFolder() {}

    static Environment read(Path folder, String baseFingerprint) throws EnvironmentException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new EnvironmentException(folder + " has no " + FILE
                    + ", so it is not an environment; write one or move the folder elsewhere");
        }
        EnvironmentFile described = EnvironmentFile.read(file);
        String name = folder.getFileName().toString();
        if (!described.name().equals(name)) {
            throw new EnvironmentException(file + ": name: \"" + described.name()
                    + "\" is not the name of its folder; give \"" + name + "\" or rename the folder");
        }
        if (described.kind() == SnapshotKind.FILESYSTEM && !described.preload().isEmpty()) {
            throw new EnvironmentException(file + ": preload: a fork of kind filesystem starts cold and has nothing "
                    + "preloaded; remove it or give kind: memory");
        }
        Optional<String> refusal = described.isolation().refusal(described.kind(), described.network());
        if (refusal.isPresent()) {
            throw new EnvironmentException(file + ": network: " + refusal.get());
        }
        String files = EnvironmentFiles.digest(folder);
        return new Environment(
                name,
                EnvironmentDigest.of(described, files, baseFingerprint),
                described.kind(),
                folder,
                files,
                described.setup(),
                described.verify(),
                described.preload(),
                described.limits(),
                described.network(),
                described.secrets(),
                described.isolation(),
                described.perspectives(),
                described.leadInstructions());
    }
}
