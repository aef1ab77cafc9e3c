package io.forkline.cli.bench.sandbox;

import io.forkline.cli.CommandException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Looks for bubblewrap, which may be installed and yet not be allowed to make namespaces. */
final class Bwrap {

    private Bwrap() {}

    /** @param missing hears why it is not measured */
    static Optional<Way> find(Map<String, String> env, Path python, Consumer<String> missing)
            throws InterruptedException {
        for (String folder : env.getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator)) {
            Path program = Path.of(folder, "bwrap");
            if (Files.isExecutable(program)) {
                return working(ProcessWay.bwrap(program, python), missing);
            }
        }
        missing.accept("not installed");
        return Optional.empty();
    }

    private static Optional<Way> working(ProcessWay way, Consumer<String> missing) throws InterruptedException {
        try {
            var unused = way.once();
            return Optional.of(way);
        } catch (IOException | CommandException cannot) {
            missing.accept("does not work here: " + cannot.getMessage());
            return Optional.empty();
        }
    }
}
