package io.forkline.sandbox.gvisor;

import io.forkline.sandbox.local.Bind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A file of the host as a checkpointed process had it mapped. Its pages are not in the checkpoint: they are read from the host when
 * the process is restored, and had better be the same.
 *
 * @param path where it is on the host
 * @param bytes its size
 * @param modifiedNanos when it was written last, in nanoseconds since 1970
 */
record HostFile(String path, long bytes, long modifiedNanos) {

    /**
     * Those of the files that a guest names which are the host's, and not in a layer. The guest's word can only harm its own
     * environment.
     *
     * @param mapped paths as the guest sees them
     */
    static List<HostFile> among(List<String> mapped, List<Bind> binds) throws IOException {
        var found = new ArrayList<HostFile>();
        for (var inside : mapped) {
            var bind = binds.stream()
                    .filter(each -> Path.of(inside).startsWith(each.inside()))
                    .max(Comparator.comparing(each -> each.inside().length()));
            if (bind.isPresent()) {
                var outside = bind.get()
                        .outside()
                        .resolve(Path.of(bind.get().inside()).relativize(Path.of(inside)));
                if (Files.isRegularFile(outside)) {
                    found.add(now(outside));
                }
            }
        }
        return found;
    }

    /** What is different about it now; empty when nothing is. */
    Optional<String> changed() {
        try {
            return now(Path.of(path)).equals(this) ? Optional.empty() : Optional.of(path + " has changed");
        } catch (IOException gone) {
            return Optional.of(path + " is gone");
        }
    }

    private static HostFile now(Path path) throws IOException {
        return new HostFile(
                path.toString(),
                Files.size(path),
                Files.getLastModifiedTime(path).to(TimeUnit.NANOSECONDS));
    }
}
