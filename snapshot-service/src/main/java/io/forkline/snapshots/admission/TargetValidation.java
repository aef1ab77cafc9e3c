package io.forkline.snapshots.admission;

import io.forkline.sandbox.target.TargetSource;
import io.forkline.schemas.record.InlineFile;
import io.forkline.schemas.record.Target;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks that a target is given as its kind wants it, and is not too large to travel in a record. */
final class TargetValidation {

    static final int MOST_INLINE_BYTES = 256 * 1024;

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Set<String> FETCHED = Set.of("file", "http", "https");
    /** What a file of an inline target costs besides its path and content, so that many empty files are bounded too. */
    private static final int FILE_OVERHEAD_BYTES = 16;

    private TargetValidation() {}

    /** What is wrong with the target, if anything. */
    static Optional<Refusal> wrong(Target target) {
        String misplaced = switch (target.getKind()) {
            case INLINE -> onlyFiles(target);
            case DIRECTORY, ARCHIVE, GIT -> onlyUri(target);
        };
        if (misplaced != null) {
            return Optional.of(Refusal.invalid(misplaced));
        }
        String wrong = switch (target.getKind()) {
            case INLINE -> inline(target.getFiles());
            case DIRECTORY, ARCHIVE -> fetched(target);
            case GIT -> git(target);
        };
        return Optional.ofNullable(wrong).map(Refusal::invalid);
    }

    private static @Nullable String onlyFiles(Target target) {
        return target.getUri() == null
                        && target.getSha256() == null
                        && target.getCommit() == null
                        && target.getRef() == null
                ? null
                : "target.kind is INLINE, which takes target.files only; leave uri, sha256, commit and ref empty";
    }

    private static @Nullable String inline(List<InlineFile> files) {
        long bytes = 0;
        Set<String> paths = new HashSet<>();
        for (InlineFile file : files) {
            if (!isRelative(file.getPath())) {
                return "target.files has the path \"" + file.getPath()
                        + "\"; accepted are relative paths with forward slashes, without . or .. or empty parts";
            }
            if (!paths.add(file.getPath())) {
                return "target.files has the path \"" + file.getPath() + "\" twice; give each file once";
            }
            bytes += file.getContent().remaining() + (long) file.getPath().length() + FILE_OVERHEAD_BYTES;
        }
        return bytes <= MOST_INLINE_BYTES
                ? null
                : "target.files has " + bytes + " bytes; accepted inline is at most " + MOST_INLINE_BYTES
                        + "; give a larger target as DIRECTORY, ARCHIVE or GIT";
    }

    private static boolean isRelative(String path) {
        return path.indexOf('\0') < 0
                && path.indexOf('\\') < 0
                && List.of(path.split("/", -1)).stream()
                        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }

    private static @Nullable String onlyUri(Target target) {
        if (!target.getFiles().isEmpty()) {
            return "target.kind is " + target.getKind() + ", which takes no target.files; leave them empty";
        }
        return target.getUri() == null || target.getUri().isBlank()
                ? "target.kind is " + target.getKind() + ", which needs target.uri"
                : null;
    }

    private static @Nullable String fetched(Target target) {
        if (target.getCommit() != null || target.getRef() != null) {
            return "target.kind is " + target.getKind() + "; target.commit and target.ref are for GIT";
        }
        if (!FETCHED.contains(scheme(target.getUri()))) {
            return "target.uri is \"" + target.getUri() + "\"; accepted are file:, http: and https: URIs";
        }
        String unfetchable = unfetchable(target.getUri());
        if (unfetchable != null) {
            return unfetchable;
        }
        return mismatch("target.sha256", target.getSha256(), SHA256, "64 lower-case hex digits");
    }

    private static @Nullable String unfetchable(String uri) {
        try {
            TargetSource.requireFetchable(URI.create(uri));
            return null;
        } catch (IllegalArgumentException e) {
            return "target.uri cannot be fetched: " + e.getMessage();
        }
    }

    private static @Nullable String git(Target target) {
        if (target.getSha256() != null) {
            return "target.kind is GIT, which is pinned by target.commit; leave target.sha256 empty";
        }
        if (target.getUri().startsWith("-")) {
            return "target.uri is \"" + target.getUri() + "\"; accepted is the URL of a repository";
        }
        return mismatch("target.commit", target.getCommit(), COMMIT, "40 lower-case hex digits");
    }

    private static @Nullable String mismatch(String field, @Nullable String value, Pattern form, String accepted) {
        return value == null || form.matcher(value).matches()
                ? null
                : field + " is \"" + value + "\"; accepted are " + accepted;
    }

    private static String scheme(String uri) {
        try {
            String scheme = new URI(uri).getScheme();
            return scheme == null ? "" : scheme.toLowerCase(Locale.ROOT);
        } catch (URISyntaxException e) {
            return "";
        }
    }
}
