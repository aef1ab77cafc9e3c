package io.forkline.producer;

import io.forkline.schemas.record.InlineFile;
import io.forkline.schemas.record.Target;
import io.forkline.schemas.record.TargetKind;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a job may look at. A target is pinned when a digest or a commit says which content is meant; one that is not is
 * resolved once for each run, so that all forks of the run see the same tree.
 */
public final class Targets {

    /** What the files of an inline target may have in all: 256 KiB. */
    public static final int MAX_INLINE_BYTES = 256 * 1024;

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final List<String> ARCHIVE_SCHEMES = List.of("file", "http", "https");

    private Targets() {}

    /** Files that travel in the job, UTF-8 text by relative path. */
    public static Target inline(Map<String, String> texts) {
        Target.Builder target = Target.newBuilder().setKind(TargetKind.INLINE);
        List<InlineFile> files = texts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> file(entry.getKey(), entry.getValue().getBytes(StandardCharsets.UTF_8)))
                .toList();
        return check(target.setFiles(files).build());
    }

    /** One file of an inline target. */
    public static InlineFile file(String path, byte[] content) {
        return new InlineFile(path, ByteBuffer.wrap(content.clone()));
    }

    /** A directory that every worker can read under the same path. Not pinned. */
    public static Target directory(Path directory) {
        return check(located(TargetKind.DIRECTORY, directory.toAbsolutePath().toUri())
                .build());
    }

    /** A directory pinned to the digest of its tree. */
    public static Target directory(Path directory, String sha256) {
        return check(located(TargetKind.DIRECTORY, directory.toAbsolutePath().toUri())
                .setSha256(sha256)
                .build());
    }

    /** A tar or zip archive at a {@code file:}, {@code http:} or {@code https:} URI. Not pinned. */
    public static Target archive(URI uri) {
        return check(located(TargetKind.ARCHIVE, uri).build());
    }

    /** An archive pinned to the SHA-256 of its file. */
    public static Target archive(URI uri, String sha256) {
        return check(located(TargetKind.ARCHIVE, uri).setSha256(sha256).build());
    }

    /** A branch or tag of a git repository. Not pinned. */
    public static Target gitRef(String url, String ref) {
        return check(git(url).setRef(ref).build());
    }

    /** A git repository pinned to a commit. */
    public static Target gitCommit(String url, String commit) {
        return check(git(url).setCommit(commit).build());
    }

    private static Target.Builder located(TargetKind kind, URI uri) {
        return Target.newBuilder().setKind(kind).setUri(uri.toString());
    }

    private static Target.Builder git(String url) {
        return Target.newBuilder().setKind(TargetKind.GIT).setUri(url);
    }

    /**
     * The target itself, when it can be used.
     *
     * @throws IllegalArgumentException saying what is wrong with it and what would be accepted
     */
    static Target check(Target target) {
        switch (target.getKind()) {
            case INLINE -> checkInline(target.getFiles());
            case DIRECTORY -> {
                requireScheme(target, List.of("file"));
                requireDigest("the digest of the target", target.getSha256(), SHA256, 64);
            }
            case ARCHIVE -> {
                requireScheme(target, ARCHIVE_SCHEMES);
                requireDigest("the digest of the target", target.getSha256(), SHA256, 64);
            }
            case GIT -> checkGit(target);
        }
        return target;
    }

    private static void checkInline(List<InlineFile> files) {
        if (files.isEmpty()) {
            throw new IllegalArgumentException("an inline target has at least one file");
        }
        int bytes = 0;
        for (InlineFile file : files) {
            checkPath(file.getPath());
            bytes += file.getContent().remaining();
        }
        long paths = files.stream().map(InlineFile::getPath).distinct().count();
        if (paths != files.size()) {
            throw new IllegalArgumentException("an inline target names each file once");
        }
        if (bytes > MAX_INLINE_BYTES) {
            throw new IllegalArgumentException("the inline target has " + bytes + " bytes, more than the "
                    + MAX_INLINE_BYTES + " that travel in a job; give a directory, an archive or a git repository");
        }
    }

    private static void checkPath(String path) {
        boolean harmless = !path.isEmpty() && path.indexOf('\\') < 0 && path.indexOf('\0') < 0;
        for (String part : path.split("/", -1)) {
            harmless &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
        }
        if (!harmless) {
            throw new IllegalArgumentException(
                    "\"" + path
                            + "\" cannot be the path of an inline file: give a relative path with forward slashes, without . and ..");
        }
    }

    private static void checkGit(Target target) {
        String url = target.getUri();
        // A leading hyphen would be read as an option by git.
        if (url == null || url.isBlank() || url.startsWith("-")) {
            throw new IllegalArgumentException("\"" + url + "\" is not the URL of a git repository");
        }
        if (target.getRef() != null
                && (target.getRef().isBlank() || target.getRef().startsWith("-"))) {
            throw new IllegalArgumentException("\"" + target.getRef() + "\" is not a branch or tag");
        }
        requireDigest("the commit of the target", target.getCommit(), COMMIT, 40);
    }

    private static void requireScheme(Target target, List<String> schemes) {
        String uri = target.getUri();
        if (uri == null || schemes.stream().noneMatch(scheme -> uri.startsWith(scheme + ":"))) {
            throw new IllegalArgumentException("the URI of the target is \"" + uri
                    + "\"; accepted for a target of kind " + target.getKind() + " is " + String.join(", ", schemes));
        }
        if (!isFetchable(URI.create(uri))) {
            throw new IllegalArgumentException("the URI of the target is \"" + uri
                    + "\"; accepted are file: and an absolute path, without host, query and fragment, and http: or"
                    + " https: with the name of a host");
        }
    }

    private static boolean isFetchable(URI uri) {
        if (!"file".equals(uri.getScheme())) {
            return uri.getHost() != null;
        }
        try {
            return Path.of(uri).isAbsolute();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void requireDigest(String what, @Nullable String digest, Pattern form, int digits) {
        if (digest != null && !form.matcher(digest).matches()) {
            throw new IllegalArgumentException(
                    what + " is \"" + digest + "\"; give " + digits + " lower-case hex digits");
        }
    }
}
