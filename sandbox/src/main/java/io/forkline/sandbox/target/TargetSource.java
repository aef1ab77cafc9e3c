package io.forkline.sandbox.target;

import io.forkline.sandbox.SandboxException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a target is. One that is pinned can be nothing but one tree, wherever and whenever it is fetched; {@link
 * TargetStore#pin} pins the others.
 */
public sealed interface TargetSource {

    /** Whether it names one tree for ever. */
    boolean isPinned();

    /** What people call it, for messages. */
    String describe();

    /**
     * What a person gives on a command line: a directory, an archive, or the URL of a git repository, which may end in {@code #} and a
     * branch, tag or commit.
     *
     * @param ref the same branch, tag or commit, given apart; makes a local repository be read at it, without what is not committed
     * @throws SandboxException when there is nothing of that name
     */
    static TargetSource parse(String given, Optional<String> ref) throws SandboxException {
        return GivenTarget.parse(given, ref);
    }

    /**
     * Checks the form of what a directory or an archive is fetched by; whether a scheme is served, fetching says.
     *
     * @throws IllegalArgumentException when it has no path of this host, or no host to ask
     */
    static void requireFetchable(URI uri) {
        Pins.checkFetchable(uri);
    }

    /**
     * The files themselves.
     *
     * @param files path with forward slashes, and content, which must not be changed
     */
    record Inline(SortedMap<String, byte[]> files) implements TargetSource {

        public Inline {
            files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        }

        public Inline(Map<String, byte[]> files) {
            this(new TreeMap<>(files));
        }

        @Override
        public boolean isPinned() {
            return true;
        }

        @Override
        public String describe() {
            return "the inline target";
        }
    }

    /**
     * A directory of this host, or of a file system that all hosts share.
     *
     * @param uri {@code file:} and its absolute path
     * @param sha256 digest of its tree
     */
    record Directory(URI uri, Optional<String> sha256) implements TargetSource {

        public Directory {
            requireFetchable(uri);
            sha256.ifPresent(Pins::checkSha256);
        }

        /** A directory as it will be found. */
        public static Directory of(Path directory) {
            return new Directory(directory.toAbsolutePath().normalize().toUri(), Optional.empty());
        }

        @Override
        public boolean isPinned() {
            return sha256.isPresent();
        }

        @Override
        public String describe() {
            return "the directory " + Pins.readable(uri);
        }
    }

    /**
     * A tar, tar.gz, tar.bz2 or zip. What it is, its first bytes say, not its name.
     *
     * @param uri {@code file:}, {@code http:} or {@code https:}
     * @param sha256 digest of the file
     */
    record Archive(URI uri, Optional<String> sha256) implements TargetSource {

        public Archive {
            requireFetchable(uri);
            sha256.ifPresent(Pins::checkSha256);
        }

        /** An archive as it will be found. */
        public static Archive of(Path file) {
            return new Archive(file.toAbsolutePath().normalize().toUri(), Optional.empty());
        }

        @Override
        public boolean isPinned() {
            return sha256.isPresent();
        }

        @Override
        public String describe() {
            return "the archive " + Pins.readable(uri);
        }
    }

    /**
     * A commit of a git repository.
     *
     * @param url {@code https}, {@code http}, {@code ssh}, {@code file}, or {@code user@host:path}
     * @param commit 40 hex digits
     * @param ref the branch or tag to find the commit by; neither means the repository's default branch
     */
    record Git(String url, Optional<String> commit, Optional<String> ref) implements TargetSource {

        public Git {
            Pins.checkGitUrl(url);
            commit.ifPresent(Pins::checkCommit);
            ref.ifPresent(Pins::checkRef);
        }

        @Override
        public boolean isPinned() {
            return commit.isPresent();
        }

        @Override
        public String describe() {
            return "the repository " + Pins.withoutPassword(url)
                    + ref.map(r -> "#" + r).orElse("");
        }
    }
}
