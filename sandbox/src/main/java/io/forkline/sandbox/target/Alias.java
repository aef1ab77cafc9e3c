package io.forkline.sandbox.target;

import io.forkline.sandbox.tree.Sha256;
import java.nio.charset.StandardCharsets;

/**
 * What a pinned source is known by, before its tree has been seen.
 *
 * @param kind of source, so that no two kinds can be taken for one another
 * @param digest 64 hex digits
 */
record Alias(String kind, String digest) {

    static Alias of(TargetSource.Inline inline) {
        StringBuilder files = new StringBuilder();
        // A NUL is in no path.
        inline.files()
                .forEach((path, content) -> files.append(path)
                        .append('\0')
                        .append(Sha256.of(content))
                        .append('\n'));
        return new Alias("inline", Sha256.of(files.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** An archive, by its SHA-256. */
    static Alias ofArchive(String sha256) {
        return new Alias("archive", sha256);
    }

    /** A commit, and where it came from: who may read one repository is not thereby shown another. */
    static Alias ofCommit(String url, String commit) {
        return new Alias("git", Sha256.of((url + "\n" + commit).getBytes(StandardCharsets.UTF_8)));
    }

    String fileName() {
        return kind + "-" + digest;
    }
}
