package io.forkline.sandbox.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of environments to write into. */
record EnvironmentFolders(Path root) {

    static final String BASE = "base-1";

    static final String SMALLEST = """
            name: %s
            perspectives:
              Look: { run: [python3, look.py] }
            """;

    Path write(String environment, String file, String content) throws IOException {
        Path path = root.resolve(environment).resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, content);
    }

    Path writeYaml(String environment, String yaml) throws IOException {
        return write(environment, "environment.yaml", yaml);
    }

    Environment environment(String name) throws EnvironmentException {
        return Environments.load(root, BASE).get(name);
    }
}
