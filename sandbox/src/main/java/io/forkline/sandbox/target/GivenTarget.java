package io.forkline.sandbox.target;

import io.forkline.sandbox.SandboxException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes out what a person means by a target. What exists on this host goes before what looks like a URL. */
final class GivenTarget {

    private GivenTarget() {}

    static TargetSource parse(String given, Optional<String> ref) throws SandboxException {
        try {
            Optional<Path> local = local(given);
            return local.isPresent() ? ofLocal(local.get(), ref) : ofUrl(given, ref);
        } catch (IllegalArgumentException e) {
            throw SandboxException.permanent("the target cannot be used: " + e.getMessage(), e);
        }
    }

    private static TargetSource ofLocal(Path path, Optional<String> ref) throws SandboxException {
        if (ref.isPresent()) {
            return git(path.toAbsolutePath().normalize().toUri().toString().replaceFirst("^file:/+", "file:///"), ref);
        }
        if (Files.isDirectory(path)) {
            return TargetSource.Directory.of(path);
        }
        if (Files.isRegularFile(path)) {
            return TargetSource.Archive.of(path);
        }
        throw SandboxException.permanent("the target " + path + " is neither a directory nor an archive", null);
    }

    private static TargetSource ofUrl(String given, Optional<String> ref) throws SandboxException {
        int hash = given.indexOf('#');
        String url = (hash < 0 ? given : given.substring(0, hash)).replaceFirst("^git\\+", "");
        Optional<String> fragment = hash < 0 ? Optional.empty() : Optional.of(given.substring(hash + 1));
        if (!Pins.isGitUrl(url)) {
            throw SandboxException.permanent(
                    "there is no file or directory " + given
                            + "; a target is a directory, an archive, or the URL of an archive or a git repository",
                    null);
        }
        Optional<String> wanted = ref.or(() -> fragment);
        if (wanted.isEmpty() && url.startsWith("http") && namesAnArchive(url)) {
            return archive(url);
        }
        return git(url, wanted);
    }

    private static TargetSource archive(String url) throws SandboxException {
        try {
            return new TargetSource.Archive(URI.create(url), Optional.empty());
        } catch (IllegalArgumentException e) {
            throw SandboxException.permanent("the target cannot be fetched: " + e.getMessage(), e);
        }
    }

    private static TargetSource git(String url, Optional<String> ref) {
        return ref.filter(Pins::isCommit).isPresent()
                ? new TargetSource.Git(url, ref, Optional.empty())
                : new TargetSource.Git(url, Optional.empty(), ref);
    }

    private static boolean namesAnArchive(String url) {
        String path = URI.create(url).getPath().toLowerCase(Locale.ROOT);
        return Stream.of(".tar", ".tar.gz", ".tgz", ".tar.bz2", ".zip", ".whl").anyMatch(path::endsWith);
    }

    private static Optional<Path> local(String given) {
        try {
            Path path = given.startsWith("file:") && !given.contains("#") ? Path.of(URI.create(given)) : Path.of(given);
            return Files.exists(path) ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
